import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Handler<Body> = (body: Body, response: ServerResponse, requestNumber: number) => void;

async function readBody<Body>(request: IncomingMessage): Promise<Body> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return JSON.parse(text) as Body;
}

/** Answers with JSON; asks for a short wait, so that tests of retries are quick. */
export function answerJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = { 'retry-after-ms': '5' },
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

/** An OpenAI-compatible service on a loopback port, for tests only: no file of the product imports it. */
export async function startTestService<Body>(handler: Handler<Body>, atPort = 0) {
  const requests: {
    body: Body;
    authorization: string | undefined;
    apiKey: string | undefined;
    url: string | undefined;
  }[] = [];
  const server = createServer((request, response) => {
    void readBody<Body>(request).then((body) => {
      const { authorization, 'api-key': apiKey } = request.headers;
      requests.push({ body, authorization, apiKey: apiKey?.toString(), url: request.url });
      handler(body, response, requests.length);
    });
  });
  await new Promise<void>((resolve) => server.listen(atPort, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    requests,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
