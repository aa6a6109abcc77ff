import type { IncomingMessage, ServerResponse } from 'node:http';
import type { z } from 'zod';
import { answerJson, bodyTooLarge, type IncomingRequest, maxBodyBytes, type RouteShape } from './json-route';

export type QuickRoute = (request: IncomingMessage, response: ServerResponse) => void;

// The server that looks here is plain Node and not part of the bundle that fills it.
const slot = Symbol.for('carryover.quick-routes');
const holder = globalThis as { [slot]?: ReadonlyMap<string, QuickRoute> };

/**
 * Has routes answered by the server itself, before Next: routing, streams and tracing there cost several times what a
 * retrieval costs.
 *
 * @param routes  by method and path, such as `POST /api/v1/retrieve`; each is a route of `app/api` too
 */
export function openQuickRoutes(routes: Readonly<Record<string, QuickRoute>>): void {
  holder[slot] = new Map(Object.entries(routes));
}

/** A route of the same shape as `jsonRoute` takes, straight on Node's own requests. */
export function quickRoute<Body extends z.ZodType, Query extends z.ZodType>(
  shape: RouteShape<Body, Query, Record<string, never>>,
): QuickRoute {
  return (request, response) => {
    void answerJson(shape, incoming(request), {})
      .then(async (answer) => {
        const body =
          answer instanceof Response ? Buffer.from(await answer.arrayBuffer()) : written(answer.body);
        response.writeHead(answer.status, {
          'content-type': 'application/json',
          'content-length': body.byteLength,
          // What was not read of a refused body must not be taken for the next request.
          ...(request.complete ? {} : { connection: 'close' }),
        });
        response.end(body);
      })
      .catch((error: unknown) => response.destroy(error as Error));
  };
}

const known = new WeakMap<object, Buffer>();

/** As JSON; an answer that is kept by whoever made it is written once. */
function written(body: unknown): Buffer {
  const text = () => Buffer.from(JSON.stringify(body));
  if (typeof body !== 'object' || body === null) return text();
  const before = known.get(body) ?? text();
  known.set(body, before);
  return before;
}

function incoming(request: IncomingMessage): IncomingRequest {
  const { method = 'GET', headers } = request;
  return {
    method,
    url: `http://${headers.host ?? 'localhost'}${request.url}`,
    headers: { get: (name) => headers[name]?.toString() ?? null },
    json: async () => JSON.parse(await bodyText(request)),
  };
}

/** @throws AppError `limit-exceeded` as soon as more came than a JSON body may hold, whatever its header says */
function bodyText(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let bytes = 0;
    request.on('data', (part: Buffer) => {
      bytes += part.length;
      if (bytes > maxBodyBytes) {
        request.pause();
        reject(bodyTooLarge());
      } else parts.push(part);
    });
    request.on('end', () => resolve((parts.length === 1 ? parts[0]! : Buffer.concat(parts)).toString()));
    request.on('error', reject);
    request.on('close', () => reject(new Error('The connection was closed before the whole question came.')));
  });
}
