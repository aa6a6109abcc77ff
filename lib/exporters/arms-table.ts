import type { MissingReward } from '@/lib/core/gains/missing';
import type { ArmSummary } from '@/lib/core/retrieval/arm-summary';
import { notEstimable } from '@/lib/core/vocabulary';
import type { AblationArmRow, AblationRow } from '@/lib/queries/ablations';
import type { MeasuredArm } from '@/lib/queries/measured-arms';
import type { Provenance } from './provenance';
import {
  type ColumnKind,
  type ExportTable,
  estimateCell,
  type TableCell,
  valueCell,
} from './table/export-table';

/** What an arm that has run says in one column. */
interface Figure {
  key: string;
  label: string;
  type: ColumnKind;
  cell: (summary: ArmSummary) => TableCell;
}

const integer: ColumnKind = { kind: 'integer' };
const digits = (n: number): ColumnKind => ({ kind: 'number', digits: n });
const count = (key: string, label: string, of: (summary: ArmSummary) => number): Figure => ({
  key,
  label,
  type: integer,
  cell: (summary) => ({ value: of(summary) }),
});

const figures: readonly Figure[] = [
  count('retrieved', 'Retrieved', (s) => s.hitCount),
  count('memories', 'Distinct memories', (s) => s.memoryCount),
  {
    key: 'median_score',
    label: 'Median score',
    type: digits(3),
    cell: ({ scores }) => valueCell(scores?.median, 'nothing retrieved'),
  },
  {
    key: 'failure_share',
    label: 'From failures, %',
    type: { kind: 'percent', digits: 0 },
    cell: (s) => estimateCell(s.failureShare),
  },
  {
    key: 'abstraction',
    label: 'Abstraction',
    type: digits(3),
    cell: (s) => estimateCell(s.meanAbstraction),
  },
  { key: 'redundancy', label: 'Redundancy', type: digits(3), cell: (s) => estimateCell(s.redundancy) },
  {
    key: 'prompt_tokens',
    label: 'Tokens per task, estimated',
    type: digits(0),
    cell: (s) => estimateCell(s.meanPromptTokens),
  },
  count('tasks_with_suspects', 'Tasks with suspects', (s) => s.tasksWithSuspects),
  count('short_tasks', 'Short tasks', (s) => s.shortTasks),
  {
    key: 'source_entropy',
    label: 'Source entropy, bits',
    type: digits(2),
    cell: (s) => estimateCell(s.sourceEntropy),
  },
  {
    key: 'duration_ms',
    label: 'ms per task',
    type: digits(2),
    cell: (s) => estimateCell(s.meanDurationMs),
  },
];

const waiting: TableCell = { value: null, reason: 'the arm has not run yet' };

/** The arms of an ablation with what each retrieved; with measured gains where trials ran under some of their settings. */
export function armsTable(
  arms: readonly AblationArmRow[],
  measured: ReadonlyMap<number, MeasuredArm>,
  title: string,
): ExportTable {
  const gainOf = ({ index }: AblationArmRow): TableCell => {
    const gain = measured.get(index)?.gain;
    return gain
      ? estimateCell(gain.estimate, gain.ciLow, gain.ciHigh)
      : estimateCell(notEstimable('no trial ran under this setting'));
  };
  const gains = measured.size > 0;
  return {
    title,
    notes: ['Scores of different methods are on different scales; compare them within a method.'],
    columns: [
      { key: 'arm', label: 'Arm', type: integer },
      { key: 'setting', label: 'Setting', type: { kind: 'text' } },
      ...figures.map(({ key, label, type }) => ({ key, label, type })),
      ...(gains
        ? [
            {
              key: 'measured_gain',
              label: 'Measured gain, pp',
              type: { kind: 'points' as const },
              estimate: true,
            },
          ]
        : []),
    ],
    rows: arms.map((arm) => ({
      cells: [
        { value: arm.index + 1 },
        { value: arm.label },
        ...figures.map(({ cell }) => (arm.summary ? cell(arm.summary) : waiting)),
        ...(gains ? [gainOf(arm)] : []),
      ],
    })),
  };
}

/**
 * Where the figures of an ablation come from: its pool, and the whole setting of every arm.
 *
 * @param compared  what measured gains are over, and their rule for missing rewards; null where there are none
 */
export const armsProvenance = (
  { name, arms, poolHash, codeVersion }: AblationRow,
  study: string,
  compared: { baseline: string; missing: MissingReward } | null,
): Provenance => ({
  title: name,
  study,
  dataHash: poolHash,
  // Settings are read from JSON and hold nothing else.
  settings: {
    arms: arms.map(({ settings }) => JSON.parse(JSON.stringify(settings))),
    ...(compared && { baseline: compared.baseline, missing: compared.missing }),
  },
  seeds: [...new Set(arms.map(({ settings }) => settings.seed))],
  codeVersion,
  // The command line runs grids, and arms may have been added one by one.
  command: null,
});
