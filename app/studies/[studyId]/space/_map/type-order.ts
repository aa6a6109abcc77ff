import type { SpaceGroup, SpaceMeasure } from '@/lib/core/projection/describe-space';
import { type MemoryType, memoryTypes } from '@/lib/core/vocabulary';

/** A type's place by one index. */
export interface TypePlace {
  type: MemoryType;
  value: number;
  low: number | null;
  high: number | null;
}

/** How one index orders the memory types. */
export interface TypeOrder {
  index: string;
  /** Lowest first. */
  places: TypePlace[];
  /** Whether that is the paper's order, in a sentence. */
  verdict: string;
  agrees: boolean | null;
}

const indexes: { index: string; of(group: SpaceGroup): SpaceMeasure }[] = [
  { index: 'Davies–Bouldin index', of: (g) => g.embedding.daviesBouldin },
  { index: 'LISI, median', of: (g) => g.embedding.lisiMedian },
  { index: 'Abstraction A, mean', of: (g) => g.abstraction },
];

const list = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

const overlap = (a: TypePlace, b: TypePlace): boolean =>
  a.low === null || a.high === null || b.low === null || b.high === null || b.low <= a.high;

function judge(
  places: readonly TypePlace[],
  missing: readonly string[],
): Pick<TypeOrder, 'verdict' | 'agrees'> {
  const without = missing.length > 0 ? ` ${missing.join(' ')}` : '';
  if (places.length < 2) {
    return { agrees: null, verdict: `No order: fewer than two types have a value.${without}` };
  }
  if (places.every(({ value }) => value === places[0]!.value)) {
    return { agrees: null, verdict: `No order: the types that have a value have the same.${without}` };
  }
  const rank = ({ type }: TypePlace) => memoryTypes.indexOf(type);
  const wrong = places.flatMap((place, i) => {
    const below = places.slice(i + 1).filter((later) => rank(later) < rank(place));
    return below.length > 0 ? [`${place.type} lies below ${list(below.map(({ type }) => type))}`] : [];
  });
  const blurred = places.flatMap((place, i) => {
    const next = places[i + 1];
    return next && overlap(place, next) ? [`${place.type} and ${next.type}`] : [];
  });
  const order = places.map(({ type }) => type).join(' < ');
  const unsure =
    blurred.length > 0
      ? ` The intervals of ${blurred.join(', and of ')} overlap, so their order may be chance.`
      : ' No neighbouring intervals overlap.';
  return wrong.length === 0
    ? { agrees: true, verdict: `The paper’s order holds: ${order}.${unsure}${without}` }
    : { agrees: false, verdict: `Not the paper’s order: ${list(wrong)}.${unsure}${without}` };
}

/**
 * The memory types ordered by each index of abstraction in the embedding space, and whether that is the order of Kim et
 * al. (arXiv 2604.14004): trajectory < workflow < summary < insight. Higher is more abstract for all of them.
 */
export function orderTypes(groups: readonly SpaceGroup[]): TypeOrder[] {
  const types = groups.filter((g): g is SpaceGroup & { group: MemoryType } => g.group !== 'all');
  return indexes.map(({ index, of }) => {
    const places: TypePlace[] = [];
    const missing: string[] = [];
    for (const group of types) {
      const { estimate, ciLow, ciHigh } = of(group);
      if (estimate.value === null) missing.push(`${group.group} has none: ${estimate.reason}.`);
      else places.push({ type: group.group, value: estimate.value, low: ciLow, high: ciHigh });
    }
    places.sort((a, b) => a.value - b.value);
    return { index, places, ...judge(places, missing) };
  });
}
