import { homeLayout } from '@/db/home';
import { AppError, type ErrorCode } from '@/lib/core/errors';
import { findServer } from '@/lib/http/server-address';

/** Where the commands are carried out: the running app's API, or the same route handlers in this process. */
export interface Backend {
  request(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: unknown,
  ): Promise<unknown>;
  /** One value per line of an answer that is made while it is taken. */
  lines(path: string): AsyncGenerator<unknown>;
  /** An answer that is a file, piece by piece: it is never held whole. */
  stream(path: string): AsyncGenerator<Uint8Array>;
  close(): Promise<void>;
}

interface Problem {
  error?: { code?: ErrorCode; message?: string; hint?: string; where?: string };
}

/** The JSON of an answer. @throws AppError with the code, sentence and hint that the API gave */
async function unwrap(response: Response): Promise<unknown> {
  const answer = (await response.json().catch((cause: unknown) => {
    throw new AppError('internal', `Carryover gave an answer that is not JSON (status ${response.status}).`, {
      cause,
    });
  })) as Problem;
  if (response.ok) return answer;
  throw failure(answer, `status ${response.status}`);
}

/** The pieces of an answer that is a file. @throws AppError as the API gave it, or where the answer breaks off */
export async function* unwrapStream(response: Response): AsyncGenerator<Uint8Array> {
  if (!response.ok || !response.body) {
    await unwrap(response);
    return;
  }
  try {
    for await (const piece of response.body) yield piece;
  } catch (cause) {
    throw new AppError('internal', 'The answer of Carryover broke off.', {
      hint: 'Its log says why. Ask again.',
      cause,
    });
  }
}

function failure({ error = {} }: Problem, otherwise: string): AppError {
  const { code = 'internal', message = otherwise, hint, where } = error;
  return new AppError(code, message, { ...(hint ? { hint } : {}), ...(where ? { where } : {}) });
}

/** The JSON values of an answer line by line. @throws AppError as the API gave it, also on the way */
export async function* unwrapLines(response: Response): AsyncGenerator<unknown> {
  if (!response.ok || !response.body) {
    await unwrap(response);
    return;
  }
  const decoder = new TextDecoder();
  let rest = '';
  for await (const bytes of response.body) {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n');
    rest = lines.pop()!;
    for (const line of lines) {
      const value = JSON.parse(line) as Problem;
      if (value.error) throw failure(value, 'The answer broke off.');
      yield value;
    }
  }
  if (rest !== '')
    throw new AppError('internal', 'The answer of Carryover broke off in the middle of a line.');
}

const toRequest = (url: string, method: string, body: unknown): Request =>
  new Request(url, {
    method,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });

function remote(url: string): Backend {
  const send = (method: string, path: string, body?: unknown) =>
    fetch(toRequest(`${url}${path}`, method, body)).catch((cause: unknown) => {
      throw new AppError('store-unavailable', `Carryover no longer answers at ${url}.`, {
        hint: 'Start it again, or ask again: without it the work is done here.',
        cause,
      });
    });
  return {
    request: async (method, path, body) => unwrap(await send(method, path, body)),
    async *lines(path) {
      yield* unwrapLines(await send('GET', path));
    },
    async *stream(path) {
      yield* unwrapStream(await send('GET', path));
    },
    close: async () => {},
  };
}

/** Opens the app that runs on this data folder; without one, opens the store and does the work here. */
export async function openBackend(): Promise<Backend> {
  const url = await findServer(homeLayout().home);
  if (url) return remote(url);
  const { openLocalBackend } = await import('./local-backend');
  return openLocalBackend((response) => unwrap(response), toRequest);
}
