import type { ServerResponse } from 'node:http';
import { answerJson, type Handler, startTestService } from '@/lib/openai/test-server';
import type { LlmMessage } from './completion';

export interface ChatRequest {
  model: string;
  messages: LlmMessage[];
  response_format?: { type: string; json_schema?: { schema: Record<string, unknown> } };
  temperature?: number;
  seed?: number;
  max_tokens?: number;
  max_completion_tokens?: number;
}

export interface Reply {
  content?: string | null;
  refusal?: string;
  finish?: string;
  /** Null leaves usage out, as some servers do. */
  tokens?: { input: number; output: number } | null;
}

/** Answers as the real service does. */
export function answerChat(response: ServerResponse, reply: Reply): void {
  const { content = null, refusal = null, finish = 'stop', tokens = { input: 100, output: 20 } } = reply;
  answerJson(response, 200, {
    id: 'chatcmpl-test',
    object: 'chat.completion',
    choices: [{ index: 0, finish_reason: finish, message: { role: 'assistant', content, refusal } }],
    ...(tokens ? { usage: { prompt_tokens: tokens.input, completion_tokens: tokens.output } } : {}),
  });
}

/** An OpenAI-compatible chat service on a loopback port, for tests. */
export const startChatService = (handler: Handler<ChatRequest>, atPort?: number) =>
  startTestService(handler, atPort);
