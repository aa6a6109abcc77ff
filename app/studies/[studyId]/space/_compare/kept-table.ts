import { type ExportTable, valueCell } from '@/lib/exporters/table/export-table';
import { namingCells, namingColumns, outcomeWords } from '../_map/points-table';
import { type LinkedMaps, whereIs } from './link-maps';

export type KeptOrder = 'fewest' | 'most';

/**
 * Memories that were compared, by the share of neighbours kept; of equal shares the smaller number first.
 *
 * @param kept  by memory number; NaN for memories that were not compared
 */
export function byShareKept(kept: Float32Array, order: KeptOrder): number[] {
  const sign = order === 'fewest' ? 1 : -1;
  return Array.from(kept.keys())
    .filter((memory) => !Number.isNaN(kept[memory]!))
    .sort((a, b) => sign * (kept[a]! - kept[b]!) || a - b);
}

/** What was found out about each memory, as a table. @param memories by number, in the order of the rows */
export function keptTable(
  linked: LinkedMaps,
  kept: Float32Array,
  memories: readonly number[],
  { title, notes, neighbors }: { title: string; notes: string[]; neighbors: number },
): ExportTable {
  return {
    title,
    notes,
    columns: [
      ...namingColumns,
      { key: 'outcome', label: 'Source trial', type: { kind: 'text' } },
      { key: 'share_kept', label: 'Neighbours kept', type: { kind: 'percent' } },
      { key: 'kept', label: 'Kept', type: { kind: 'integer' } },
      { key: 'of', label: 'Of', type: { kind: 'integer' } },
    ],
    rows: memories.map((memory) => {
      const { points, row } = whereIs(linked, memory);
      return {
        cells: [
          ...namingCells(points, row),
          valueCell(outcomeWords[points.outcome[row]!], 'nobody said'),
          { value: Number(kept[memory]!.toPrecision(7)) },
          { value: Math.round(kept[memory]! * neighbors) },
          { value: neighbors },
        ],
      };
    }),
  };
}
