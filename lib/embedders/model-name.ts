/** Between a model and the number of dimensions that were asked of it. */
const mark = '@';

export interface ModelName {
  /** As the provider knows it. */
  model: string;
  /** The shorter vectors that were asked for; null for those that the model gives by itself. */
  dimensions: number | null;
}

/**
 * Reads the name under which vectors are kept: `text-embedding-3-small@512` are vectors of 512 numbers of
 * `text-embedding-3-small`. Vectors of two lengths are of two names, since they are never compared.
 */
export function parseModelName(name: string): ModelName {
  const at = name.lastIndexOf(mark);
  const digits = name.slice(at + 1);
  if (at < 1 || !/^[1-9]\d{0,5}$/.test(digits)) return { model: name, dimensions: null };
  return { model: name.slice(0, at), dimensions: Number(digits) };
}

/** The name under which vectors are kept. */
export const writeModelName = ({ model, dimensions }: ModelName): string =>
  dimensions === null ? model : `${model}${mark}${dimensions}`;
