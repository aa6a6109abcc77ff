'use client';

import Link from 'next/link';
import type { Dispatch } from 'react';
import { ExportMenu } from '@/app/_components/export-menu';
import { formatCount, formatNumber, formatPoints } from '@/app/_components/format';
import { MemoryTypeMark } from '@/app/_components/memory-type-mark';
import { Panel } from '@/app/_components/panel';
import { RowsLeftOut } from '@/app/_components/rows-left-out';
import { TableFrame } from '@/app/_components/table-frame';
import { idOf, type MapPoints, noCode, titleOf } from '@/lib/exporters/map-points';
import type { Provenance } from '@/lib/exporters/provenance';
import { mostPackedLetters, packRows } from '../_map/pack-rows';
import type { PointFocus } from '../_map/point-focus';
import { outcomeWords, pointsTable } from '../_map/points-table';
import type { ViewChange } from '../_map/view';

/** More rows make a page slow; the exported file holds them all. */
const mostRows = 200;

interface Props {
  points: MapPoints;
  picked: Uint32Array;
  studyId: string;
  focus: PointFocus;
  change: Dispatch<ViewChange>;
  provenance: Provenance | null;
}

/** How many of the rows fall on each name, the largest first: “12 insight, 3 workflow”. */
function tally(rows: Uint32Array, codes: ArrayLike<number>, names: readonly string[]): string {
  const counts = new Map<number, number>();
  for (const i of rows) counts.set(codes[i]!, (counts.get(codes[i]!) ?? 0) + 1);
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .map(([code, n]) => `${formatCount(n)} ${code === noCode ? 'unknown' : names[code]}`)
    .join(', ');
}

/** The picked memories as a table. Pointing at a row shows its point, pressing its title reads it. */
export function MapSelection({ points, picked, studyId, focus, change, provenance }: Props) {
  if (picked.length === 0) return null;
  const title = 'Picked memories';
  const inAddress = packRows(picked) !== null;
  return (
    <Panel
      title={`${formatCount(picked.length)} of ${formatCount(points.count)} memories picked`}
      note={`By type: ${tally(picked, points.type, points.types)}. By benchmark: ${tally(picked, points.benchmark, points.benchmarks)}.${inAddress ? '' : ` The address keeps no selection of more than ${formatCount(mostPackedLetters)} letters; this one is lost when the page is loaded again.`}`}
      actions={
        <>
          <ExportMenu
            title={title}
            file={`${studyId}-picked`}
            table={() => pointsTable(points, title, picked)}
            provenance={provenance}
          />
          <button
            type="button"
            className="button"
            onClick={() => change({ do: 'pick', rows: new Uint32Array(0), merge: false })}
          >
            Clear
          </button>
        </>
      }
    >
      <div className="max-h-96 overflow-y-auto">
        <TableFrame caption={title}>
          <thead>
            <tr>
              <th scope="col">Memory</th>
              <th scope="col">Type</th>
              <th scope="col">Benchmark</th>
              <th scope="col">Source trial</th>
              <th scope="col" className="num">
                Uses
              </th>
              <th scope="col" className="num">
                Uplift, pp
              </th>
              <th scope="col" className="num">
                A
              </th>
            </tr>
          </thead>
          <tbody>
            {[...picked.subarray(0, mostRows)].map((i) => (
              <PickedRow key={i} points={points} point={i} studyId={studyId} focus={focus} />
            ))}
          </tbody>
        </TableFrame>
      </div>
      <RowsLeftOut shown={mostRows} of={picked.length} />
    </Panel>
  );
}

const numberOr = (value: number, write: (value: number) => string, reason: string) =>
  Number.isNaN(value) ? (
    <span className="text-faint" title={reason}>
      –<span className="sr-only"> {reason}</span>
    </span>
  ) : (
    write(value)
  );

function PickedRow({
  points,
  point: i,
  studyId,
  focus,
}: {
  points: MapPoints;
  point: number;
  studyId: string;
  focus: PointFocus;
}) {
  const id = idOf(points, i);
  const title = titleOf(points, i);
  return (
    <tr onPointerEnter={() => focus.set({ point: i, kept: false })} onPointerLeave={() => focus.set(null)}>
      <th scope="row" className="max-w-96 truncate font-normal">
        {id ? (
          <Link className="link" href={`/studies/${studyId}/memories/${id}`}>
            {title}
          </Link>
        ) : (
          title
        )}
      </th>
      <td>
        <MemoryTypeMark type={points.types[points.type[i]!]!} />
      </td>
      <td>{points.benchmarks[points.benchmark[i]!] ?? 'unknown'}</td>
      <td>{outcomeWords[points.outcome[i]!] ?? 'unknown'}</td>
      <td className="num">{formatCount(points.uses[i]!)}</td>
      <td className="num">{numberOr(points.uplift[i]!, formatPoints, 'no logged trial measured it')}</td>
      <td className="num">
        {numberOr(points.abstraction[i]!, formatNumber, 'needs a known benchmark and another one')}
      </td>
    </tr>
  );
}
