import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { AppError } from '@/lib/core/errors';
import type { DiskTree } from '@/lib/importers/source/disk-tree';
import type { ReadBatch } from './read-unit';
import type { ReaderAnswer, ReaderRequest, ReaderStart } from './reader-thread';
import { splitIntoUnits } from './reading-units';

export interface ThreadedReadOptions {
  /** Paths that need no reading: done by an earlier run of this import, or unchanged since an earlier import. */
  settled: ReadonlySet<string>;
  signal: AbortSignal;
  threads?: number;
}

/**
 * Reads a whole import in threads. Batches come in an order that depends on the paths alone, so that two runs over the
 * same files write the same; the threads read ahead of it.
 *
 * @throws AppError `cancelled`, at once, when `signal` is aborted
 */
export async function* readInThreads(
  tree: DiskTree,
  { signal, threads = Math.max(1, os.availableParallelism()), ...options }: ThreadedReadOptions,
): AsyncGenerator<ReadBatch> {
  const settled = new Set(options.settled);
  const { spine, units } = splitIntoUnits(tree.paths);
  const open = units.filter((unit) => unit.some((file) => !settled.has(file)));
  const count = Math.max(1, Math.min(threads, open.length));
  const readers = Array.from({ length: count }, () => new Reader(tree));
  const stop = () => readers.forEach((reader) => void reader.stop());
  signal.addEventListener('abort', stop, { once: true });
  try {
    if (spine.some((file) => !settled.has(file))) {
      for await (const batch of readers[0]!.read(spine, settled)) {
        for (const file of batch.files) settled.add(file.path);
        yield batch;
      }
    }
    // Each unit waits for its turn to be written; its reader begins as soon as it is free.
    let next = 0;
    const started = new Map<number, AsyncGenerator<ReadBatch>>();
    const begin = (reader: Reader) => {
      if (next < open.length)
        started.set(
          next,
          reader.read(open[next++]!, settled, () => begin(reader)),
        );
    };
    for (const reader of readers) begin(reader);
    for (let turn = 0; turn < open.length; turn++) {
      yield* started.get(turn)!;
      started.delete(turn);
    }
  } catch (error) {
    if (signal.aborted) throw new AppError('cancelled', 'The import was cancelled.', { cause: error });
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
    await Promise.all(readers.map((reader) => reader.stop()));
  }
  signal.throwIfAborted();
}

/** One reading thread, as the writing side sees it. */
class Reader {
  readonly #worker: Worker;
  #receive: (answer: ReaderAnswer) => void = () => {};

  constructor(tree: DiskTree) {
    // The project's folder, also when the command line is used from elsewhere.
    const root = process.env.CARRYOVER_ROOT || process.cwd();
    const start: ReaderStart = { name: tree.name, places: tree.places, refused: tree.refused };
    this.#worker = new Worker(path.join(root, 'lib/jobs/import/reader-thread.ts'), {
      workerData: start,
      execArgv: ['--import', pathToFileURL(path.join(root, 'lib/compute/register-typescript.mjs')).href],
      resourceLimits: { maxYoungGenerationSizeMb: Number(process.env.YG ?? 64) },
      env: { ...process.env, TSX_TSCONFIG_PATH: path.join(root, 'tsconfig.json') },
    });
    this.#worker.on('message', (answer: ReaderAnswer) => this.#receive(answer));
    this.#worker.on('error', (error) => this.#receive({ failed: error.message }));
    this.#worker.on('exit', () => this.#receive({ failed: 'the reading thread ended' }));
  }

  /**
   * Starts to read at once; batches are kept until they are asked for.
   *
   * @param whenRead called when the last batch is there, before it was taken
   */
  read(
    visit: readonly string[],
    settled: ReadonlySet<string>,
    whenRead: () => void = () => {},
  ): AsyncGenerator<ReadBatch> {
    const answers: ReaderAnswer[] = [];
    let wake = () => {};
    let over = false;
    this.#receive = (answer) => {
      if (over) return;
      over = !('batch' in answer);
      answers.push(answer);
      if ('done' in answer) whenRead();
      wake();
    };
    this.#send({ visit, settled: new Set(visit.filter((file) => settled.has(file))) });
    const written = () => this.#send({ written: true });
    return (async function* () {
      for (;;) {
        const answer = answers.shift();
        if (!answer) await new Promise<void>((resolve) => (wake = resolve));
        else if ('failed' in answer) throw new Error(`reading failed: ${answer.failed}`);
        else if ('done' in answer) return;
        else {
          yield answer.batch;
          written();
        }
      }
    })();
  }

  #send(request: ReaderRequest): void {
    this.#worker.postMessage(request);
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }
}
