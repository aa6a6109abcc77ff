const slot = Symbol.for('carryover.kept-answers');
const holder = globalThis as { [slot]?: Map<string, Map<string, Promise<unknown>>> };

/**
 * Answers that are dear to compute and small to hold, kept while this process runs under a key of everything that
 * decides them. Whoever asks while one is being computed waits for the same one; a failure is not kept.
 *
 * @param name   of the kind of answers
 * @param limit  how many of the kind are held; the oldest go first
 */
export function keptAnswers<T>(name: string, limit: number) {
  return (key: unknown, make: () => Promise<T>): Promise<T> => {
    holder[slot] ??= new Map();
    const cache = (holder[slot].get(name) ?? new Map()) as Map<string, Promise<T>>;
    holder[slot].set(name, cache);
    const text = JSON.stringify(key);
    const known = cache.get(text);
    if (known) return known;
    const answer = make();
    cache.set(text, answer);
    answer.catch(() => cache.delete(text));
    while (cache.size > limit) cache.delete(cache.keys().next().value!);
    return answer;
  };
}
