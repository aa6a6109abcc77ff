import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeHarborTree } from '@/bench/make-harbor-tree';
import type { Place } from '../source/disk-file';
import { openFolder } from '../source/open-folder';
import { madeFiles } from './made-files';
import type { Corpus } from './run-case';

/** Larger files say nothing new and take long. */
const largest = 700_000;

/**
 * Files to damage: the real samples where they are, and small ones of formats that have none.
 *
 * @param scratch a folder that may be written to
 */
export async function openCorpus(samples: string, scratch: string): Promise<Corpus> {
  const real = existsSync(samples);
  const made = path.join(scratch, 'corpus');
  for (const [file, content] of Object.entries(madeFiles)) {
    mkdirSync(path.dirname(path.join(made, file)), { recursive: true });
    writeFileSync(path.join(made, file), content);
  }
  if (!real) makeHarborTree(path.join(made, 'jobs'), 3, 1);
  const places = new Map<string, Place>();
  const contents = new Map<string, Buffer>();
  for (const folder of real ? [samples, made] : [made]) {
    for (const file of (await openFolder(folder)).paths) {
      const place = path.join(folder, file);
      if (statSync(place).size > largest) continue;
      places.set(file, { file: place });
      contents.set(file, readFileSync(place));
    }
  }
  return {
    name: real ? 'samples and made files' : 'made files',
    paths: [...places.keys()],
    places,
    contents,
  };
}
