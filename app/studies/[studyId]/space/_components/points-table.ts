import { type ExportTable, valueCell } from '@/lib/exporters/table/export-table';
import type { MapPoints } from './parse-points';

/** The points of the map as a table: a memory a row. */
export const pointsTable = (points: MapPoints | null): ExportTable => ({
  title: 'Map of the memories',
  notes: [],
  columns: [
    { key: 'memory', label: 'Memory', type: { kind: 'text' } },
    { key: 'id', label: 'Id', type: { kind: 'text' } },
    { key: 'type', label: 'Type', type: { kind: 'text' } },
    { key: 'benchmark', label: 'Benchmark', type: { kind: 'text' } },
    { key: 'x', label: 'x', type: { kind: 'number', digits: 4 } },
    { key: 'y', label: 'y', type: { kind: 'number', digits: 4 } },
  ],
  rows: (points?.ids ?? []).map((id, i) => ({
    cells: [
      valueCell(points!.titles[i], 'untitled'),
      valueCell(id, 'deleted since'),
      valueCell(points!.types[points!.type[i]!], 'unknown type'),
      valueCell(points!.benchmarks[points!.benchmark[i]!], 'unknown benchmark'),
      { value: points!.positions[i * 2]! },
      { value: points!.positions[i * 2 + 1]! },
    ],
  })),
});
