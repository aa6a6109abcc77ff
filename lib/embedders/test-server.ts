import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface EmbeddingRequest {
  model: string;
  input: string[];
  encoding_format: string;
}

type Handler = (body: EmbeddingRequest, response: ServerResponse, requestNumber: number) => void;

async function readBody(request: IncomingMessage): Promise<EmbeddingRequest> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return JSON.parse(text) as EmbeddingRequest;
}

/** A vector that depends on the text alone: its length and its first two characters. */
export const vectorOf = (text: string): number[] => [
  text.length / 1000,
  text.charCodeAt(0),
  text.charCodeAt(1) || 0,
  1,
];

export function answerJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'retry-after-ms': '5' });
  response.end(JSON.stringify(body));
}

/** Answers as the real service does, in an order of its own. */
export function answerVectors(body: EmbeddingRequest, response: ServerResponse): void {
  const data = body.input
    .map((text, index) => ({ object: 'embedding', index, embedding: vectorOf(text) }))
    .reverse();
  const tokens = body.input.length * 3;
  answerJson(response, 200, {
    object: 'list',
    data,
    model: body.model,
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  });
}

/** An OpenAI-compatible embedding service on a loopback port, for tests. */
export async function startEmbeddingService(handler: Handler) {
  const requests: { body: EmbeddingRequest; authorization: string | undefined; url: string | undefined }[] =
    [];
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      requests.push({ body, authorization: request.headers.authorization, url: request.url });
      handler(body, response, requests.length);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
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
