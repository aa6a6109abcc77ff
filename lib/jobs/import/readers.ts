import { Worker } from 'node:worker_threads';
import type { DiskTree } from '@/lib/importers/source/disk-tree';
import type { TableRecipe } from '@/lib/importers/table/recipe';
import { program } from '@/lib/programs/program';
import type { ReadBatch } from './read-unit';
import type { ReaderAnswer, ReaderRequest, ReaderUnit } from './reader-thread';

/** A thread takes half a second to start, so it stays for the next import this long. */
const restMs = 60_000;

/** A thread makes many short-lived objects; with more room for them fewer survive by accident. */
const youngGenerationMb = 32;

const resting: { reader: Reader; timer: NodeJS.Timeout }[] = [];

/** Threads for an import, rested ones first. */
export function takeReaders(count: number, tree: DiskTree, recipes: readonly TableRecipe[]): Reader[] {
  return Array.from({ length: count }, () => {
    const rested = resting.pop();
    if (rested) clearTimeout(rested.timer);
    const reader = rested?.reader ?? new Reader();
    reader.begin(tree, recipes);
    return reader;
  });
}

/** Keeps threads that have finished for the next import and ends the others. */
export async function giveBackReaders(readers: readonly Reader[]): Promise<void> {
  for (const reader of readers) {
    if (!reader.isFree) {
      await reader.stop();
      continue;
    }
    reader.rest();
    const timer = setTimeout(() => {
      resting.splice(
        resting.findIndex((one) => one.reader === reader),
        1,
      );
      void reader.stop();
    }, restMs);
    timer.unref();
    resting.push({ reader, timer });
  }
}

/** One reading thread, as the writing side sees it. */
export class Reader {
  readonly #worker: Worker;
  #receive: (answer: ReaderAnswer) => void = () => {};
  #reading = false;
  #ended = false;

  constructor() {
    const { file, execArgv, env } = program('lib/jobs/import/reader-thread');
    const resourceLimits = { maxYoungGenerationSizeMb: youngGenerationMb };
    this.#worker = new Worker(file, { execArgv, env, resourceLimits });
    this.#worker.on('message', (answer: ReaderAnswer) => this.#receive(answer));
    this.#worker.on('error', (error) => this.#receive({ failed: error.message }));
    this.#worker.on('exit', () => {
      this.#ended = true;
      this.#receive({ failed: 'the reading thread ended' });
    });
  }

  /** Whether it can be given another import to read. */
  get isFree(): boolean {
    return !this.#ended && !this.#reading;
  }

  /** Says what the units that follow are part of. */
  begin({ name, refused }: DiskTree, recipes: readonly TableRecipe[]): void {
    this.#worker.ref();
    this.#send({ begin: { name, refused, recipes } });
  }

  /** Keeps the thread without keeping the process alive for it. */
  rest(): void {
    this.#worker.unref();
  }

  /**
   * Starts to read at once; batches are kept until they are asked for.
   *
   * @param whenRead called when the last batch is there, before it was taken
   */
  read(unit: ReaderUnit, whenRead: () => void = () => {}): AsyncGenerator<ReadBatch> {
    const answers: ReaderAnswer[] = [];
    let wake = () => {};
    let over = false;
    this.#reading = true;
    this.#receive = (answer) => {
      if (over) return;
      over = !('batch' in answer);
      this.#reading = !over;
      answers.push(answer);
      if ('done' in answer) whenRead();
      wake();
    };
    this.#send({ unit });
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
