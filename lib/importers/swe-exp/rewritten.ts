import { asObject, asText } from '../json-values';

/**
 * The experiences as they stood in the prompt, by stage and number (`perspective/1`). They are handed out round by round
 * under `HET`; a later round repeats the earlier, so the first wording counts.
 */
export function rewritten(rounds: unknown): Map<string, string> {
  const texts = new Map<string, string>();
  for (const round of Object.values(asObject(rounds) ?? {})) {
    for (const [stage, told] of Object.entries(asObject(round) ?? {})) {
      const parts = (asText(told) ?? '').split(/\*{3}Experience (\d+)\*{3}:?/);
      for (let i = 1; i + 1 < parts.length; i += 2) {
        const key = `${stage}/${parts[i]}`;
        if (!texts.has(key)) texts.set(key, parts[i + 1]!.trim());
      }
    }
  }
  return texts;
}
