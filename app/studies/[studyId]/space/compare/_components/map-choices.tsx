import { formatCount, formatDate } from '@/app/_components/format';
import { UrlSelect } from '@/app/_components/url-select';
import { mapComponents } from '@/lib/core/projection/map-components';
import type { MapChoice } from '@/lib/queries/map-comparisons';

interface Props {
  maps: readonly MapChoice[];
  pools: readonly { id: string; name: string; memoryCount: number }[];
  left: string;
  right: string;
  leftPool: string | null;
  rightPool: string | null;
}

/** What a map is called among others: its vectors first, since they decide its neighbours. */
export const mapName = ({ model, parameters }: Pick<MapChoice, 'model' | 'parameters'>): string =>
  `${model}, ${parameters.metric}${mapComponents(parameters) === 3 ? ', 3-D' : ''}`;

/** Which two maps are compared, and which pools of them. */
export function MapChoices({ maps, pools, left, right, leftPool, rightPool }: Props) {
  const mapOptions = maps.map((map) => ({
    value: map.id,
    label: `${mapName(map)} (${formatCount(map.memoryCount)}, ${formatDate(map.createdAt)})`,
  }));
  const poolOptions = [
    { value: '', label: 'all memories' },
    ...pools.map(({ id, name, memoryCount }) => ({
      value: id,
      label: `${name} (${formatCount(memoryCount)})`,
    })),
  ];
  return (
    <>
      <UrlSelect name="left" label="Left map" value={left} options={mapOptions} />
      {pools.length > 1 ? (
        <UrlSelect name="pool-left" label="Left pool" value={leftPool ?? ''} options={poolOptions} />
      ) : null}
      <UrlSelect name="right" label="Right map" value={right} options={mapOptions} />
      {pools.length > 1 ? (
        <UrlSelect name="pool-right" label="Right pool" value={rightPool ?? ''} options={poolOptions} />
      ) : null}
    </>
  );
}
