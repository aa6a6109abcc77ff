import OpenAI from 'openai';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What OPENAI_API_KEY and OPENAI_BASE_URL say about the service to use. */
export type OpenAiService =
  | { state: 'ready'; apiKey: string; baseUrl: string | null }
  | { state: 'no-key' }
  | { state: 'bad-address' };

/** Reads which service is configured; asks nobody. */
export function openAiService(env: Environment): OpenAiService {
  const baseUrl = env.OPENAI_BASE_URL?.trim() || null;
  if (baseUrl !== null && !isWebAddress(baseUrl)) return { state: 'bad-address' };
  // A server of one's own often asks for no key, but the client insists on one.
  const apiKey = env.OPENAI_API_KEY?.trim() || (baseUrl ? 'none' : null);
  return apiKey === null ? { state: 'no-key' } : { state: 'ready', apiKey, baseUrl };
}

/** `localhost:8000` parses as an address too, of the kind `localhost:`. */
const isWebAddress = (text: string): boolean =>
  URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);

/** A client that never logs: its debug output holds whole requests. */
export function createClient(
  { apiKey, baseUrl }: Extract<OpenAiService, { state: 'ready' }>,
  options: { timeoutMs: number; maxRetries?: number },
): OpenAI {
  const address = baseUrl === null ? null : new URL(baseUrl);
  // Azure's deployment addresses end in a query, which has to follow the path of every request.
  const defaultQuery = address ? Object.fromEntries(address.searchParams) : {};
  if (address) address.search = '';
  const isAzure = address?.hostname.endsWith('.azure.com') ?? false;
  return new OpenAI({
    apiKey,
    baseURL: address === null ? null : address.href.replace(/\/$/, ''),
    timeout: options.timeoutMs,
    logLevel: 'off',
    defaultQuery,
    ...(isAzure ? { defaultHeaders: { 'api-key': apiKey } } : {}),
    ...(options.maxRetries === undefined ? {} : { maxRetries: options.maxRetries }),
  });
}

const official = 'api.openai.com';

/** Whether OpenAI itself is asked, whose models and prices are known, and not a service of the same kind. */
export function isOpenAiItself(env: Environment): boolean {
  const address = env.OPENAI_BASE_URL?.trim();
  return !address || (URL.canParse(address) && new URL(address).hostname === official);
}

/** The host that texts would go to; null when no service is configured. */
export function serviceHost(env: Environment): string | null {
  const service = openAiService(env);
  if (service.state !== 'ready') return null;
  return service.baseUrl ? hostOf(service.baseUrl) : official;
}

/** The service's host, for sentences. */
export const hostOf = (address: string): string =>
  URL.canParse(address) ? new URL(address).host : 'The service';

/** What a service said about a failure: one line, without the key (services repeat requests) and not too long. */
export function saidBy(error: Error, secret: string): string {
  const line = error.message.replace(/\s+/g, ' ').trim();
  return (secret ? line.replaceAll(secret, '(key)') : line).slice(0, 300);
}
