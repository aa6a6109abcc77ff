import { APIConnectionError, APIConnectionTimeoutError, APIError } from 'openai';
import { hostOf, saidBy } from '@/lib/openai/service';
import { isQuota } from '@/lib/openai/with-retries';
import { LlmError, type LlmFailure } from './llm-error';

export interface Asked {
  model: string;
  /** Base address of the service. */
  address: string;
  /** The key, which must not appear in anything a person or a log may see. */
  secret: string;
}

type Sentence = [reason: LlmFailure, message: string, hint: string];

/** A prompt that the model has no room for. */
const tooLong = /context.{0,20}length|maximum context|too many tokens|prompt is too long|context window/i;

function sentenceFor(error: APIError, { model }: Asked, host: string): Sentence {
  const { status } = error;
  const text = `${error.code} ${error.message}`;
  if (status === 401 || status === 403) {
    const hint = 'Check OPENAI_API_KEY; it must belong to the service that OPENAI_BASE_URL names.';
    return ['wrong-key', `${host} did not accept the key.`, hint];
  }
  if (status === 404) {
    const hint = 'Check the model name, and that OPENAI_BASE_URL ends in /v1 if the service expects it.';
    return ['no-model', `${host} has no model “${model}” at this address.`, hint];
  }
  if (isQuota(error)) {
    return [
      'quota',
      `The account at ${host} is used up.`,
      'Look at the limits and the billing of the account.',
    ];
  }
  if (status === 429) {
    const hint = 'Try again later, or ask fewer questions at a time.';
    return ['overloaded', `${host} refused further requests for now.`, hint];
  }
  if (status === 408 || (status !== undefined && status >= 500)) {
    return ['overloaded', `${host} failed (status ${status}).`, 'The service is at fault; try again later.'];
  }
  if (status === 413 || tooLong.test(text)) {
    return ['too-long', `The question is too long for “${model}”.`, 'Choose a model with a larger context.'];
  }
  if (/content_filter|content management policy/i.test(text)) {
    return [
      'refused',
      `${host} refused the question.`,
      'Its content filter objected; another service may not.',
    ];
  }
  return [
    'failed',
    `${host} would not answer with “${model}” (status ${status ?? 'unknown'}).`,
    'Check the model name and the service.',
  ];
}

/**
 * An expected failure in words a reader can act on. The original error is left out on purpose: services repeat
 * requests in their answers, keys included.
 */
export function toLlmError(error: unknown, asked: Asked): LlmError {
  const host = hostOf(asked.address);
  if (error instanceof APIConnectionTimeoutError) {
    return new LlmError('overloaded', `The model service at ${host} did not answer in time.`, {
      hint: 'Try again later, or choose a faster model.',
    });
  }
  if (error instanceof APIConnectionError) {
    return new LlmError('unreachable', `The model service at ${host} could not be reached.`, {
      hint: 'Check the network and OPENAI_BASE_URL.',
    });
  }
  if (error instanceof APIError && error.status !== undefined) {
    const [reason, message, hint] = sentenceFor(error, asked, host);
    const said = reason === 'wrong-key' ? '' : ` It said: ${saidBy(error, asked.secret)}`;
    return new LlmError(reason, message + said, { hint });
  }
  return new LlmError('failed', `${host} gave an answer that could not be read.`, {
    hint: 'Check that OPENAI_BASE_URL names an OpenAI-compatible service.',
  });
}
