import { writeFileSync } from 'node:fs';
import { type Random, seededRandom } from '@/lib/core/random';
import { readTree } from '../read-tree';
import type { Place } from '../source/disk-file';
import { DiskTree, folderOf } from '../source/disk-tree';
import { madeRecipe } from './made-files';
import { type Mutation, mutations } from './mutations';
import { problemOf } from './valid-record';

/** Whole files that cases are made from. */
export interface Corpus {
  name: string;
  paths: readonly string[];
  places: ReadonlyMap<string, Place>;
  contents: ReadonlyMap<string, Buffer>;
}

export interface CaseResult {
  seed: number;
  path: string;
  mutation: string;
  /** Processor time. */
  ms: number;
  /** How the damaged file ended. */
  outcome: string;
  /** What should not have happened, in words; empty for a good reader. */
  faults: string[];
}

/** Reading one small file may never take longer than this. */
const slowest = 5_000;

/** Files that are looked at together with the damaged one. */
const companions = 40;

const kindOf = (content: Buffer, path: string): Mutation['only'] => {
  if (/\.(?:pkl|pickle)$/.test(path)) return 'pickle';
  const head = content.toString('latin1', 0, 16);
  if (head.startsWith('PK')) return 'zip';
  if (/\.(?:jsonl|ndjson|txt|md|csv|tsv|ya?ml|log)$/.test(path)) return 'lines';
  return /^\s*[[{]/.test(head) ? 'json' : undefined;
};

/**
 * Damages one file of the corpus in one way and reads it with what lies beside it. The same seed gives the same case.
 *
 * @param scratch a file that may be written over
 */
export async function runCase(corpus: Corpus, seed: number, scratch: string): Promise<CaseResult> {
  const random = seededRandom(seed);
  const path = chooseFile(corpus.paths, random);
  const content = corpus.contents.get(path)!;
  const mutation = choose(kindOf(content, path), random);
  writeFileSync(scratch, mutation.apply(content, random));
  const tree = treeAround(corpus, path, scratch);
  const start = processorMs();
  const { faults, outcome } = await readAndCheck(tree, path);
  const ms = processorMs() - start;
  if (ms > slowest) faults.push(`it took ${(ms / 1000).toFixed(1)} s`);
  return { seed, path, mutation: mutation.name, ms, outcome, faults };
}

/** Every kind of log has a folder of its own, some with hundreds of files: each folder has the same chance. */
function chooseFile(paths: readonly string[], random: Random): string {
  const folders = [...new Set(paths.map((path) => path.split('/')[0]!))];
  const folder = folders[Math.floor(random() * folders.length)]!;
  const files = paths.filter((path) => path.split('/')[0] === folder);
  return files[Math.floor(random() * files.length)]!;
}

/** Half of the damage is such that only this kind of file can suffer it. */
function choose(kind: Mutation['only'], random: Random): Mutation {
  const own = random() < 0.5;
  // Lines of JSON are JSON, too.
  const fitting = mutations.filter(({ only }) =>
    own ? only === kind || (only === 'json' && kind === 'lines') : !only,
  );
  return fitting[Math.floor(random() * fitting.length)]!;
}

/** The damaged file with the rest of the smallest folder around it that holds companions, but not too many. */
function treeAround(corpus: Corpus, path: string, scratch: string): DiskTree {
  let folder = folderOf(path);
  const below = (parent: string) =>
    corpus.paths.filter((one) => parent === '' || one.startsWith(`${parent}/`));
  let chosen = below(folder);
  while (folder !== '') {
    const wider = below(folderOf(folder));
    if (wider.length > companions) break;
    folder = folderOf(folder);
    chosen = wider;
  }
  const places = new Map<string, Place>();
  for (const one of chosen.slice(0, companions)) places.set(one, corpus.places.get(one)!);
  places.set(path, { file: scratch });
  return new DiskTree(corpus.name, places, []);
}

async function readAndCheck(tree: DiskTree, damaged: string): Promise<{ faults: string[]; outcome: string }> {
  const faults: string[] = [];
  const settled = new Map<string, string>();
  let told = 0;
  const counted: Record<string, number> = {};
  try {
    for await (const event of readTree(tree, { recipes: [madeRecipe] })) {
      if (event.event === 'started') told = 0;
      if (event.event === 'note') told++;
      if (event.event === 'record') {
        told++;
        counted[event.record.kind] = (counted[event.record.kind] ?? 0) + 1;
        const problem = problemOf(event.record);
        if (problem) faults.push(`${event.path}: ${problem}`);
      }
      if (event.event !== 'settled') continue;
      const { path, outcome } = event;
      if (settled.has(path)) faults.push(`${path} was settled twice`);
      settled.set(path, outcome.status);
      if (outcome.status === 'part-of') told++;
      if (outcome.status === 'refused' && outcome.code === 'internal')
        faults.push(`${path}: ${outcome.reason}`);
      if (outcome.status === 'understood') {
        for (const [kind, n] of Object.entries(outcome.counts)) {
          if (kind in counted && n !== counted[kind])
            faults.push(`${path}: ${n} of kind ${kind}, not ${counted[kind]}`);
        }
        if (told === 0) faults.push(`${path} was understood and gave nothing`);
      }
      if (outcome.status !== 'part-of') {
        told = 0;
        for (const kind of Object.keys(counted)) delete counted[kind];
      }
    }
  } catch (error) {
    faults.push(`reading threw: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }
  for (const path of tree.paths) if (!settled.has(path)) faults.push(`${path} was dropped without a word`);
  return { faults, outcome: settled.get(damaged) ?? 'nothing' };
}

/** Milliseconds that this process has kept a processor busy: a machine with other work makes nothing hang. */
export function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
