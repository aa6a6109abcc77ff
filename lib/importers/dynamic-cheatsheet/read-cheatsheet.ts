import { firstLine } from '../pools/first-line';

export interface CheatsheetItem {
  description: string;
  content: string;
  section: string | null;
  /** How often the model says that it used the item. */
  count: number | null;
  /** The questions that it names as its sources: `Q10`. */
  references: string[];
}

const item = /<memory_item>([\s\S]*?)(?:<\/memory_item>|(?=<memory_item>)|$(?![\s\S]))/g;
const countPattern = /\*\*\s*Count:\s*(\d+)\s*\*\*/i;
const reference = /\((?:References?|Ref\.?):?\s*([^)]*)\)/gi;

/** The marked items of a cheatsheet. Text around them holds headings, and the count of an item that ended before it. */
export function readCheatsheet(text: string): CheatsheetItem[] {
  const found = [...text.matchAll(item)];
  let section: string | null = null;
  let end = 0;
  return found.map((match, i) => {
    section = lastHeading(text.slice(end, match.index)) ?? section;
    end = match.index + match[0].length;
    const after = text.slice(end, found[i + 1]?.index);
    return { ...toItem(match[1]!), section, count: countIn(match[1]!) ?? countIn(after) };
  });
}

const countIn = (text: string): number | null => {
  const match = countPattern.exec(text);
  return match ? Number(match[1]) : null;
};

function toItem(inner: string): Pick<CheatsheetItem, 'description' | 'content' | 'references'> {
  const described = tagged(inner, 'description') ?? '';
  const references = [...described.matchAll(reference)].flatMap(
    (match) => match[1]!.match(/Q(?:uestion)?\s*#?\d+/gi) ?? [],
  );
  const rest = inner.replace(/<description>[\s\S]*?<\/description>/, '').replace(countPattern, '');
  return {
    description: described.replace(reference, '').trim(),
    content: tagged(inner, 'example') ?? rest.trim(),
    references: [...new Set(references.map((name) => `Q${/\d+/.exec(name)![0]}`))],
  };
}

const tagged = (text: string, tag: string): string | null =>
  new RegExp(`<${tag}>([\\s\\S]*?)(?:</${tag}>|$(?![\\s\\S]))`).exec(text)?.[1]?.trim() ?? null;

function lastHeading(text: string): string | null {
  const lines = text.replace(countPattern, '').split('\n');
  const headings = lines.map((line) => line.trim()).filter((line) => line !== '' && !/^Version:/i.test(line));
  const heading = headings.at(-1);
  return heading ? firstLine(heading.replace(/^#+\s*|\**/g, '')) : null;
}
