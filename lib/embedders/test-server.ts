import type { ServerResponse } from 'node:http';
import { answerJson, type Handler, startTestService } from '@/lib/openai/test-server';

export { answerJson } from '@/lib/openai/test-server';

export interface EmbeddingRequest {
  model: string;
  input: string[];
  encoding_format: string;
  dimensions?: number;
}

/** A vector that depends on the text alone: its length and its first two characters. */
export const vectorOf = (text: string): number[] => [
  text.length / 1000,
  text.charCodeAt(0),
  text.charCodeAt(1) || 0,
  1,
];

/** Answers as the real service does, in an order of its own, with fewer numbers when asked. */
export function answerVectors(body: EmbeddingRequest, response: ServerResponse): void {
  const data = body.input
    .map((text, index) => ({
      object: 'embedding',
      index,
      embedding: vectorOf(text).slice(0, body.dimensions ?? 4),
    }))
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
export const startEmbeddingService = (handler: Handler<EmbeddingRequest>) => startTestService(handler);
