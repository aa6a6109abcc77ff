import { setTimeout as sleep } from 'node:timers/promises';
import { APIConnectionError, APIError } from 'openai';

/** Requests that may be asked again: the first one and four more. */
const attempts = 5;
const firstDelayMs = 500;
const longestDelayMs = 20_000;
/** A service that wants more patience than this is asked again by a person. */
const longestWaitMs = 300_000;

/**
 * Repeats a request that was refused for now (429, 408, 409), failed on the other side (5xx), timed out or met nobody.
 * Waits as long as the service asks for, else twice as long each time; an abort ends the wait at once. (The client
 * library repeats too, but sleeps through aborts and gives up on waits of more than a minute.)
 *
 * @param onWait told of each wait, in milliseconds, before it begins
 */
export async function withRetries<T>(
  request: () => Promise<T>,
  signal?: AbortSignal,
  onWait?: (ms: number) => void,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    signal?.throwIfAborted();
    try {
      return await request();
    } catch (error) {
      signal?.throwIfAborted();
      const delayMs = attempt < attempts && isPassing(error) ? delayAfter(error, attempt) : null;
      if (delayMs === null) throw error;
      onWait?.(delayMs);
      await sleep(delayMs, undefined, signal ? { signal } : {}).catch(() => signal?.throwIfAborted());
    }
  }
}

/** Whether the same request may succeed a little later. */
function isPassing(error: unknown): boolean {
  if (error instanceof APIConnectionError) return true;
  if (!(error instanceof APIError) || isQuota(error)) return false;
  const { status } = error;
  return status === 408 || status === 409 || status === 429 || (status !== undefined && status >= 500);
}

/** A used-up account answers 429 too, but waiting does not fill it. */
export const isQuota = (error: APIError): boolean =>
  error.status === 429 &&
  /insufficient_quota|exceeded your current quota|billing/i.test(`${error.code} ${error.message}`);

/** Null when the service asks for a longer wait than makes sense here. */
function delayAfter(error: unknown, attempt: number): number | null {
  const asked = error instanceof APIError ? askedDelay(error.headers) : null;
  if (asked === null) return Math.min(firstDelayMs * 2 ** (attempt - 1), longestDelayMs);
  return asked <= longestWaitMs ? asked : null;
}

/** Retry-After in milliseconds: `retry-after-ms`, seconds, or a date. */
export function askedDelay(headers: Headers | undefined, now = Date.now()): number | null {
  const ms = Number.parseFloat(headers?.get('retry-after-ms') ?? '');
  if (Number.isFinite(ms)) return Math.max(0, ms);
  const text = headers?.get('retry-after')?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isFinite(date) ? Math.max(0, date - now) : null;
}
