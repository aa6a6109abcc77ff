'use client';

import { ArrowDown, ArrowUp } from 'lucide-react';
import { useMemo, useState } from 'react';
import { ExportMenu } from '@/app/_components/export-menu';
import { countOf, formatCount, formatPercent } from '@/app/_components/format';
import { MemoryTypeMark } from '@/app/_components/memory-type-mark';
import { Panel } from '@/app/_components/panel';
import { RowsLeftOut } from '@/app/_components/rows-left-out';
import { TableFrame } from '@/app/_components/table-frame';
import { titleOf } from '@/lib/exporters/map-points';
import { byShareKept, type KeptOrder, keptTable } from '../../_compare/kept-table';
import { type LinkedMaps, whereIs } from '../../_compare/link-maps';
import type { LinkedFocus } from '../../_compare/linked-focus';
import type { ComparisonFacts } from '../../_compare/sides';

/** More rows make a page slow; the exported file holds them all. */
const mostRows = 200;

interface Props {
  studyId: string;
  linked: LinkedMaps;
  kept: Float32Array;
  /** Memory numbers; with more than one, the table holds these alone. */
  picked: Uint32Array;
  comparison: ComparisonFacts;
  focus: { left: LinkedFocus; right: LinkedFocus };
  choose(memory: number): void;
}

/** The share of neighbours kept, memory by memory. Pressing a title chooses the memory on both maps. */
export function KeptList({ studyId, linked, kept, picked, comparison, focus, choose }: Props) {
  const [order, setOrder] = useState<KeptOrder>('fewest');
  const memories = useMemo(() => {
    const sorted = byShareKept(kept, order);
    if (picked.length < 2) return sorted;
    const among = new Set(picked);
    return sorted.filter((memory) => among.has(memory));
  }, [kept, order, picked]);
  const title = 'Neighbours kept, by memory';
  const mean = memories.reduce((sum, memory) => sum + kept[memory]!, 0) / memories.length;
  const notes = [`Of the ${comparison.neighbors} nearest of each memory on either map.`];
  const Arrow = order === 'fewest' ? ArrowUp : ArrowDown;
  return (
    <Panel
      title={title}
      note={`${countOf(memories.length, 'memory', 'memories')}${picked.length > 1 ? ` of the ${formatCount(picked.length)} picked` : ''} on both maps${memories.length > 0 ? `, on average ${formatPercent(mean)} % kept` : ''}. Press a title to see its neighbours.`}
      actions={
        <ExportMenu
          title={title}
          file={`${studyId}-neighbours-kept`}
          table={() => keptTable(linked, kept, memories, { title, notes, neighbors: comparison.neighbors })}
          provenance={comparison.provenance}
        />
      }
    >
      <div className="max-h-96 overflow-y-auto">
        <TableFrame caption={title}>
          <thead>
            <tr>
              <th scope="col">Memory</th>
              <th scope="col">Type</th>
              <th scope="col">Benchmark</th>
              <th scope="col" className="num" aria-sort={order === 'fewest' ? 'ascending' : 'descending'}>
                <button
                  type="button"
                  className="inline-flex items-center gap-1 font-medium hover:text-ink"
                  onClick={() => setOrder(order === 'fewest' ? 'most' : 'fewest')}
                >
                  Kept, %
                  <Arrow className="size-3" aria-hidden="true" />
                </button>
              </th>
              <th scope="col" className="num">
                Of {comparison.neighbors}
              </th>
            </tr>
          </thead>
          <tbody>
            {memories.slice(0, mostRows).map((memory) => {
              const { points, row } = whereIs(linked, memory);
              const left = linked.left.rowOf[memory]!;
              return (
                <tr
                  key={memory}
                  aria-current={picked.length === 1 && picked[0] === memory ? 'true' : undefined}
                  className="aria-[current]:bg-accent-soft aria-[current]:[&>th]:bg-accent-soft"
                  onPointerEnter={() => focus.left.set({ point: left, kept: false })}
                  onPointerLeave={() => focus.left.set(null)}
                >
                  <th scope="row" className="max-w-96 truncate font-normal">
                    <button type="button" className="link" onClick={() => choose(memory)}>
                      {titleOf(points, row)}
                    </button>
                  </th>
                  <td>
                    <MemoryTypeMark type={points.types[points.type[row]!]!} />
                  </td>
                  <td>{points.benchmarks[points.benchmark[row]!] ?? 'unknown'}</td>
                  <td className="num">{formatPercent(kept[memory]!)}</td>
                  <td className="num">{Math.round(kept[memory]! * comparison.neighbors)}</td>
                </tr>
              );
            })}
          </tbody>
        </TableFrame>
      </div>
      <RowsLeftOut shown={mostRows} of={memories.length} />
    </Panel>
  );
}
