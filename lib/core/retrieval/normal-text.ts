/** Words in lower case with one space between, punctuation and white space gone. Linear in the text's length. */
export const normalText = (text: string): string =>
  (text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? []).join(' ');

const heading = /^#{1,6} *Memory Item \d+:?[ \t]*$/gim;
const verdict = /^#{1,6} *(?:Result|LLM Judgment): *\w+[ \t]*$/gim;
const label = /^#{1,6} *(?:title|description|content|task|goal|workflow|summary|trajectory|insight) *: */gim;

/** A logged memory without what its prompt adds: the item's number, the names of fields, the verdict at its end. */
export const withoutLabels = (text: string): string =>
  text.replace(heading, '').replace(verdict, '').replace(label, '');
