import { asObject } from './json-values';

const secretKey = /key|token|secret|password|passwd|authorization|credential/i;
/** `max_tokens: 4096` is a setting, not a secret; only numbers under such names are kept. */
const tokenCount = /tokens/i;
const assignment =
  /^([A-Za-z0-9_.-]*(?:key|token|secret|password|authorization)[A-Za-z0-9_.-]*\s*[=:]\s*).+$/is;
const looksSecret = /\b(?:sk|pk|ghp|gho|hf|xox[abp])[-_][A-Za-z0-9_-]{16,}/g;

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

/** {@link withoutSecrets} for an object; null for anything else. */
export const settingsWithoutSecrets = (value: unknown): Record<string, unknown> | null =>
  asObject(withoutSecrets(value));
