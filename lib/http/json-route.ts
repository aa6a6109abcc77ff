import { z } from 'zod';
import { AppError, type ErrorCode, isAppError } from '@/lib/core/errors';

const statusOf: Record<ErrorCode, number> = {
  'not-found': 404,
  'invalid-input': 400,
  conflict: 409,
  'store-in-use': 503,
  'store-unavailable': 503,
  'unknown-format': 422,
  'unreadable-file': 422,
  'limit-exceeded': 413,
  'needs-mapping': 422,
  'needs-embeddings': 409,
  'not-estimable': 409,
  'provider-failed': 502,
  cancelled: 409,
  forbidden: 403,
  internal: 500,
};

/** What is sent back as JSON. */
export interface JsonAnswer {
  status: number;
  body: unknown;
}

/** A failure as programs read it: a code, a sentence, and what to do. */
export const problem = (error: unknown): Response => toResponse(failure(error));

const toResponse = ({ status, body }: JsonAnswer): Response => Response.json(body, { status });

function failure(error: unknown): JsonAnswer {
  if (error instanceof z.ZodError) {
    const first = error.issues[0];
    const where = first?.path.join('.') ?? '';
    return failure(
      new AppError(
        'invalid-input',
        `${where ? `${where}: ` : ''}${first?.message ?? 'The request does not fit.'}`,
        { where },
      ),
    );
  }
  if (isAppError(error)) {
    const { code, message, hint, where } = error;
    return { status: statusOf[code] ?? 500, body: { error: { code, message, hint, where } } };
  }
  console.error('request failed:', error);
  return {
    status: 500,
    body: {
      error: { code: 'internal', message: 'Something went wrong inside Carryover; its log says more.' },
    },
  };
}

/** As much of a request as routes read, whoever took it in. */
export interface IncomingRequest {
  method: string;
  url: string;
  headers: { get(name: string): string | null };
  json(): Promise<unknown>;
}

const loopback = /^(localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i;

/**
 * Refuses requests that a foreign web page made a browser send: another origin, or a host name that was rebound to the
 * loopback address. Programs send no Origin.
 */
export function guardOrigin(request: Pick<IncomingRequest, 'method' | 'headers'>): void {
  const host = request.headers.get('host') ?? '';
  const origin = request.headers.get('origin');
  const site = request.headers.get('sec-fetch-site');
  const bound = process.env.HOST ?? '127.0.0.1';
  const boundToLoopback = loopback.test(bound) || bound === '::1';
  if (boundToLoopback && !loopback.test(host)) {
    throw new AppError('forbidden', `This server answers on the loopback address only, not as “${host}”.`, {
      hint: 'Open it as http://127.0.0.1 with its port, or start it with --host to serve others.',
    });
  }
  const foreign = (origin !== null && new URL(origin).host !== host) || site === 'cross-site';
  if (foreign && request.method !== 'GET') {
    throw new AppError('forbidden', 'Another web site may not change data here.');
  }
}

export interface RouteShape<Body extends z.ZodType, Query extends z.ZodType, Params> {
  body?: Body;
  query?: Query;
  run(given: { body: z.output<Body>; query: z.output<Query>; params: Params }): Promise<unknown>;
}

/** A longer JSON body than this is a mistake: files are uploaded as raw bytes. */
export const maxBodyBytes = 4 * 1024 * 1024;

export const bodyTooLarge = () => new AppError('limit-exceeded', 'The request body is larger than 4 MB.');

async function readBody(request: IncomingRequest): Promise<unknown> {
  const type = request.headers.get('content-type') ?? '';
  if (!type.startsWith('application/json')) {
    throw new AppError('invalid-input', 'This address takes JSON.', {
      hint: 'Send the header content-type: application/json.',
    });
  }
  if (Number(request.headers.get('content-length') ?? 0) > maxBodyBytes) {
    throw bodyTooLarge();
  }
  try {
    return await request.json();
  } catch (cause) {
    if (isAppError(cause)) throw cause;
    throw new AppError('invalid-input', 'The request body is not valid JSON.', { cause });
  }
}

/** Parses what was asked, runs the route and maps failures to status codes. */
export async function answerJson<Params, Body extends z.ZodType, Query extends z.ZodType>(
  shape: RouteShape<Body, Query, Params>,
  request: IncomingRequest,
  params: Params,
): Promise<JsonAnswer | Response> {
  try {
    guardOrigin(request);
    const search = Object.fromEntries(new URL(request.url).searchParams);
    const query = (shape.query ? shape.query.parse(search) : search) as z.output<Query>;
    const body = (shape.body ? shape.body.parse(await readBody(request)) : undefined) as z.output<Body>;
    const answer = await shape.run({ body, query, params });
    return answer instanceof Response ? answer : { status: 200, body: answer };
  } catch (error) {
    return failure(error);
  }
}

/**
 * A route handler from what it accepts and whom it calls. What `run` returns becomes the answer, unless it is a
 * Response already.
 */
export function jsonRoute<
  Params = Record<string, never>,
  Body extends z.ZodType = z.ZodUndefined,
  Query extends z.ZodType = z.ZodType<Record<string, string>>,
>(shape: RouteShape<Body, Query, Params>) {
  return async (request: Request, context: { params: Promise<Params> }): Promise<Response> => {
    const answer = await answerJson(shape, request, await context.params);
    return answer instanceof Response ? answer : toResponse(answer);
  };
}

/** An answer to work that was started and goes on. */
export const accepted = (answer: unknown): Response => Response.json(answer, { status: 202 });
