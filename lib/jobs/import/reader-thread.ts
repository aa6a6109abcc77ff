/**
 * A thread that reads units of an import. It is handed one unit after another, each with the files that may belong to
 * it, and gives their batches back; it runs at most {@link batchesAhead} batches ahead of whoever writes them, which bounds memory.
 */
import { parentPort } from 'node:worker_threads';
import type { RefusedPath } from '@/lib/importers/importer';
import type { Place } from '@/lib/importers/source/disk-file';
import { DiskTree } from '@/lib/importers/source/disk-tree';
import type { TableRecipe } from '@/lib/importers/table/recipe';
import { type ReadBatch, readUnit } from './read-unit';

export interface ReaderImport {
  name: string;
  refused: readonly RefusedPath[];
  recipes: readonly TableRecipe[];
}

/** One unit: what to read of the files that may be looked at. */
export interface ReaderUnit {
  places: ReadonlyMap<string, Place>;
  visit: readonly string[];
  settled: ReadonlySet<string>;
}

export type ReaderRequest = { begin: ReaderImport } | { unit: ReaderUnit } | { written: true };

export type ReaderAnswer = { batch: ReadBatch } | { done: true } | { failed: string };

const batchesAhead = 2;

let current: ReaderImport = { name: '', refused: [], recipes: [] };
const port = parentPort!;

let ahead = 0;
let resume: (() => void) | null = null;

async function read({ places, visit, settled }: ReaderUnit): Promise<void> {
  const { name, refused, recipes } = current;
  const tree = new DiskTree(name, places, refused);
  for await (const batch of readUnit(tree, { visit, settled, recipes })) {
    while (ahead >= batchesAhead) await new Promise<void>((resolve) => (resume = resolve));
    ahead++;
    const handedOver = batch.segment.buffers.map(({ buffer }) => buffer);
    port.postMessage({ batch } satisfies ReaderAnswer, handedOver);
  }
  port.postMessage({ done: true } satisfies ReaderAnswer);
}

port.on('message', (request: ReaderRequest) => {
  if ('begin' in request) {
    current = request.begin;
    ahead = 0;
    return;
  }
  if ('written' in request) {
    ahead--;
    resume?.();
    resume = null;
    return;
  }
  read(request.unit).catch((error: unknown) =>
    port.postMessage({
      failed: error instanceof Error ? (error.stack ?? error.message) : String(error),
    } satisfies ReaderAnswer),
  );
});
