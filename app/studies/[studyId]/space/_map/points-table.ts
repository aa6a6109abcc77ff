import { idOf, type MapPoints, titleOf } from '@/lib/exporters/map-points';
import { type ExportTable, valueCell } from '@/lib/exporters/table/export-table';

const text = { kind: 'text' as const };

/** Which memory a row of a table is about. */
export const namingColumns: ExportTable['columns'] = [
  { key: 'memory', label: 'Memory', type: text },
  { key: 'id', label: 'Id', type: text },
  { key: 'type', label: 'Type', type: text },
  { key: 'benchmark', label: 'Benchmark', type: text },
  { key: 'pool', label: 'Pool', type: text },
];

/** What stands in them for one point. */
export const namingCells = (points: MapPoints, i: number): ExportTable['rows'][number]['cells'] => [
  { value: titleOf(points, i) },
  valueCell(idOf(points, i), 'deleted since'),
  { value: points.types[points.type[i]!]! },
  valueCell(points.benchmarks[points.benchmark[i]!], 'unknown benchmark'),
  valueCell(points.pools[points.pool[i]!], 'deleted since'),
];

export const outcomeWords = ['source failed', 'source succeeded', null] as const;

const number = (value: number, reason: string) =>
  valueCell(Number.isNaN(value) ? null : Number(value.toPrecision(7)), reason);

/** Points of the map as a table: a memory a row. @param rows the points, by number; all when left out */
export function pointsTable(points: MapPoints, title: string, rows?: ArrayLike<number>): ExportTable {
  const value = { kind: 'number' as const, digits: 3 };
  const axes = ['x', 'y', 'z'].slice(0, points.components);
  return {
    title,
    notes: [],
    columns: [
      ...namingColumns,
      { key: 'source_model', label: 'Source model', type: text },
      { key: 'outcome', label: 'Outcome', type: text },
      { key: 'uses', label: 'Uses', type: { kind: 'integer' } },
      { key: 'uplift', label: 'Uplift', type: { kind: 'points' }, estimate: true },
      { key: 'abstraction', label: 'Abstraction A', type: value, estimate: true },
      { key: 'cluster', label: 'Cluster', type: text },
      { key: 'trustworthiness', label: 'Trustworthiness', type: value },
      { key: 'continuity', label: 'Continuity', type: value },
      { key: 'recall', label: 'Neighbours kept', type: { kind: 'percent' } },
      ...axes.map((key) => ({ key, label: key, type: { kind: 'number' as const, digits: 4 } })),
    ],
    rows: Array.from({ length: rows?.length ?? points.count }, (_, at) => {
      const i = rows?.[at] ?? at;
      return {
        cells: [
          ...namingCells(points, i),
          valueCell(points.sourceModels[points.sourceModel[i]!], 'unknown model'),
          valueCell(outcomeWords[points.outcome[i]!], 'nobody said'),
          { value: points.uses[i]! },
          number(points.uplift[i]!, 'no logged trial measured it'),
          number(points.abstraction[i]!, 'needs a known benchmark and another one'),
          valueCell(points.clusters[points.cluster[i]!], 'in no cluster'),
          number(points.trustworthiness[i]!, 'not judged'),
          number(points.continuity[i]!, 'not judged'),
          number(points.recall[i]!, 'not judged'),
          ...axes.map((_, axis) => ({ value: points.positions[i * points.components + axis]! })),
        ],
      };
    }),
  };
}
