import { AppError } from '@/lib/core/errors';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface Embedded {
  /** One per text, in the order of the texts, all of one length. Zeros for a text with nothing visible in it. */
  vectors: Float32Array[];
  /** How many characters of each text the model was given; null for a text that it was given whole. */
  cutAt: (number | null)[];
  /** What the provider counted; null when it does not say. */
  tokens: number | null;
  /** Null when no price is known. */
  costUsd: number | null;
}

/** A part of the work that is done. */
export interface EmbeddedPart extends Embedded {
  /** Which of the texts: one place per vector. */
  places: readonly number[];
}

export interface EmbedOptions {
  /** Ends the work early; the promise rejects with the signal's reason. */
  signal?: AbortSignal;
  /**
   * Takes each part as soon as it is done, so that what is done is not lost when the rest fails. The work goes on once
   * it is taken; every part has been taken when the work ends, well or not.
   */
  onPart?: (part: EmbeddedPart) => void | Promise<void>;
  /** Told when the service asks for a wait, in milliseconds. */
  onWait?: (ms: number) => void;
}

/** Turns texts into vectors with one model. Vectors of different models are never compared. */
export interface Embedder {
  /** The provider's id in the registry. */
  readonly id: string;
  /** The name under which its vectors are kept. */
  readonly model: string;
  /** Where texts are sent; null when they stay on this machine. */
  readonly host: string | null;
  /** Null when only the first answer will tell. */
  readonly dimensions: number | null;
  /** Longer texts are cut here, by characters; some models cut earlier. */
  readonly maxChars: number;
  /** US dollars per million tokens: 0 on this machine, null when no price is known. */
  readonly usdPerMillion: number | null;
  embed(texts: readonly string[], options?: EmbedOptions): Promise<Embedded>;
}

/** Vectors as they come from a worker thread: row-major, one row per text. */
export interface VectorRows {
  vectors: Float32Array;
  dimensions: number;
  cutAt?: (number | null)[];
  tokens?: number | null;
}

/** Runs a model of this machine: on this thread, or in a worker thread. */
export type Runner<Input> = (input: Input, options: { signal?: AbortSignal }) => Promise<VectorRows>;

/** What a provider needs from outside. */
export interface EmbedderSetup {
  env?: Environment;
  /** Length of the vectors that are already stored for this model; a provider that answers otherwise is refused. */
  dimensions?: number;
  /** Calls of a runner that may be under way at a time; 1 unless said. */
  threads?: number;
  runLocally?: Runner<{ texts: readonly string[] }>;
  runTransformers?: Runner<{ model: string; texts: readonly string[] }>;
}

export interface OfferedModel {
  model: string;
  /** Null when only the first answer will tell. */
  dimensions: number | null;
  /** Whether it gives shorter vectors when asked. */
  takesDimensions: boolean;
}

/** One source of embeddings. Adding one: a file that exports such an object, and a line in `index.ts`. */
export interface EmbeddingProvider {
  id: string;
  label: string;
  /** Models to offer here, the preferred one first; none when the provider is not configured. */
  offers(env: Environment): readonly OfferedModel[];
  /** Whether a model of this name is this provider's. */
  names(model: string, env: Environment): boolean;
  /** Why a model of its own cannot be used here; null when it can. */
  obstacle(model: string, env: Environment): AppError | null;
  create(model: string, setup: EmbedderSetup): Embedder;
}

/**
 * Checks what a provider answered.
 *
 * @param where which vector, for the message
 * @throws AppError `provider-failed` when a value is not a finite number
 */
export function toVector(values: readonly unknown[], where: string): Float32Array {
  const vector = new Float32Array(values.length);
  for (const [i, value] of values.entries()) {
    // A double can be finite and still overflow a float32.
    if (typeof value !== 'number' || !Number.isFinite(Math.fround(value))) {
      throw new AppError(
        'provider-failed',
        `The embedding of ${where} holds a value that is not a finite number.`,
        { hint: 'The embedding service is at fault; try again, or choose another model.' },
      );
    }
    vector[i] = value;
  }
  return vector;
}

/** The rows of a matrix as vectors of their own. */
export const toRows = ({ vectors, dimensions }: VectorRows): Float32Array[] =>
  Array.from({ length: dimensions > 0 ? vectors.length / dimensions : 0 }, (_, i) =>
    vectors.slice(i * dimensions, (i + 1) * dimensions),
  );
