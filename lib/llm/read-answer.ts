import { z } from 'zod';

export type ReadAnswer<T> = { ok: true; value: T } | { ok: false; problem: string };

/**
 * Reads a model's words as JSON that fits a schema. Takes what models put around their JSON: thinking in tags, a fenced
 * block, a sentence before or after.
 */
export function readAnswer<T>(text: string, schema: z.ZodType<T>): ReadAnswer<T> {
  const json = findJson(text.replace(/<think>[\s\S]*?<\/think>/g, ''));
  if (json === undefined) return { ok: false, problem: 'The answer is not valid JSON.' };
  const parsed = schema.safeParse(json);
  return parsed.success
    ? { ok: true, value: parsed.data }
    : { ok: false, problem: z.prettifyError(parsed.error) };
}

function findJson(text: string): unknown {
  const fenced = /```(?:json)?\s*\n([\s\S]*?)\n\s*```/.exec(text)?.[1];
  const braced = text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1);
  for (const candidate of [text, fenced, braced]) {
    if (candidate === undefined) continue;
    try {
      return JSON.parse(candidate);
    } catch {
      // The next candidate may be the JSON.
    }
  }
  return undefined;
}
