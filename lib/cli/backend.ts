import { homeLayout } from '@/db/home';
import { AppError, type ErrorCode } from '@/lib/core/errors';
import { findServer } from '@/lib/http/server-address';

/** Where the commands are carried out: the running app's API, or the same route handlers in this process. */
export interface Backend {
  request(method: 'GET' | 'POST' | 'PUT' | 'PATCH', path: string, body?: unknown): Promise<unknown>;
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
  const { code = 'internal', message = `status ${response.status}`, hint, where } = answer.error ?? {};
  throw new AppError(code, message, { ...(hint ? { hint } : {}), ...(where ? { where } : {}) });
}

const toRequest = (url: string, method: string, body: unknown): Request =>
  new Request(url, {
    method,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });

function remote(url: string): Backend {
  return {
    request: async (method, path, body) => {
      const response = await fetch(toRequest(`${url}${path}`, method, body)).catch((cause: unknown) => {
        throw new AppError('store-unavailable', `Carryover no longer answers at ${url}.`, {
          hint: 'Start it again, or ask again: without it the work is done here.',
          cause,
        });
      });
      return unwrap(response);
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
