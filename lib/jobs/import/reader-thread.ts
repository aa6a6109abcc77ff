/**
 * A thread that reads units of an import. It is handed the tree once, then one unit after another, and gives their
 * batches back; it runs at most {@link batchesAhead} batches ahead of whoever writes them, which bounds memory.
 */
import { parentPort } from 'node:worker_threads';
import type { RefusedPath } from '@/lib/importers/importer';
import type { Place } from '@/lib/importers/source/disk-file';
import { DiskTree } from '@/lib/importers/source/disk-tree';
import type { TableRecipe } from '@/lib/importers/table/recipe';
import { type ReadBatch, readUnit } from './read-unit';

export interface ReaderTree {
  name: string;
  places: ReadonlyMap<string, Place>;
  refused: readonly RefusedPath[];
}

export type ReaderRequest =
  | { tree: ReaderTree; recipes: readonly TableRecipe[] }
  | { visit: readonly string[]; settled: ReadonlySet<string> }
  | { written: true };

export type ReaderAnswer = { batch: ReadBatch } | { done: true } | { failed: string };

const batchesAhead = 2;

let tree = new DiskTree('', new Map(), []);
let recipes: readonly TableRecipe[] = [];
const port = parentPort!;

let ahead = 0;
let resume: (() => void) | null = null;

async function read(visit: readonly string[], settled: ReadonlySet<string>): Promise<void> {
  for await (const batch of readUnit(tree, { visit, settled, recipes })) {
    while (ahead >= batchesAhead) await new Promise<void>((resolve) => (resume = resolve));
    ahead++;
    port.postMessage({ batch } satisfies ReaderAnswer, [batch.segment.bytes.buffer]);
  }
  port.postMessage({ done: true } satisfies ReaderAnswer);
}

port.on('message', (request: ReaderRequest) => {
  if ('tree' in request) {
    const { name, places, refused } = request.tree;
    tree = new DiskTree(name, places, refused);
    recipes = request.recipes;
    ahead = 0;
    return;
  }
  if ('written' in request) {
    ahead--;
    resume?.();
    resume = null;
    return;
  }
  read(request.visit, request.settled).catch((error: unknown) =>
    port.postMessage({
      failed: error instanceof Error ? (error.stack ?? error.message) : String(error),
    } satisfies ReaderAnswer),
  );
});
