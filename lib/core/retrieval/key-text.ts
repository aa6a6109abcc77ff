/**
 * Texts by which a memory can be found: its key as the paper defines it (of a trajectory the task, of a workflow the
 * goal, of a summary the task summary, of an insight the title), title and description, or everything it says.
 */
export const keyTexts = ['key', 'title-description', 'full-text'] as const;
export type KeyText = (typeof keyTexts)[number];

/** What each is called where a person chooses one. */
export const keyTextLabels: Readonly<Record<KeyText, string>> = {
  key: 'key',
  'title-description': 'title and description',
  'full-text': 'full text',
};

/** What a memory says, as far as it can be found by it. */
export interface MemoryTexts {
  keyText: string;
  title: string;
  description: string;
  content: string;
}

/**
 * The text of a memory that stands for it in a search. Parts are set apart by an empty line; a part that the next one
 * begins with is left out, since many systems repeat the first line of a text as its title. A memory that has none of
 * the parts asked for is found by its key.
 */
export function keyTextOf(
  { keyText: key, title, description, content }: MemoryTexts,
  wanted: KeyText,
): string {
  switch (wanted) {
    case 'key':
      return key;
    case 'title-description':
      return joined([title, description]) || key;
    case 'full-text':
      return joined([title, description, content]) || key;
  }
}

function joined(parts: readonly string[]): string {
  const filled = parts.map((part) => part.trim()).filter((part) => part !== '');
  return filled.filter((part, i) => !filled[i + 1]?.startsWith(part)).join('\n\n');
}
