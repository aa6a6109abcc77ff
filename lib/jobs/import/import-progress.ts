import type { JobRun } from '../job';
import type { OpenedSource } from './open-source';

/** What a person sees of a running import, and enough to reckon rates and the time left. */
export interface ImportProgressDetail extends Record<string, unknown> {
  files: number;
  filesTotal: number;
  bytes: number;
  trials: number;
  memories: number;
  /** How long this run has been reading, in milliseconds, and how many files were done before it. */
  elapsedMs: number;
  filesBefore: number;
}

/** Adds up what an import has done and reports it. */
export class ImportProgress {
  readonly #run: Pick<JobRun<unknown>, 'report'>;
  readonly #detail: ImportProgressDetail;
  readonly #start = performance.now();

  constructor(run: Pick<JobRun<unknown>, 'report'>, sources: readonly OpenedSource[], before: number) {
    this.#run = run;
    const filesTotal = sources.reduce(
      (sum, { tree, refused, passedOver }) => sum + tree.paths.length + refused.length - passedOver.size,
      0,
    );
    this.#detail = {
      files: before,
      filesTotal,
      bytes: 0,
      trials: 0,
      memories: 0,
      elapsedMs: 0,
      filesBefore: before,
    };
  }

  add(done: Partial<Pick<ImportProgressDetail, 'files' | 'bytes' | 'trials' | 'memories'>>): void {
    const detail = this.#detail;
    detail.files += done.files ?? 0;
    detail.bytes += done.bytes ?? 0;
    detail.trials += done.trials ?? 0;
    detail.memories += done.memories ?? 0;
    detail.elapsedMs = Math.round(performance.now() - this.#start);
    const { files, filesTotal } = detail;
    const fraction = filesTotal > 0 ? Math.min(1, files / filesTotal) : null;
    const message = `${files.toLocaleString('en')} of ${filesTotal.toLocaleString('en')} files`;
    this.#run.report(fraction, message, { ...detail });
  }
}
