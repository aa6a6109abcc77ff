import { drawFromPool } from './draw-from-pool';
import { retrievalMethods } from './index';
import { type AuditedTask, LeakageAudit, type LeakageEvidence } from './leakage';
import type { Hit, Search } from './method';
import type { PoolMatrix } from './pool';
import { isSameTask, rowsInScope } from './scope';
import type { RetrievalSetting } from './setting';

export interface RankedHit {
  memoryIndex: number;
  score: number;
  /** The memory was made on this very task. */
  leakage: boolean;
  /** Why it is suspected of giving the answer away, strongest first. */
  evidence: LeakageEvidence[];
}

export interface TargetQuery extends AuditedTask {
  /** What is asked: the task's own text, unless the setting asks otherwise. */
  query: string;
  vector: Float32Array | null;
}

export interface Retrieved {
  hits: RankedHit[];
  /** Memories it could be chosen from. */
  candidateCount: number;
}

/** Searches a pool under one setting, target benchmark by target benchmark. */
export class Retriever {
  readonly #pool: PoolMatrix;
  readonly #setting: RetrievalSetting;
  readonly #audit: LeakageAudit;
  readonly #rows: Uint32Array;
  /** By target benchmark: who asks for the same one again finds it prepared. */
  readonly #indexes = new Map<string | null, { rows: Uint32Array; search: Search }>();

  /**
   * @param audit  shared by settings of the same pool, so that texts are taken apart once
   * @throws RangeError when topN is not a positive integer, or a share or parameter is out of range
   */
  constructor(pool: PoolMatrix, setting: RetrievalSetting, audit = new LeakageAudit(pool)) {
    const { topN } = setting;
    if (!Number.isInteger(topN) || topN < 1)
      throw new RangeError(`topN must be a positive integer, got ${topN}`);
    this.#pool = pool;
    this.#setting = setting;
    this.#audit = audit;
    this.#rows = drawFromPool(pool, setting);
  }

  /**
   * Ranks memories for queries of one benchmark, which share the candidates.
   *
   * @param benchmark  the target benchmark of every query
   * @returns at most topN hits each, best first; in-domain never holds memories of the task itself
   * @throws AppError `needs-embeddings` when the method compares vectors that are not there
   */
  search(benchmark: string | null, queries: readonly TargetQuery[]): Retrieved[] {
    const { scope, topN, seed } = this.#setting;
    const { rows, search } = this.#index(benchmark);
    const results = queries.map((query): Retrieved => {
      const withheld =
        scope === 'in-domain' ? rows.filter((row) => isSameTask(this.#pool, row, query)).length : 0;
      return { hits: [], candidateCount: rows.length - withheld };
    });
    // What may not be kept is taken out of a list that is long enough to lose it.
    let open = [...queries.keys()];
    for (let depth = this.#loses ? 4 * topN : topN; open.length > 0; depth *= 4) {
      const asked = open.map((q) => ({ text: queries[q]!.query, vector: queries[q]!.vector, seed }));
      const lists = search(asked, Math.min(depth, rows.length));
      open = open.filter((q, i) => {
        const list = lists[i]!;
        results[q]!.hits = this.#kept(list, queries[q]!);
        return this.#loses && results[q]!.hits.length < topN && list.length === depth && depth < rows.length;
      });
    }
    return results;
  }

  #index(benchmark: string | null): { rows: Uint32Array; search: Search } {
    const known = this.#indexes.get(benchmark);
    if (known) return known;
    const { method, parameters } = this.#setting;
    const rows = rowsInScope(this.#pool, this.#rows, benchmark, this.#setting);
    const made = { rows, search: retrievalMethods[method].index(this.#pool, rows, parameters) };
    this.#indexes.set(benchmark, made);
    return made;
  }

  /** Whether hits are dropped for another reason than their rank. */
  get #loses(): boolean {
    return this.#setting.withoutSuspects || this.#setting.scope === 'in-domain';
  }

  #kept(list: readonly Hit[], query: TargetQuery): RankedHit[] {
    const { scope, topN, minimumScore, withoutSuspects } = this.#setting;
    const kept: RankedHit[] = [];
    for (const { memoryIndex, score } of list) {
      if (kept.length === topN || (minimumScore !== null && score < minimumScore)) break;
      const leakage = isSameTask(this.#pool, memoryIndex, query);
      if (scope === 'in-domain' && leakage) continue;
      const evidence = this.#audit.evidence(query, memoryIndex);
      if (withoutSuspects && evidence.length > 0) continue;
      kept.push({ memoryIndex, score, leakage, evidence });
    }
    return kept;
  }
}

/** Ranks the memories of a pool for one query; see {@link Retriever}. */
export const retrieve = (pool: PoolMatrix, setting: RetrievalSetting, query: TargetQuery): RankedHit[] =>
  new Retriever(pool, setting).search(query.benchmark, [query])[0]!.hits;
