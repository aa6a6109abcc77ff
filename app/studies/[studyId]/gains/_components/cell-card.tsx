'use client';

import { type ReactNode, useId } from 'react';
import { formatCount, formatPercent, formatPoints, formatPValue } from '@/app/_components/format';
import type { GainsCell, GainsReport } from '@/lib/core/gains/report';

const testNames = {
  'mcnemar-exact': 'exact McNemar',
  'sign-flip-exact': 'sign-flip permutation, all flips',
  'sign-flip-sampled': 'sign-flip permutation, sampled',
} as const;

interface Props {
  cell: GainsCell;
  label: string;
  column: string;
  settings: GainsReport['settings'];
  /** The number as it is read out; the label of a button replaces its content. */
  spoken: string;
  children: ReactNode;
}

function lines(cell: GainsCell, k: number): [string, string][] {
  const { rate, gain } = cell;
  const interval = (low: number | null, high: number | null, format: (n: number) => string) =>
    low === null || high === null ? '' : ` [${format(low)}, ${format(high)}]`;
  const list: [string, string][] = [
    [
      `pass@${k}`,
      rate.estimate.value === null
        ? rate.estimate.reason
        : `${formatPercent(rate.estimate.value)} %${interval(rate.ciLow, rate.ciHigh, formatPercent)}`,
    ],
    [
      'avg pass@1',
      cell.avgPass1.value === null ? cell.avgPass1.reason : `${formatPercent(cell.avgPass1.value)} %`,
    ],
    ['tasks, trials', `${formatCount(cell.taskCount)}, ${formatCount(cell.trialCount)}`],
  ];
  if (cell.tasksNotEstimable > 0)
    list.push([`tasks with fewer than ${k} trials`, formatCount(cell.tasksNotEstimable)]);
  if (cell.trialsWithoutReward > 0)
    list.push(['trials without a reward', formatCount(cell.trialsWithoutReward)]);
  if (!gain) return list;
  list.push([
    'gain',
    gain.estimate.value === null
      ? gain.estimate.reason
      : `${formatPoints(gain.estimate.value)} pp${interval(gain.ciLow, gain.ciHigh, formatPoints)}`,
  ]);
  list.push([
    'paired tasks',
    `${formatCount(gain.pairedTasks)} (${gain.onlyBaselineTasks} only in the baseline, ${gain.onlyConditionTasks} only here)`,
  ]);
  if (gain.pValue !== null && gain.test) {
    const adjusted = gain.pAdjusted === null ? '' : `, adjusted ${formatPValue(gain.pAdjusted)}`;
    list.push(['p', `${formatPValue(gain.pValue)}${adjusted} (${testNames[gain.test]})`]);
  }
  if (gain.interval) {
    list.push([
      'interval',
      `${gain.interval.method}${gain.interval.reason ? `: ${gain.interval.reason}` : ''}`,
    ]);
  }
  return list;
}

/** A number of the table that opens a card with everything behind it. */
export function CellCard({ cell, label, column, settings, spoken, children }: Props) {
  const id = useId();
  return (
    <>
      <button
        type="button"
        popoverTarget={id}
        className="-mx-1 rounded px-1 hover:bg-sunken"
        aria-label={`${spoken}; ${label}, ${column}: details`}
      >
        {children}
      </button>
      <div
        id={id}
        popover="auto"
        className="m-auto max-w-sm rounded-lg border border-line-strong bg-raised p-4 text-left text-sm text-ink shadow-lg [position-area:bottom_span-left] supports-[position-area:bottom]:m-1"
      >
        <p className="mb-2 whitespace-normal font-semibold">
          {label}, {column}
        </p>
        <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
          {lines(cell, settings.passK).map(([name, value]) => (
            <div key={name} className="contents">
              <dt className="text-muted">{name}</dt>
              <dd className="tabular whitespace-normal">{value}</dd>
            </div>
          ))}
        </dl>
      </div>
    </>
  );
}
