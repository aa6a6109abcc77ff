/** Reads the pool in a folder as an import does, in a process of its own: prints count, milliseconds, growth in bytes. */
import { readTree } from '@/lib/importers/read-tree';
import { openFolder } from '@/lib/importers/source/open-folder';

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('read-pool.ts FOLDER');

const residentBytes = () => process.resourceUsage().maxRSS * 1024;
const before = residentBytes();
const start = performance.now();
let memories = 0;
let numbers = 0;
for await (const step of readTree(await openFolder(folder))) {
  if (step.event === 'settled' && step.outcome.status !== 'understood') {
    throw new Error(`the pool was not read: ${JSON.stringify(step.outcome)}`);
  }
  if (step.event !== 'record' || step.record.kind !== 'memory') continue;
  memories++;
  for (const { vector } of step.record.embeddings) numbers += vector.length;
}
const ms = performance.now() - start;
console.log(JSON.stringify({ memories, numbers, ms, grownBytes: residentBytes() - before }));
