import { AppError, type AppErrorOptions, type ErrorCode, isAppError } from '@/lib/core/errors';
import type { Usage } from './usage';

/** Why there is no answer, with the code that programs see. */
const codeOf = {
  'no-key': 'provider-failed',
  'wrong-key': 'provider-failed',
  'no-model': 'provider-failed',
  /** Nobody answers at the address. */
  unreachable: 'provider-failed',
  /** It answered "not now" or not in time, repeatedly. */
  overloaded: 'provider-failed',
  quota: 'provider-failed',
  failed: 'provider-failed',
  /** The model declined. */
  refused: 'provider-failed',
  /** No usable JSON, even after one repair. */
  malformed: 'provider-failed',
  'too-long': 'limit-exceeded',
  budget: 'limit-exceeded',
  'no-price': 'invalid-input',
  /** Replay only, and this question was never answered. */
  'not-cached': 'not-found',
} as const satisfies Record<string, ErrorCode>;

export type LlmFailure = keyof typeof codeOf;

/** An expected failure of a model or of the way to it, with what it cost all the same. */
export class LlmError extends AppError {
  readonly reason: LlmFailure;
  /** What the requests before the failure used; null when nothing was asked. */
  usage: Usage | null = null;

  constructor(reason: LlmFailure, message: string, options: AppErrorOptions = {}) {
    super(codeOf[reason], message, options);
    this.reason = reason;
  }
}

/** Recognised by its fields, not by `instanceof`: modules may be loaded more than once. */
export const isLlmError = (error: unknown): error is LlmError =>
  isAppError(error) && 'reason' in error && String(error.reason) in codeOf;

/** Failures that the next question would meet as well: work over many questions stops at them. */
const lasting: ReadonlySet<LlmFailure> = new Set([
  'no-key',
  'wrong-key',
  'no-model',
  'unreachable',
  'quota',
  'budget',
  'no-price',
]);

export const isLasting = (error: unknown): error is LlmError =>
  isLlmError(error) && lasting.has(error.reason);
