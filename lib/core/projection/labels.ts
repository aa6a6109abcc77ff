/** Labels as numbers 0 to names.length − 1, in the order of their names. */
export interface CodedLabels {
  codes: Uint32Array;
  names: string[];
  /** Points per label. */
  counts: number[];
}

export function codeLabels(labels: readonly string[]): CodedLabels {
  const names = [...new Set(labels)].sort();
  const codeOf = new Map(names.map((name, code) => [name, code]));
  const codes = Uint32Array.from(labels, (label) => codeOf.get(label)!);
  const counts = new Array<number>(names.length).fill(0);
  for (const code of codes) counts[code]!++;
  return { codes, names, counts };
}

/** The labels of chosen points; names of which none was chosen are left out. */
export const takeLabels = ({ codes, names }: CodedLabels, chosen: Uint32Array): CodedLabels =>
  codeLabels(Array.from(chosen, (point) => names[codes[point]!]!));
