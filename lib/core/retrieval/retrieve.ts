import { drawFromPool } from './draw-from-pool';
import { retrievalMethods } from './index';
import { type AuditedTask, isSuspect, LeakageAudit, type LeakageEvidence } from './leakage';
import type { Hit, Search } from './method';
import type { PoolMatrix } from './pool';
import { isSameTask, rowsInScope } from './scope';
import { searchAllowed } from './search-allowed';
import type { RetrievalSetting } from './setting';

export interface RankedHit {
  memoryIndex: number;
  score: number;
  /** The memory was made on this very task. */
  leakage: boolean;
  /** What speaks for a leak, strongest first; see `isSuspect`. */
  evidence: LeakageEvidence[];
  /** The memory as a language model rewrote it for the task. */
  rewritten?: string;
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

/** What queries of one target benchmark share. */
interface Prepared {
  rows: Uint32Array;
  search: Search;
  /** Memories of the rows by the task that they were made on; counted when first asked for. */
  perTask: () => ReadonlyMap<string | null, number>;
}

/** Searches a pool under one setting, target benchmark by target benchmark. */
export class Retriever {
  readonly #pool: PoolMatrix;
  readonly #setting: RetrievalSetting;
  readonly #audit: LeakageAudit;
  readonly #rows: Uint32Array;
  readonly #benchmarks: ReadonlySet<string | null>;
  /** By target benchmark: who asks for the same one again finds it prepared. */
  readonly #indexes = new Map<string | null, Prepared>();

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
    this.#benchmarks = new Set(pool.benchmarks);
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
    const { rows, search, perTask } = this.#index(benchmark);
    const asked = queries.map((query) => ({
      text: query.query,
      vector: query.vector,
      seed,
      ...this.#allowed(query),
    }));
    return searchAllowed(search, asked, topN, rows.length).map((list, q) => {
      const query = queries[q]!;
      const withheld = scope === 'in-domain' ? (perTask().get(query.task) ?? 0) : 0;
      return { hits: this.#hits(list, query), candidateCount: rows.length - withheld };
    });
  }

  /** What may be given for a query, where the setting withholds anything for another reason than its rank. */
  #allowed(query: TargetQuery): { allows?: (row: number) => boolean } {
    const { scope, withoutSuspects } = this.#setting;
    if (withoutSuspects) return { allows: (row) => !isSuspect(this.#audit.evidence(query, row)) };
    if (scope === 'in-domain') return { allows: (row) => !isSameTask(this.#pool, row, query) };
    return {};
  }

  #index(target: string | null): Prepared {
    // Names that no memory bears are all alike, however many somebody asks for.
    const benchmark = target === null || this.#benchmarks.has(target) ? target : '';
    const known = this.#indexes.get(benchmark);
    if (known) return known;
    const { method, parameters } = this.#setting;
    const rows = rowsInScope(this.#pool, this.#rows, benchmark, this.#setting);
    let counts: ReadonlyMap<string | null, number> | null = null;
    const made: Prepared = {
      rows,
      search: retrievalMethods[method].index(this.#pool, rows, parameters),
      perTask: () => {
        counts ??= countPerTask(this.#pool, rows);
        return counts;
      },
    };
    this.#indexes.set(benchmark, made);
    return made;
  }

  #hits(list: readonly Hit[], query: TargetQuery): RankedHit[] {
    return hitsUnder(this.#setting, list).map(({ memoryIndex, score }) => ({
      memoryIndex,
      score,
      leakage: isSameTask(this.#pool, memoryIndex, query),
      evidence: this.#audit.evidence(query, memoryIndex),
    }));
  }
}

/**
 * What a setting keeps of a list that was found without its limits: every method's list of fewer memories begins its
 * list of more.
 */
export const hitsUnder = <T extends Hit>(
  { topN, minimumScore }: Pick<RetrievalSetting, 'topN' | 'minimumScore'>,
  hits: readonly T[],
): T[] => hits.slice(0, topN).filter(({ score }) => minimumScore === null || score >= minimumScore);

function countPerTask({ tasks }: PoolMatrix, rows: Uint32Array): Map<string | null, number> {
  const counts = new Map<string | null, number>();
  for (const row of rows) {
    const task = tasks[row]!;
    if (task !== null) counts.set(task, (counts.get(task) ?? 0) + 1);
  }
  return counts;
}

/** Ranks the memories of a pool for one query; see {@link Retriever}. */
export const retrieve = (pool: PoolMatrix, setting: RetrievalSetting, query: TargetQuery): RankedHit[] =>
  new Retriever(pool, setting).search(query.benchmark, [query])[0]!.hits;
