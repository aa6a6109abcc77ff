/** Markup that is known to be safe: written by us, with every text in it escaped. */
export interface Markup {
  readonly markup: string;
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Characters that a page may not hold, or that turn the order of the text around them. */
const unfit = /[^\P{Cc}\t\n\r]|[\u202A-\u202E\u2066-\u2069\uFFFE\uFFFF]|\p{Cs}/gu;

/** A text as the content or the quoted attribute of an element. */
export const escapeHtml = (text: string): string =>
  text.replace(unfit, '\uFFFD').replace(/[&<>"']/g, (character) => entities[character]!);

type Part = Markup | string | number | null | undefined | false | readonly Part[];

function render(part: Part): string {
  if (part === null || part === undefined || part === false) return '';
  if (typeof part === 'string') return escapeHtml(part);
  if (typeof part === 'number') return String(part);
  return 'markup' in part ? part.markup : part.map(render).join('');
}

/** A template of markup: whatever stands in it is escaped unless it is markup itself. */
export function html(literals: TemplateStringsArray, ...parts: Part[]): Markup {
  return { markup: literals.map((literal, i) => literal + render(parts[i])).join('') };
}
