import { isLasting, isLlmError, type LlmError } from './llm-error';

/** After so many failures of the service in a row, the next question would fail too. */
const overloadedInARow = 5;

/** Notices, in work over many questions, when the next one would fail too. */
export class Patience {
  /** Why it is at an end; null while it is not. */
  end: LlmError | null = null;
  private overloaded = 0;

  /** The service has answered; an answer that was kept says nothing about it. */
  answered(): void {
    this.overloaded = 0;
  }

  failed(error: unknown): void {
    if (!isLlmError(error)) return;
    this.overloaded = error.reason === 'overloaded' ? this.overloaded + 1 : 0;
    if (isLasting(error) || this.overloaded >= overloadedInARow) this.end ??= error;
  }
}
