import type { z } from 'zod';
import type { LlmMessage } from '../completion';

/**
 * A text that asks for one kind of answer. A change of its words or of its material is a new version: answers and
 * memories keep the version they came from.
 */
export interface Prompt<Input, Answer> {
  id: string;
  version: number;
  label: string;
  /** What the model is told to do, as users see it. */
  text: string;
  /** What it is given to do it with. */
  material(input: Input): string;
  schema: z.ZodType<Answer>;
}

export const definePrompt = <Input, Answer>(prompt: Prompt<Input, Answer>): Prompt<Input, Answer> => prompt;

export const promptMessages = <Input>(prompt: Prompt<Input, unknown>, input: Input): LlmMessage[] => [
  { role: 'system', content: prompt.text },
  { role: 'user', content: prompt.material(input) },
];
