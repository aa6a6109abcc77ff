/** Expected failures: a code for programs, a sentence for people. Everything else is a bug. */
export type ErrorCode =
  | 'not-found'
  | 'invalid-input'
  | 'conflict'
  | 'store-in-use'
  | 'store-unavailable'
  | 'unknown-format'
  | 'unreadable-file'
  | 'needs-mapping'
  | 'limit-exceeded'
  | 'needs-embeddings'
  | 'not-estimable'
  | 'provider-failed'
  | 'cancelled'
  | 'forbidden'
  | 'internal';

export interface AppErrorOptions {
  /** What the reader can do about it, as a sentence. */
  hint?: string;
  /** Where: a file, a field, a setting. */
  where?: string;
  cause?: unknown;
}

export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly where: string | undefined;

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
    this.where = options.where;
  }
}

/** Recognised by name and code, not by `instanceof`: modules may be loaded more than once. */
export function isAppError(error: unknown): error is AppError {
  return error instanceof Error && error.name === 'AppError' && 'code' in error;
}

/** An expected failure as a value, for whoever shows it in place of the answer. @throws everything else */
export const orAppError = <T>(answer: Promise<T>): Promise<T | AppError> =>
  answer.catch((error: unknown) => {
    if (isAppError(error)) return error;
    throw error;
  });
