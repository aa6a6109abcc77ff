import os from 'node:os';
import { AppError } from '@/lib/core/errors';
import type { DiskTree } from '@/lib/importers/source/disk-tree';
import type { TableRecipe } from '@/lib/importers/table/recipe';
import type { ReadBatch } from './read-unit';
import type { ReaderUnit } from './reader-thread';
import { giveBackReaders, type Reader, takeReaders } from './readers';
import { splitIntoUnits } from './reading-units';

export interface ThreadedReadOptions {
  /** Paths that need no reading: done by an earlier run of this import, or unchanged since an earlier import. */
  settled: ReadonlySet<string>;
  /** How the columns of tables are read. */
  recipes?: readonly TableRecipe[];
  signal: AbortSignal;
  threads?: number;
}

/** One core is left to the database, which is busy with what the others read. */
const readingThreads = () => Math.max(1, os.availableParallelism() - 1);

/**
 * Reads a whole import in threads. Batches come in an order that depends on the paths alone, so that two runs over the
 * same files write the same; the threads read ahead of it.
 *
 * @throws AppError `cancelled`, at once, when `signal` is aborted
 */
export async function* readInThreads(
  tree: DiskTree,
  { signal, threads = readingThreads(), recipes = [], ...options }: ThreadedReadOptions,
): AsyncGenerator<ReadBatch> {
  const settled = new Set(options.settled);
  const { spine, units } = splitIntoUnits(tree.paths);
  const open = units.filter((unit) => unit.some((file) => !settled.has(file)));
  const count = Math.max(1, Math.min(threads, open.length));
  const readers = takeReaders(count, tree, recipes);
  const stop = () => {
    for (const reader of readers) void reader.stop();
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    if (spine.some((file) => !settled.has(file))) {
      for await (const batch of readers[0]!.read(unitOf(tree, spine, tree.paths, settled))) {
        for (const file of batch.files) settled.add(file.path);
        yield batch;
      }
    }
    // Each unit waits for its turn to be written; its reader begins as soon as it is free.
    let next = 0;
    const started = new Map<number, AsyncGenerator<ReadBatch>>();
    const begin = (reader: Reader) => {
      const unit = open[next];
      if (!unit) return;
      const around = [...spine, ...unit];
      started.set(
        next++,
        reader.read(unitOf(tree, unit, around, settled), () => begin(reader)),
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
    await giveBackReaders(readers);
  }
  signal.throwIfAborted();
}

/** A unit with the places of everything that may be looked at while it is read: itself and what lies above it. */
function unitOf(
  tree: DiskTree,
  visit: readonly string[],
  around: readonly string[],
  settled: ReadonlySet<string>,
): ReaderUnit {
  return {
    visit,
    places: tree.placesOf(around),
    settled: new Set(visit.filter((file) => settled.has(file))),
  };
}
