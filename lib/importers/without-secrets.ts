import { asObject } from './json-values';

const secretKey = /key|token|secret|password|passwd|authorization|credential/i;
/** `max_tokens: 4096` is a setting, not a secret; only numbers under such names are kept. */
const tokenCount = /tokens/i;
const assignment =
  /^([A-Za-z0-9_.-]*(?:key|token|secret|password|authorization)[A-Za-z0-9_.-]*\s*[=:]\s*).+$/is;
const looksSecret =
  /\b(?:(?:sk|pk|gh[opsu]|github_pat|hf|xox[abp])[-_][A-Za-z0-9_-]{16,}|AIza[A-Za-z0-9_-]{30,}|AKIA[A-Z0-9]{16}\b)/g;
/**
 * As environments are printed; in running text only capitals are taken for a variable, or `KeyError: x` would be one.
 * Names are bounded: a hostile text of nothing but `KEY` must not take the square of its length.
 */
const printedAssignment =
  /\b([A-Z0-9_]{0,64}(?:KEY|TOKEN|SECRET|PASSWORD)[A-Z0-9_]{0,64}\s{0,8}[=:]\s{0,8}["']?)[^\s"',;]{8,}/g;

const removed = '[removed]';
const depthLimit = 24;

/**
 * A copy of foreign settings that may be stored and shown: values under keys that sound secret are replaced,
 * and so are environment assignments (`OPENAI_API_KEY=…`) and strings that look like a key.
 * Anything nested deeper than any real configuration is left out.
 */
export function withoutSecrets(value: unknown, depth = 0): unknown {
  if (typeof value === 'string')
    return value.replace(assignment, `$1${removed}`).replace(looksSecret, removed);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= depthLimit) return '[nested too deep]';
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, depth + 1));
  const clean: Record<string, unknown> = {};
  for (const [key, held] of Object.entries(asObject(value) ?? {})) {
    const isCount = typeof held === 'number' && tokenCount.test(key);
    clean[key] = secretKey.test(key) && !isCount && held !== null ? removed : withoutSecrets(held, depth + 1);
  }
  return clean;
}

/** Running text, such as a traceback, without what looks like a key in it. */
export const textWithoutSecrets = (text: string): string =>
  text.replace(printedAssignment, `$1${removed}`).replace(looksSecret, removed);

/** {@link withoutSecrets} for an object; null for anything else. */
export const settingsWithoutSecrets = (value: unknown): Record<string, unknown> | null =>
  asObject(withoutSecrets(value));
