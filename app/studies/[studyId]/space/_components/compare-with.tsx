import Link from 'next/link';
import { formatDate } from '@/app/_components/format';
import type { MapChoice } from '@/lib/queries/map-comparisons';
import { mapName } from '../compare/_components/map-choices';

/** The way from a map to its comparison with another one. */
export function CompareWith({
  studyId,
  shown,
  maps,
}: {
  studyId: string;
  shown: string;
  maps: readonly MapChoice[];
}) {
  const address = `/studies/${studyId}/space/compare`;
  const others = maps.filter(({ id }) => id !== shown);
  if (others.length === 0) {
    return (
      <Link className="link text-sm" href={`${address}?left=${shown}`}>
        Compare with another map
      </Link>
    );
  }
  return (
    <form action={address} className="flex flex-wrap items-end gap-2">
      <input type="hidden" name="left" value={shown} />
      <label>
        <span className="field-label">Compare with another map</span>
        <select name="right" className="field max-w-72">
          {others.map((map) => (
            <option key={map.id} value={map.id}>
              {mapName(map)} ({formatDate(map.createdAt)})
            </option>
          ))}
        </select>
      </label>
      <button type="submit" className="button">
        Compare
      </button>
    </form>
  );
}
