import { AppError } from '@/lib/core/errors';

export interface EmbedOptions {
  /** Ends the work early; the promise rejects with the signal's reason. */
  signal?: AbortSignal;
  /** The part that is done, 0 to 1. */
  onProgress?: (fraction: number) => void;
}

export interface Embedded {
  /** One per text, in the order of the texts, all of one length. Zeros for a text with nothing visible in it. */
  vectors: Float32Array[];
  /** What the provider counted; null when it does not say. */
  tokens: number | null;
  /** Null when no price is known. */
  costUsd: number | null;
}

/** Turns texts into vectors with one model. Vectors of different models are never compared. */
export interface Embedder {
  /** The provider's id in the registry. */
  readonly id: string;
  readonly model: string;
  /** Null when only the first answer will tell. */
  readonly dimensions: number | null;
  /** Longer texts are cut here, by characters. */
  readonly maxChars: number;
  embed(texts: readonly string[], options?: EmbedOptions): Promise<Embedded>;
}

/** Runs the local model: on this thread, or in a worker that calls `embedTextsLocally`. */
export type LocalRunner = (
  input: { texts: readonly string[] },
  options: EmbedOptions,
) => Promise<{ vectors: Float32Array; dimensions: number }>;

/** What a provider needs from outside. */
export interface EmbedderSetup {
  env?: Readonly<Record<string, string | undefined>>;
  /** Length of the vectors that are already stored for this model; a provider that answers otherwise is refused. */
  dimensions?: number;
  runLocally?: LocalRunner;
}

/** One source of embeddings. Adding one: a file that exports such an object, and a line in `index.ts`. */
export interface EmbeddingProvider {
  id: string;
  label: string;
  /** Models to offer here, the preferred one first; none when the provider is not configured. */
  offers(env: Readonly<Record<string, string | undefined>>): readonly string[];
  /** Whether texts can be embedded with `model` here. */
  serves(model: string, env: Readonly<Record<string, string | undefined>>): boolean;
  create(model: string, setup: EmbedderSetup): Embedder;
}

/**
 * Checks what a provider answered.
 *
 * @param where which vector, for the message
 * @throws AppError `provider-failed` when a value is not a finite number or the length is not `dimensions`
 */
export function toVector(values: readonly unknown[], dimensions: number, where: string): Float32Array {
  if (values.length !== dimensions) {
    throw new AppError(
      'provider-failed',
      `The embedding of ${where} has ${values.length} numbers where ${dimensions} were expected.`,
      { hint: 'Vectors of different models cannot be compared: check the model name and the endpoint.' },
    );
  }
  const vector = new Float32Array(dimensions);
  for (const [i, value] of values.entries()) {
    // A double can be finite and still overflow a float32.
    if (typeof value !== 'number' || !Number.isFinite(Math.fround(value))) {
      throw new AppError(
        'provider-failed',
        `The embedding of ${where} holds a value that is not a finite number.`,
        {
          hint: 'The embedding service is at fault; try again, or choose another model.',
        },
      );
    }
    vector[i] = value;
  }
  return vector;
}

const visible = /[^\s\p{C}]/u;
/** What cutting between the halves of a character leaves behind. */
const halfCharacter = /[\uD800-\uDBFF]$/;

/**
 * Embeds the texts that hold something visible, cut to `maxChars`; the others get zero vectors, which score 0
 * everywhere. (An empty text has no direction, and models either refuse it or answer noise.)
 *
 * @param embedSome called once, unless there is nothing to embed
 */
export async function embedVisible(
  texts: readonly string[],
  { maxChars, dimensions }: { maxChars: number; dimensions: number | null },
  embedSome: (some: string[]) => Promise<Embedded>,
): Promise<Embedded> {
  const places = [...texts.keys()].filter((i) => visible.test(texts[i]!));
  const some = places.map((i) => texts[i]!.slice(0, maxChars).replace(halfCharacter, ''));
  const embedded = some.length > 0 ? await embedSome(some) : { vectors: [], tokens: 0, costUsd: 0 };
  const length = embedded.vectors[0]?.length ?? dimensions;
  if (texts.length > 0 && length === null) {
    throw new AppError('invalid-input', 'There is no text to embed: every text is empty.');
  }
  const vectors: Float32Array[] = texts.map(() => new Float32Array(0));
  for (const [k, i] of places.entries()) vectors[i] = embedded.vectors[k]!;
  return { ...embedded, vectors: vectors.map((v) => (v.length > 0 ? v : new Float32Array(length!))) };
}
