import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeHarborTree } from '@/bench/make-harbor-tree';
import type { Place } from '../source/disk-file';
import { openFolder } from '../source/open-folder';
import type { Corpus } from './run-case';

/** Larger files say nothing new and take long. */
const largest = 700_000;

/**
 * Files to damage: the real samples where they are, else small ones that are made here.
 *
 * @param scratch a folder that may be written to
 */
export async function openCorpus(samples: string, scratch: string): Promise<Corpus> {
  const real = existsSync(samples);
  const folder = real ? samples : path.join(scratch, 'corpus');
  if (!real) makeSmallCorpus(folder);
  const tree = await openFolder(folder);
  const places = new Map<string, Place>();
  const contents = new Map<string, Buffer>();
  for (const file of tree.paths) {
    const place = path.join(folder, file);
    if (statSync(place).size > largest) continue;
    places.set(file, { file: place });
    contents.set(file, readFileSync(place));
  }
  return { name: real ? 'samples' : 'made', paths: [...places.keys()], places, contents };
}

function makeSmallCorpus(folder: string): void {
  mkdirSync(folder, { recursive: true });
  makeHarborTree(path.join(folder, 'jobs'), 3, 1);
  const write = (name: string, text: string) => writeFileSync(path.join(folder, name), text);
  const lines = [
    { type: 'trial', id: 'a', benchmark: 'b', task: 't', condition: 'zero', reward: 1, attempt: 1 },
    { type: 'memory', pool: 'p', id: 'm', memoryType: 'insight', title: 'T', content: 'C', success: true },
    { type: 'task', benchmark: 'b', task: 't', text: 'Do it' },
  ];
  write('own.jsonl', lines.map((line) => JSON.stringify(line)).join('\n'));
  write(
    'reme.jsonl',
    `${JSON.stringify({ memory_id: 'm', when_to_use: 'w', content: 'c', metadata: {} })}\n`,
  );
  write('playbook.txt', '## RULES\n[shr-00001] helpful=1 harmful=0 :: Test first.\n');
  write('table.csv', 'task,condition,passed\na,zero,1\nb,zero,0\n');
  write(
    'run.traj',
    JSON.stringify({ environment: 'e', history: [{ role: 'user', content: 'x' }], trajectory: [], info: {} }),
  );
}
