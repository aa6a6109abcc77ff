/**
 * Texts by which a memory can be found: its key as the paper defines it (of a trajectory the task, of a workflow the
 * goal, of a summary the task summary, of an insight the title), title and description, or everything it says.
 */
export const keyTexts = ['key', 'title-description', 'full-text'] as const;
export type KeyText = (typeof keyTexts)[number];

export const keyTextLabels: Record<KeyText, string> = {
  key: 'Key of the type',
  'title-description': 'Title and description',
  'full-text': 'Full text',
};
