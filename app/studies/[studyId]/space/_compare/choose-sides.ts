import type { MapChoice } from '@/lib/queries/map-comparisons';

interface Asked {
  left?: string | undefined;
  right?: string | undefined;
  'pool-left'?: string | undefined;
  'pool-right'?: string | undefined;
}

export interface ChosenSides {
  left: MapChoice;
  right: MapChoice;
  leftPool: string | null;
  rightPool: string | null;
}

/**
 * The two maps that an address asks for. What it does not say is chosen so that there is something to compare: the newest map
 * against the newest of another model, else of another metric, else the next; with one map alone, its first two pools.
 *
 * @param maps  newest first
 * @returns null where there is nothing to compare
 */
export function chooseSides(
  maps: readonly MapChoice[],
  pools: readonly { id: string }[],
  asked: Asked,
): ChosenSides | null {
  if (maps.length === 0 || (maps.length === 1 && pools.length < 2)) return null;
  const named = (id: string | undefined) => maps.find((map) => map.id === id);
  const left = named(asked.left) ?? unlike(maps, named(asked.right)) ?? maps[0]!;
  const right = named(asked.right) ?? unlike(maps, left) ?? left;
  const poolNamed = (id: string | undefined) => pools.find((pool) => pool.id === id)?.id ?? null;
  const [leftPool, rightPool] = [poolNamed(asked['pool-left']), poolNamed(asked['pool-right'])];
  if (left === right && leftPool === null && rightPool === null && pools.length > 1)
    return { left, right, leftPool: pools[0]!.id, rightPool: pools[1]!.id };
  return { left, right, leftPool, rightPool };
}

/** The newest map that differs most in what decides neighbours. */
function unlike(maps: readonly MapChoice[], other: MapChoice | undefined): MapChoice | undefined {
  if (!other) return undefined;
  return (
    maps.find(({ model }) => model !== other.model) ??
    maps.find(({ parameters }) => parameters.metric !== other.parameters.metric) ??
    maps.find(({ id }) => id !== other.id)
  );
}
