import { asFlag, asText } from '../json-values';

const good = ['pass', 'passed', 'true', 'success', 'succeeded', 'successful', 'positive', 'yes', 'resolved'];
const bad = ['fail', 'failed', 'false', 'failure', 'negative', 'no', 'unresolved'];

/** Whether a run was judged a success: a flag, or one of the words that judges use. Null when it is neither. */
export function verdict(value: unknown): boolean | null {
  const word = asText(value)?.trim().toLowerCase();
  if (word === undefined) return asFlag(value);
  return good.includes(word) ? true : bad.includes(word) ? false : null;
}
