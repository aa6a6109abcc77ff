import { AppError } from '@/lib/core/errors';
import { inParallel } from '@/lib/core/in-parallel';
import type { Embedded, EmbeddedPart, EmbedOptions } from './embedder';

const visible = /[^\s\p{C}]/u;
/** What cutting between the halves of a character leaves behind. */
const halfCharacter = /[\uD800-\uDBFF]$/;

/** The first characters of a text, never ending within one. */
export const firstCharacters = (text: string, count: number): string =>
  text.slice(0, count).replace(halfCharacter, '');

export interface PartsPlan {
  /** Who answers, for messages. */
  who: string;
  model: string;
  maxChars: number;
  usdPerMillion: number | null;
  /** Limits of one part. */
  partTexts: number;
  partChars: number;
  /** Parts that may be under way at a time. */
  width: number;
  /** Length of the vectors, if it is known. */
  dimensions: number | null;
  /** Where that length is from, for messages: “the stored vectors of this model have”. */
  expectedBy: string;
}

/** What a provider gives for the texts of one part: none is empty, none longer than `maxChars`. */
export type EmbedSome = (
  texts: string[],
  options: Pick<EmbedOptions, 'signal' | 'onWait'>,
) => Promise<{ vectors: Float32Array[]; cutAt?: (number | null)[]; tokens: number | null }>;

/**
 * Embeds the texts that hold something visible, cut to `maxChars`, in parts, several at a time, the longest texts
 * first, so that no long one is left for the end; the others get zero vectors, which score 0 everywhere. (An empty text
 * has no direction, and models either refuse it or answer noise.)
 *
 * @throws AppError `provider-failed` when vectors are not of the expected length
 */
export async function embedInParts(
  texts: readonly string[],
  plan: PartsPlan,
  embedSome: EmbedSome,
  { signal, onPart, onWait }: EmbedOptions = {},
): Promise<Embedded> {
  const whole: Embedded = {
    vectors: new Array(texts.length),
    cutAt: new Array(texts.length),
    tokens: 0,
    costUsd: 0,
  };
  let { dimensions } = plan;
  const take = async (part: EmbeddedPart) => {
    for (const [k, place] of part.places.entries()) {
      whole.vectors[place] = part.vectors[k]!;
      whole.cutAt[place] = part.cutAt[k]!;
    }
    whole.tokens = add(whole.tokens, part.tokens);
    whole.costUsd = add(whole.costUsd, part.costUsd);
    await onPart?.(part);
  };
  const { shown, empty } = sortPlaces(texts);
  await inParallel(
    toParts(shown, texts, plan),
    plan.width,
    async (places) => {
      const given = places.map((i) => firstCharacters(texts[i]!, plan.maxChars));
      const { vectors, cutAt, tokens } = await embedSome(given, {
        // One of its own: who listens to it need not stop listening, and long work has many parts.
        ...(signal ? { signal: AbortSignal.any([signal]) } : {}),
        ...(onWait ? { onWait } : {}),
      });
      for (const vector of vectors) {
        dimensions ??= vector.length;
        if (vector.length !== dimensions) throw otherLength(plan, dimensions, vector.length);
      }
      const cut = places.map(
        (i, k) => cutAt?.[k] ?? (texts[i]!.length > plan.maxChars ? given[k]!.length : null),
      );
      await take({ places, vectors, cutAt: cut, tokens, costUsd: costOf(tokens, plan.usdPerMillion) });
    },
    () => !signal?.aborted,
  );
  signal?.throwIfAborted();
  if (empty.length > 0) {
    if (dimensions === null)
      throw new AppError('invalid-input', 'There is no text to embed: every text is empty.');
    const vectors = empty.map(() => new Float32Array(dimensions!));
    await take({ places: empty, vectors, cutAt: empty.map(() => null), tokens: 0, costUsd: 0 });
  }
  return whole;
}

function sortPlaces(texts: readonly string[]): { shown: number[]; empty: number[] } {
  const places = [...texts.keys()];
  const shown = places.filter((i) => visible.test(texts[i]!));
  // Equal lengths stay in order: the same texts make the same requests.
  shown.sort((a, b) => texts[b]!.length - texts[a]!.length || a - b);
  return { shown, empty: places.filter((i) => !visible.test(texts[i]!)) };
}

/** Every place once, in parts within the limits; a part holds at least one. */
export function toParts(
  places: readonly number[],
  texts: readonly string[],
  { partTexts, partChars, maxChars }: Pick<PartsPlan, 'partTexts' | 'partChars' | 'maxChars'>,
): number[][] {
  const parts: number[][] = [];
  let room = 0;
  for (const place of places) {
    const length = Math.min(texts[place]!.length, maxChars);
    const last = parts.at(-1);
    if (last && last.length < partTexts && length <= room) last.push(place);
    else {
      parts.push([place]);
      room = partChars;
    }
    room -= length;
  }
  return parts;
}

const add = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : a + b);

function costOf(tokens: number | null, usdPerMillion: number | null): number | null {
  if (usdPerMillion === 0) return 0;
  return tokens === null || usdPerMillion === null ? null : (tokens * usdPerMillion) / 1e6;
}

const otherLength = ({ who, model, expectedBy }: PartsPlan, expected: number, got: number) =>
  new AppError(
    'provider-failed',
    `${who} answered with ${got} numbers for a text, where ${expected} were expected: ${expectedBy} (model ${model}).`,
    {
      hint: 'Vectors of two lengths cannot be compared. Check the name of the model, its dimensions and the address of the service; another model goes by another name.',
      where: model,
    },
  );
