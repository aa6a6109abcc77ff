import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { AppError } from '@/lib/core/errors';
import { jsonRoute, maxBodyBytes } from './json-route';
import { quickRoute } from './quick-routes';

const shape = {
  body: z.strictObject({ text: z.string() }),
  run: async ({ body: { text } }: { body: { text: string } }) => {
    if (text === 'missing')
      throw new AppError('not-found', 'There is no such thing.', { hint: 'Look again.' });
    if (text === 'broken') throw new TypeError('a fault of ours');
    if (text === 'own answer') return new Response('{"own":"answer"}', { status: 202 });
    return { length: text.length, text };
  },
};

let server: Server;
let port: number;

beforeAll(async () => {
  server = createServer(quickRoute(shape));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

interface Sent {
  body?: string | Buffer | Buffer[];
  headers?: Record<string, string>;
}

/** Parts of a body are sent one by one, without a word of how long they are. */
function send({ body = '', headers = {} }: Sent): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        port,
        host: '127.0.0.1',
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
      },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part: string) => {
          text += part;
        });
        answer.on('end', () => resolve({ status: answer.statusCode!, text }));
      },
    );
    sent.on('error', reject);
    if (Array.isArray(body)) {
      for (const part of body) sent.write(part);
      sent.end();
    } else sent.end(body);
  });
}

const asked = (text: string): Sent => ({ body: JSON.stringify({ text }) });

describe('quickRoute', () => {
  it.each<[string, Sent]>([
    ['a question', asked('Grüße, 世界')],
    ['a failure that is known', asked('missing')],
    ['a failure of ours', asked('broken')],
    ['an answer of the route’s own', asked('own answer')],
    ['a body that does not fit', { body: '{"text":7}' }],
    ['a body that is no JSON', { body: '{"text":' }],
    ['no body', {}],
    ['a body of another type', { body: 'text', headers: { 'content-type': 'text/plain' } }],
    ['another site’s request', { ...asked('x'), headers: { origin: 'https://elsewhere.example' } }],
    ['a name bound to the loopback address', { ...asked('x'), headers: { host: 'elsewhere.example' } }],
  ])('answers %s as the route inside Next does', async (_, sent) => {
    const log = vi.spyOn(console, 'error').mockReturnValue();
    const host = sent.headers?.host ?? `127.0.0.1:${port}`;
    const inNext = await jsonRoute(shape)(
      new Request(`http://${host}/`, {
        method: 'POST',
        headers: { host, 'content-type': 'application/json', ...sent.headers },
        body: (sent.body ?? '') as string,
      }),
      { params: Promise.resolve({}) },
    );
    const quick = await send(sent);
    log.mockRestore();
    expect(quick).toEqual({ status: inNext.status, text: await inNext.text() });
  });

  it('reads a body that comes in pieces, cut inside a character', async () => {
    const whole = Buffer.from(JSON.stringify({ text: '世界' }));
    const parts = Array.from(whole, (byte) => Buffer.from([byte]));
    expect(JSON.parse((await send({ body: parts })).text)).toEqual({ length: 2, text: '世界' });
  });

  it('stops reading a body of unstated length when it is too large', async () => {
    const parts = Array.from({ length: 6 }, () => Buffer.alloc(maxBodyBytes / 4, 'x'));
    const { status, text } = await send({ body: parts });
    expect(status).toBe(413);
    expect(JSON.parse(text).error.code).toBe('limit-exceeded');
  });

  it('goes on answering after a connection was cut off in the middle of a question', async () => {
    await new Promise<void>((resolve) => {
      const cut = request({
        port,
        host: '127.0.0.1',
        method: 'POST',
        headers: { 'content-type': 'application/json', 'content-length': '1000' },
      });
      cut.on('error', () => resolve());
      cut.write('{"text":', () => setTimeout(() => cut.destroy(), 20));
      cut.on('close', () => resolve());
    });
    expect((await send(asked('still here'))).status).toBe(200);
  });
});
