import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { compute } from '@/lib/compute/pool';
import type { QuantisedRows } from '@/lib/core/linear/quantised-rows';
import { retrievalMethods } from '@/lib/core/retrieval';
import { settingKey } from '@/lib/core/retrieval/grid';
import { LeakageAudit } from '@/lib/core/retrieval/leakage';
import type { PoolMatrix } from '@/lib/core/retrieval/pool';
import { type Retrieved, Retriever, type TargetQuery } from '@/lib/core/retrieval/retrieve';
import type { RetrievalSetting } from '@/lib/core/retrieval/setting';

const heldSettings = 32;
/**
 * Entries of vectors that one query is compared with on the request thread: 16 million took 4 ms on an idle core and
 * 10 ms on a busy one. Pools of more are searched in a worker thread.
 */
export const mostOnThisThread = 1 << 24;

/** Questions that are searched together, and what is found in their order. */
interface Batch {
  queries: TargetQuery[];
  found: Promise<Retrieved[]>;
}

/** A pool that is held for the next question, with what was prepared of it. */
export class SearchedPool {
  readonly pool: PoolMatrix;
  readonly #audit: LeakageAudit;
  readonly #retrievers = new Map<string, Retriever>();
  readonly #name = randomUUID();
  readonly #most: number;
  readonly #batches = new Map<string, Batch>();
  #quantised: Promise<QuantisedRows> | null = null;

  constructor(pool: PoolMatrix, most = mostOnThisThread) {
    this.pool = pool;
    this.#audit = new LeakageAudit(pool);
    this.#most = most;
  }

  /**
   * Ranks memories for one query; see Retriever. Questions of one turn of the event loop that share setting and target
   * benchmark are searched together: the rows are read once for all of them.
   *
   * @param query  with a vector where the method compares vectors
   * @throws AppError as Retriever does
   */
  async search(setting: RetrievalSetting, query: TargetQuery): Promise<Retrieved> {
    const key = JSON.stringify([settingKey(setting), query.benchmark]);
    const batch = this.#batches.get(key) ?? this.#collect(key, setting);
    const place = batch.queries.push(query) - 1;
    return (await batch.found)[place]!;
  }

  #collect(key: string, setting: RetrievalSetting): Batch {
    const queries: TargetQuery[] = [];
    const found = nextTurn().then(() => {
      this.#batches.delete(key);
      return this.#searchAll(setting, queries);
    });
    const batch = { queries, found };
    this.#batches.set(key, batch);
    return batch;
  }

  #searchAll(setting: RetrievalSetting, queries: TargetQuery[]): Retrieved[] | Promise<Retrieved[]> {
    const { vectors } = this.pool;
    if (vectors && vectors.length > this.#most && retrievalMethods[setting.method].needsEmbeddings)
      return this.#elsewhere(setting, queries);
    return this.#retriever(setting).search(queries[0]!.benchmark, queries);
  }

  /** A thread that has not seen the pool yet says so, and is handed it. */
  async #elsewhere(setting: RetrievalSetting, queries: TargetQuery[]): Promise<Retrieved[]> {
    const asked = { name: this.#name, setting, queries };
    const known = await compute('search-pool', asked);
    if (known) return known;
    const { pool } = this;
    this.#quantised ??= compute('quantise-rows', { vectors: pool.vectors!, columns: pool.dimensions });
    return (await compute('search-pool', { ...asked, handed: { pool, quantised: await this.#quantised } }))!;
  }

  /** The same setting is prepared once. */
  #retriever(setting: RetrievalSetting): Retriever {
    const key = settingKey(setting);
    const known = this.#retrievers.get(key);
    if (known) return known;
    const made = new Retriever(this.pool, setting, this.#audit);
    this.#retrievers.set(key, made);
    while (this.#retrievers.size > heldSettings)
      this.#retrievers.delete(this.#retrievers.keys().next().value!);
    return made;
  }
}
