import { asList, inWords } from '../json-values';

export interface MemoryItem {
  title: string;
  description: string;
  content: string;
}

const field = (name: string) =>
  new RegExp(`^#+ *${name}\\b[ :]*([\\s\\S]*?)(?=^#+ *(?:Title|Description|Content)\\b|$(?![\\s\\S]))`, 'im');
const fields = { title: field('Title'), description: field('Description'), content: field('Content') };

/**
 * The memories in what the model wrote. ReasoningBank cut its Markdown at blank lines, so that one memory may lie in
 * several strings; joined again it is split where a `# Memory Item N` begins. Text without any such heading is one
 * memory.
 */
export function memoryItems(written: unknown): MemoryItem[] {
  const text = (asList(written) ?? [written])
    .map((part) => inWords(part))
    .join('\n\n')
    .replace(/^```\w*\s*$/gm, '');
  const parts = text.split(/^# *Memory Item\b[^\n]*$/im);
  const items = parts.length > 1 ? parts.slice(1) : parts;
  return items.map(toItem).filter(({ content }) => content !== '');
}

function toItem(text: string): MemoryItem {
  const read = (pattern: RegExp) => pattern.exec(text)?.[1]?.trim() ?? '';
  const title = read(fields.title);
  const description = read(fields.description);
  const content = read(fields.content);
  return title || description || content
    ? { title, description, content: content || description || title }
    : { title: '', description: '', content: text.trim() };
}
