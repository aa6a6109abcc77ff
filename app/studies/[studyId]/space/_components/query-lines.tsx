import type { MapQuery } from '@/lib/queries/query-on-map';
import { seen, type Turn } from '../_map/camera';
import type { Cloud } from '../_map/cloud';
import { landing } from '../_map/landing';
import { RowLines } from './row-lines';

const colors = [
  'var(--accent)',
  'var(--bad)',
  'var(--good)',
  'var(--warn)',
  'var(--text)',
  'var(--baseline)',
];
const dashes = ['', '6 4', '2 4', '10 3 2 3'];

/** The look of the n-th retrieval: colour and dashes together, so that neither has to do alone. */
export const lineLook = (n: number) => ({
  color: colors[n % colors.length]!,
  dash: dashes[n % dashes.length]!,
});

interface Props {
  cloud: Cloud;
  turn: Turn;
  query: MapQuery;
  hidden: ReadonlySet<number>;
}

/** The query's place and lines to what is retrieved for it, in units of the map. */
export function QueryLines({ cloud, turn, query, hidden }: Props) {
  const from = landing(query, cloud);
  if (!from) return null;
  const at = seen(turn, from);
  const dot = `M${at.x} ${at.y}h0`;
  return (
    <>
      {query.retrievals.map(({ label, rows }, n) =>
        hidden.has(n) ? null : <RowLines key={label} {...{ cloud, turn, from, rows }} {...lineLook(n)} />,
      )}
      <path
        d={dot}
        stroke="var(--surface-raised)"
        strokeWidth={18}
        strokeLinecap="square"
        vectorEffect="non-scaling-stroke"
      />
      <path
        d={dot}
        stroke="var(--text)"
        strokeWidth={13}
        strokeLinecap="square"
        vectorEffect="non-scaling-stroke"
      />
    </>
  );
}
