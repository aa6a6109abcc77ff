import type { PoolMatrix } from './pool';

export interface RetrievalQuery {
  text: string;
  /** Null when the query was not embedded. */
  vector: Float32Array | null;
  /** For methods that draw lots. */
  seed: number;
}

export interface Hit {
  /** Row of the pool. */
  memoryIndex: number;
  score: number;
}

/**
 * Ranks memories for a batch of queries: at most k hits each, best first, ties by memory id with plain `<`.
 * Many queries at once because a method may read the pool once for all of them.
 */
export type Search = (queries: readonly RetrievalQuery[], k: number) => Hit[][];

/** A way of choosing memories. Nothing else to implement. */
export interface RetrievalMethod {
  id: string;
  label: string;
  /** What a score is and which way it points. */
  scoreMeaning: string;
  needsEmbeddings: boolean;
  /**
   * Prepares the rows of a pool for searching; statistics such as document frequencies are of these rows alone.
   *
   * @param rows  positions in the pool, without repeats
   */
  index: (pool: PoolMatrix, rows: Uint32Array) => Search;
}
