import type { SourceTree } from '../importer';
import { asName, asObject } from '../json-values';
import { toVector } from '../paper-pool/vector';
import { jsonRecords } from '../source/json-records';

const suffix = '_embeddings.jsonl';

/** The cache of query vectors that ReasoningBank keeps beside a pool. */
export const vectorsBeside = (pool: string): string => pool.replace(/\.jsonl?$/i, '') + suffix;

/** The pool that a cache of vectors belongs to. */
export const poolBeside = (vectors: string): string | null =>
  vectors.endsWith(suffix) ? `${vectors.slice(0, -suffix.length)}.jsonl` : null;

export interface QueryVectors {
  byTask: ReadonlyMap<string, Float32Array>;
  problems: { where: string; reason: string }[];
}

/** The vectors of a cache by the task whose query they stand for; of several for one task the last is the newest. */
export async function readQueryVectors(tree: SourceTree, path: string): Promise<QueryVectors> {
  const byTask = new Map<string, Float32Array>();
  const problems: QueryVectors['problems'] = [];
  if (!tree.has(path)) return { byTask, problems };
  for await (const record of jsonRecords(await tree.open(path))) {
    const where = `${path}, ${record.where}`;
    if (record.problem !== undefined) {
      problems.push({ where, reason: record.problem });
      continue;
    }
    const fields = asObject(record.value) ?? {};
    const { vector, problem } = toVector(fields.embedding);
    if (vector) byTask.set(taskKey(fields.id), vector);
    else problems.push({ where, reason: problem });
  }
  return { byTask, problems };
}

/** Task ids are numbers in some benchmarks and text in others. */
export const taskKey = (id: unknown): string => asName(id) ?? String(id);
