import type { SuspectRow } from '@/lib/queries/suspects';
import { csvLine } from './csv';

const header = [
  'benchmark',
  'task',
  'memory',
  'title',
  'source benchmark',
  'source task',
  'evidence',
  'score',
  'detail',
  'arms',
];

/** Suspects as CSV: a line for every task, memory and kind of evidence; arms by their numbers on screen. */
export const suspectsCsv = (rows: readonly SuspectRow[]): string =>
  [
    header,
    ...rows.flatMap((row) =>
      row.evidence.map(({ kind, score, detail }) => [
        row.benchmark,
        row.task,
        row.memoryId,
        row.title,
        row.sourceBenchmark,
        row.sourceTask,
        kind,
        score,
        detail,
        row.arms.map((arm) => arm + 1).join(' '),
      ]),
    ),
  ]
    .map((cells) => `${csvLine(cells)}\r\n`)
    .join('');
