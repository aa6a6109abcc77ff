import type { PoolMatrix } from './pool';

export interface RetrievalQuery {
  text: string;
  /** Null when the query was not embedded. */
  vector: Float32Array | null;
  /** For methods that draw lots. */
  seed: number;
  /**
   * The rows that may be retrieved for it; all when left out. A method that has a quota, or chooses among a few, asks
   * before it counts; whoever calls the others takes out of a list that is long enough (`search-allowed.ts`).
   */
  allows?: (row: number) => boolean;
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

/** A number that a method can be tuned by. */
export interface MethodParameter {
  label: string;
  /** What more of it does, as half a sentence. */
  meaning: string;
  minimum: number;
  maximum: number;
  standard: number;
  whole?: boolean;
}

export type ParameterValues = Readonly<Record<string, number>>;

/** A way of choosing memories. Nothing else to implement. */
export interface RetrievalMethod {
  id: string;
  label: string;
  /** What a score is and which way it points. */
  scoreMeaning: string;
  needsEmbeddings: boolean;
  /** What it can be tuned by; left out for nothing. */
  parameters?: Readonly<Record<string, MethodParameter>>;
  /**
   * Prepares the rows of a pool for searching; statistics such as document frequencies are of these rows alone.
   *
   * @param rows        positions in the pool, without repeats
   * @param parameters  where not the standard ones; see {@link parameterValues}
   */
  index: (pool: PoolMatrix, rows: Uint32Array, parameters?: ParameterValues) => Search;
}

/**
 * All parameters of a method, standard values where none are given.
 *
 * @throws RangeError for a parameter that the method does not have, or a value out of its range
 */
export function parameterValues(method: RetrievalMethod, given: ParameterValues = {}): ParameterValues {
  const known = method.parameters ?? {};
  const values: Record<string, number> = {};
  for (const [name, { standard }] of Object.entries(known)) values[name] = standard;
  for (const [name, value] of Object.entries(given)) {
    const parameter = known[name];
    if (!parameter) throw new RangeError(`${method.id} has no parameter ${name}`);
    const { minimum, maximum, whole } = parameter;
    if (!(value >= minimum && value <= maximum) || (whole && !Number.isInteger(value)))
      throw new RangeError(`${name} of ${method.id} lies between ${minimum} and ${maximum}, got ${value}`);
    values[name] = value;
  }
  return values;
}
