import { APIError } from 'openai';

/**
 * What a server may not take, so that the request goes without it: `format` asks for JSON in words instead of by
 * `response_format`, `output-limit` says `max_completion_tokens` instead of `max_tokens`, the others are left out.
 */
export const concessions = ['format', 'output-limit', 'temperature', 'seed'] as const;
export type Concession = (typeof concessions)[number];

const named: [Concession, RegExp][] = [
  ['output-limit', /max_tokens|max_completion_tokens/i],
  ['temperature', /temperature/i],
  ['seed', /\bseed\b/i],
  ['format', /response_format|json_schema|json schema|json_object|structured output|grammar|guided/i],
];

/**
 * What to go without after a refusal; null when going without would not help. A refusal that names nothing is blamed on
 * `response_format`, which servers refuse in the most different words.
 */
export function concessionFor(error: unknown, made: ReadonlySet<Concession>): Concession | null {
  if (!(error instanceof APIError) || (error.status !== 400 && error.status !== 422)) return null;
  const text = `${error.param ?? ''} ${error.message}`;
  if (/context.{0,20}length|maximum context|content_filter/i.test(`${error.code} ${text}`)) return null;
  const found = named.find(([concession, pattern]) => pattern.test(text) && !made.has(concession));
  if (found) return found[0];
  const blamed = named.some(([, pattern]) => pattern.test(text));
  return blamed || made.has('format') ? null : 'format';
}

// What a server refused once it refuses again: remembered by service and model for as long as this process runs.
const remembered = new Map<string, ReadonlySet<Concession>>();

export const knownConcessions = (service: string): ReadonlySet<Concession> =>
  remembered.get(service) ?? new Set();

export const rememberConcessions = (service: string, made: ReadonlySet<Concession>): void => {
  remembered.set(service, new Set(made));
};
