import type { FlipOutcome, LedgerGroup, LedgerPair, MemoryFlips } from '@/lib/core/gains/ledger';
import { type CauseShare, lossCauseLabels } from '@/lib/core/gains/loss-causes';
import { type ExportTable, estimateCell, type TableColumn, valueCell } from './table/export-table';

const text = (key: string, label: string): TableColumn => ({ key, label, type: { kind: 'text' } });
const count = (key: string, label: string): TableColumn => ({ key, label, type: { kind: 'integer' } });
const p = (key: string, label: string): TableColumn => ({ key, label, type: { kind: 'p-value' } });

/** What a condition says of itself, beside its label. */
export interface NamedCondition {
  label: string;
  type: string;
  model: string;
}

/** Discordant counts with their tests: a row for every condition and benchmark. */
export const groupsTable = (
  groups: readonly LedgerGroup[],
  nameOf: (condition: string) => NamedCondition,
  title: string,
  notes: string[],
): ExportTable => ({
  title,
  notes,
  columns: [
    text('condition', 'Condition'),
    text('memory_type', 'Memory type'),
    text('model', 'Model'),
    text('benchmark', 'Benchmark'),
    count('tasks', 'Tasks'),
    count('gained', 'Gained'),
    count('lost', 'Lost'),
    {
      key: 'difference',
      label: 'Gained less lost, pp of tasks',
      type: { kind: 'points' },
      estimate: true,
    },
    p('p', 'McNemar p'),
    p('mid_p', 'mid-p'),
    p('q', 'q'),
  ],
  rows: groups.map((group) => {
    const { label, type, model } = nameOf(group.condition);
    const { estimate, ciLow, ciHigh } = group.difference;
    return {
      cells: [
        { value: label },
        { value: type },
        { value: model },
        { value: group.benchmark ?? 'all' },
        { value: group.taskCount },
        { value: group.gained },
        { value: group.lost },
        estimateCell(estimate, ciLow, ciHigh),
        { value: group.pValue },
        { value: group.midP },
        { value: group.qValue },
      ],
    };
  }),
});

/** A line as tables tell it. */
export interface NamedLine extends Pick<LedgerPair, 'benchmark' | 'task' | 'baseline' | 'withMemory'> {
  label: string;
  outcome: FlipOutcome;
  /** What a person called the cause of a loss, else what a model did; '' where nobody said. */
  cause: string;
  memories: readonly string[];
}

/** Every line of the ledger. */
export const linesTable = (lines: readonly NamedLine[], notes: string[]): ExportTable => ({
  title: 'Tasks by what became of them under each condition',
  notes,
  columns: [
    text('task', 'Task'),
    text('benchmark', 'Benchmark'),
    text('condition', 'Condition'),
    text('outcome', 'Outcome'),
    count('baseline_passed', 'Passed at the baseline'),
    count('baseline_trials', 'of'),
    count('passed', 'Passed with memory'),
    count('trials', 'of '),
    text('cause', 'Cause of the loss'),
    text('memories', 'Memories in the prompt'),
  ],
  rows: lines.map(({ task, benchmark, label, outcome, baseline, withMemory, cause, memories }) => ({
    cells: [
      { value: task },
      { value: benchmark },
      { value: label },
      { value: outcome },
      { value: baseline.passed },
      { value: baseline.trials },
      { value: withMemory.passed },
      { value: withMemory.trials },
      { value: cause },
      { value: memories.join('; ') },
    ],
  })),
});

/** Memories by how the tasks ended whose prompts held them. */
export const memoryFlipsTable = (
  rows: readonly MemoryFlips[],
  nameOf: (memory: string) => { title: string; type: string; source: string },
  notes: string[],
): ExportTable => ({
  title: 'Memories in the prompts of tasks that flipped',
  notes,
  columns: [
    text('memory', 'Memory'),
    text('id', 'Id'),
    text('type', 'Type'),
    text('source', 'Source'),
    count('lost', 'Lost'),
    count('gained', 'Gained'),
    count('same', 'Same'),
    p('p', 'Fisher p'),
    p('q', 'q'),
  ],
  rows: rows.map((row) => {
    const { title, type, source } = nameOf(row.memory);
    return {
      cells: [
        { value: title },
        { value: row.memory },
        { value: type },
        { value: source },
        { value: row.lost },
        { value: row.gained },
        { value: row.same },
        valueCell(row.pValue.value, row.pValue.reason ?? ''),
        valueCell(row.qValue, ''),
      ],
    };
  }),
});

/** Shares of the causes of losses. */
export const causesTable = (shares: readonly CauseShare[], title: string, notes: string[]): ExportTable => ({
  title,
  notes,
  columns: [
    text('cause', 'Cause'),
    count('losses', 'Losses'),
    { key: 'share', label: 'Share, %', type: { kind: 'percent' }, estimate: true },
  ],
  rows: shares.map(({ cause, count: losses, share: { estimate, ciLow, ciHigh } }) => ({
    cells: [{ value: lossCauseLabels[cause] }, { value: losses }, estimateCell(estimate, ciLow, ciHigh)],
  })),
});
