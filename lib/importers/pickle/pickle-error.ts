import { AppError, type ErrorCode } from '@/lib/core/errors';

/** A pickle that is refused, with the byte at which it was. The file's name is added by whoever knows it. */
export class PickleRefusal extends Error {
  override readonly name = 'PickleRefusal';

  constructor(
    readonly code: Extract<ErrorCode, 'unreadable-file' | 'limit-exceeded' | 'forbidden'>,
    readonly reason: string,
    readonly offset: number,
  ) {
    super(`${reason} (byte ${offset})`);
  }

  toAppError(where: string): AppError {
    const hint =
      this.code === 'forbidden'
        ? 'Nothing of it was run. A pool holds plain data only; export it as JSON if you trust its maker.'
        : undefined;
    const options = { where, cause: this, ...(hint ? { hint } : {}) };
    return new AppError(this.code, `${where}: ${this.reason} (byte ${this.offset}).`, options);
  }
}
