import { type DetailedError, Upload } from 'tus-js-client';
import { type Problem, sendJson } from '@/app/_components/send-json';
import type { GivenFile } from './dropped-files';

export interface TransferState {
  name: string;
  bytes: number;
  sent: number;
  /** Bytes per second over the last moments; null while nothing is known. */
  rate: number | null;
  state: 'waiting' | 'sending' | 'paused' | 'checking' | 'done' | 'failed';
  problem: Problem | null;
  /** Content hash, once the file is kept. */
  artefact: string | null;
}

/** A request of this size ends well before any time limit, and little is sent twice after a broken connection. */
const chunkBytes = 32 * 1024 * 1024;

/** A lost connection is waited for some four minutes; then it takes a click to go on. */
const retryDelays = [0, 1_000, 3_000, 5_000, 10_000, 20_000, 30_000, 60_000, 60_000, 60_000];

/** Answers that another try may change: none at all, a server in trouble, an upload that is locked or moved on. */
const mayPass = (status: number) => status < 400 || status >= 500 || status === 409 || status === 423;

/** One upload that can be paused, goes on after a broken connection, and is found again after the page was left. */
export class Transfer {
  readonly #upload: Upload;
  #state: TransferState;
  #marks: { time: number; sent: number }[] = [];
  #sentAll = false;
  #ended: () => void = () => {};

  constructor(
    given: GivenFile,
    private readonly show: (state: TransferState) => void,
  ) {
    const { name, blob, fingerprint } = given;
    this.#state = {
      name,
      bytes: blob.size,
      sent: 0,
      rate: null,
      state: 'waiting',
      problem: null,
      artefact: null,
    };
    this.#upload = new Upload(blob, {
      endpoint: '/api/v1/uploads',
      chunkSize: chunkBytes,
      retryDelays,
      // By default a browser that calls itself offline is given up on at once.
      onShouldRetry: (error) => mayPass(statusOf(error) ?? 0),
      metadata: { filename: name },
      fingerprint: async () => `carryover ${fingerprint}`,
      removeFingerprintOnSuccess: true,
      onProgress: (sent) => this.#progress(sent),
      onError: (error) => this.#fail(problemOf(error)),
      onSuccess: () => void this.#finish(),
    });
  }

  /** Sends the file, from where an earlier try left it; resolves when it is kept, failed or given up. */
  async run(): Promise<TransferState> {
    const earlier = await this.#upload.findPreviousUploads();
    if (earlier[0]) this.#upload.resumeFromPreviousUpload(earlier[0]);
    this.resume();
    await new Promise<void>((resolve) => (this.#ended = resolve));
    return this.#state;
  }

  pause(): void {
    void this.#upload.abort();
    this.#update({ state: 'paused', rate: null });
  }

  resume(): void {
    this.#marks = [];
    // Every byte was sent and only the last answer was lost: sending it all again would help nobody.
    if (this.#sentAll) return void this.#finish();
    this.#update({ state: 'sending', problem: null });
    this.#upload.start();
  }

  /** Gives the upload up, here and on the server. */
  async cancel(): Promise<void> {
    await this.#upload.abort(true).catch(() => undefined);
    this.#ended();
  }

  #progress(sent: number): void {
    const now = performance.now();
    this.#marks = [...this.#marks, { time: now, sent }].filter(({ time }) => now - time < 5_000);
    const first = this.#marks[0]!;
    const seconds = (now - first.time) / 1000;
    this.#update({ sent, rate: seconds > 0.2 ? (sent - first.sent) / seconds : this.#state.rate });
  }

  async #finish(): Promise<void> {
    this.#sentAll = true;
    this.#update({ state: 'checking', sent: this.#state.bytes, rate: null, problem: null });
    const id = this.#upload.url?.split('/').at(-1) ?? '';
    const answer = await sendJson<{ artefact: string }>('POST', `/api/v1/uploaded/${id}`, {});
    if (answer.ok) {
      this.#update({ state: 'done', artefact: answer.value.artefact });
      this.#ended();
    } else this.#fail(answer.problem);
  }

  /** A failed upload can be gone on with: it has not ended. */
  #fail(problem: Problem): void {
    this.#update({ state: 'failed', problem, rate: null });
  }

  #update(change: Partial<TransferState>): void {
    this.#state = { ...this.#state, ...change };
    this.show(this.#state);
  }
}

const statusOf = (error: Error | DetailedError): number | undefined =>
  'originalResponse' in error ? error.originalResponse?.getStatus() : undefined;

function problemOf(error: Error | DetailedError): Problem {
  const status = statusOf(error);
  return {
    code: 'internal',
    message: status ? `The server answered with status ${status}.` : 'The connection was lost.',
    hint: 'What has arrived is kept: go on when Carryover answers again.',
  };
}
