import { APIConnectionError, APIConnectionTimeoutError, APIError } from 'openai';
import { AppError, isAppError } from '@/lib/core/errors';
import { hostOf, saidBy } from '@/lib/openai/service';
import { isQuota } from '@/lib/openai/with-retries';

export interface Request {
  model: string;
  /** Base address of the service. */
  address: string;
  /** The key, which must not appear in anything a person or a log may see. */
  secret: string;
}

/** What services say of a request with more tokens than the model, or one request, takes. */
const tooLong =
  /context.{0,20}length|maximum context|too (many|large).{0,20}(tokens|input)|max(imum)? (input|sequence|request|tokens)|input (length|is too long)|tokens? (limit|per request)|exceeds? .{0,40}(tokens|length|size)/i;

/** Whether the request would succeed with less text in it. */
export const isTooLong = (error: unknown): boolean =>
  error instanceof APIError &&
  (error.status === 413 || ((error.status === 400 || error.status === 422) && tooLong.test(error.message)));

const keyHint = 'Check OPENAI_API_KEY; it must belong to the service that OPENAI_BASE_URL names.';

function sentenceFor(error: APIError, { model }: Request, host: string): { message: string; hint: string } {
  if (isTooLong(error)) {
    return {
      message: `${host} finds a text of a few words too long for "${model}".`,
      hint: 'Check the limits that the service was started with.',
    };
  }
  if (isQuota(error)) {
    return {
      message: `The account at ${host} is used up.`,
      hint: 'Look at the limits and the billing of the account, or use the local model.',
    };
  }
  switch (error.status) {
    case 401:
    case 403:
      return { message: `${host} did not accept the key.`, hint: keyHint };
    case 404:
      return {
        message: `${host} has no embedding model "${model}" at this address.`,
        hint: 'Check the model name, and that OPENAI_BASE_URL ends in /v1 if the service expects it.',
      };
    case 429:
      return {
        message: `${host} refused further requests for now.`,
        hint: 'Wait a minute and start again, or look at the limits of the account.',
      };
    case 400:
    case 422:
      return {
        message: `${host} would not embed with "${model}".`,
        hint: 'The model may not make embeddings; text-embedding-3-small does.',
      };
    default:
      return {
        message: `${host} failed (status ${error.status ?? 'unknown'}).`,
        hint: 'The service is at fault; retry later.',
      };
  }
}

/**
 * An expected failure in words a reader can act on. The original error is left out on purpose: services repeat
 * requests in their answers, keys included.
 */
export function toProviderError(error: unknown, request: Request): AppError {
  if (isAppError(error)) return error;
  const host = hostOf(request.address);
  if (error instanceof APIConnectionTimeoutError) {
    return new AppError('provider-failed', `The embedding service at ${host} did not answer in time.`, {
      hint: 'Try again later, or use the local model.',
    });
  }
  if (error instanceof APIConnectionError) {
    return new AppError('provider-failed', `The embedding service at ${host} could not be reached.`, {
      hint: 'Check the network and OPENAI_BASE_URL, or use the local model.',
    });
  }
  if (error instanceof APIError) {
    const { message, hint } = sentenceFor(error, request, host);
    const detail =
      error.status === 401 || error.status === 403 ? '' : ` It said: ${saidBy(error, request.secret)}`;
    return new AppError('provider-failed', message + detail, { hint });
  }
  return new AppError('provider-failed', `${host} gave an answer that could not be read.`, {
    hint: 'Check that OPENAI_BASE_URL names an OpenAI-compatible service.',
  });
}
