'use client';

import Link from 'next/link';
import { type ReactNode, useId, useState } from 'react';
import {
  formatCount,
  formatNumber,
  formatPercent,
  formatPoints,
  formatPValue,
} from '@/app/_components/format';
import { adjustmentLabels } from '@/lib/core/gains/adjust';
import { touchedBy } from '@/lib/core/gains/missing';
import type { Average, Gain, GainsCell, GainsReport } from '@/lib/core/gains/report';
import type { Estimate } from '@/lib/core/vocabulary';
import { fetchReport } from './fetch-report';

const testNames = {
  'mcnemar-exact': 'exact McNemar',
  'sign-flip-exact': 'sign-flip permutation, all flips',
  'sign-flip-sampled': 'sign-flip permutation, sampled',
} as const;

/** A cell of a report: of a condition, and of a benchmark or an average. */
export interface CellPlace {
  condition: string;
  benchmark: string | null;
  average: Average;
}

interface Props {
  /** Of the report that the card reads when it is opened. */
  address: string;
  place: CellPlace;
  label: string;
  column: string;
  /** The number as it is read out; the label of a button replaces its content. */
  spoken: string;
  /** To the list of tasks that flipped; null for the baseline. */
  flipsHref: string | null;
  children: ReactNode;
}

type Lines = [name: string, value: string][];
type Settings = GainsReport['settings'];

const between = (low: number | null, high: number | null, format: (n: number) => string) =>
  low === null || high === null ? '' : ` [${format(low)}, ${format(high)}]`;

const withError = (estimate: Estimate, error: number | null, format: (n: number) => string) =>
  estimate.value === null
    ? estimate.reason
    : `${format(estimate.value)}${error === null ? '' : ` ± ${format(error)} (standard error over tasks)`}`;

const inPercent = (p: number) => `${formatPercent(p)} %`;

function rateLines(cell: GainsCell, { passK: k, missing }: Settings): Lines {
  const { rate, standardErrors } = cell;
  const lines: Lines = [
    [
      `pass@${k}`,
      rate.estimate.value === null
        ? rate.estimate.reason
        : `${inPercent(rate.estimate.value)}${between(rate.ciLow, rate.ciHigh, formatPercent)}`,
    ],
    ['avg pass@1', withError(cell.avgPass1, standardErrors.avgPass1, inPercent)],
    ['mean reward', withError(cell.meanReward, standardErrors.meanReward, (n) => formatNumber(n, 3))],
    ['tasks, trials', `${formatCount(cell.taskCount)}, ${formatCount(cell.trialCount)}`],
  ];
  if (k > 1) lines.splice(1, 0, [`pass^${k}`, withError(cell.passHatK, standardErrors.passHatK, inPercent)]);
  if (cell.tasksNotEstimable > 0)
    lines.push([`tasks with fewer than ${k} trials`, formatCount(cell.tasksNotEstimable)]);
  if (cell.trialsWithoutReward > 0) {
    const { failed, leftOut } = touchedBy(cell.missing, missing);
    lines.push([
      'trials without a reward',
      `${formatCount(cell.trialsWithoutReward)} (${failed} as failed, ${leftOut} left out)`,
    ]);
  }
  return lines;
}

function gainLines(gain: Gain, settings: Settings): Lines {
  const lines: Lines = [
    [
      'gain',
      gain.estimate.value === null
        ? gain.estimate.reason
        : `${formatPoints(gain.estimate.value)} pp${between(gain.ciLow, gain.ciHigh, formatPoints)}`,
    ],
    [
      'paired tasks',
      `${formatCount(gain.pairedTasks)} (${gain.onlyBaselineTasks} only in the baseline, ${gain.onlyConditionTasks} only here)`,
    ],
  ];
  if (gain.interval)
    lines.push([
      'interval',
      `${gain.interval.method}, by ${gain.interval.unit}${gain.interval.reason ? `: ${gain.interval.reason}` : ''}`,
    ]);
  if (gain.pValue === null || !gain.test) return lines;
  if (gain.percentile && gain.interval?.method === 'BCa')
    lines.push([
      'percentile interval',
      between(gain.percentile.low, gain.percentile.high, formatPoints).trim(),
    ]);
  const adjusted =
    gain.pAdjusted === null
      ? ''
      : `, adjusted ${formatPValue(gain.pAdjusted)} (${adjustmentLabels[settings.adjust]})`;
  lines.push(['p', `${formatPValue(gain.pValue)}${adjusted}, ${testNames[gain.test]}`]);
  const { mcNemar, signFlip, wilcoxon } = gain.tests;
  lines.push([
    'McNemar',
    mcNemar.value === null
      ? mcNemar.reason
      : `exact ${formatPValue(mcNemar.value.exact)}, mid-p ${formatPValue(mcNemar.value.midP)}`,
  ]);
  lines.push([
    'sign-flip permutation',
    signFlip.value === null ? signFlip.reason : formatPValue(signFlip.value.pValue),
  ]);
  lines.push([
    'Wilcoxon',
    wilcoxon.value === null
      ? wilcoxon.reason
      : `${formatPValue(wilcoxon.value.pValue)}${wilcoxon.value.reason ? `: ${wilcoxon.value.reason}` : ''}`,
  ]);
  lines.push([
    'Cohen’s h',
    gain.cohensH.value === null ? gain.cohensH.reason : formatNumber(gain.cohensH.value),
  ]);
  const odds = gain.oddsRatio;
  lines.push([
    'odds of flips',
    odds.value === null
      ? odds.reason
      : `${formatNumber(odds.value.oddsRatio)} [${formatNumber(odds.value.low)}, ${odds.value.high === null ? 'no upper limit' : formatNumber(odds.value.high)}]${odds.value.corrected ? ', ½ added to both counts' : ''}`,
  ]);
  lines.push([
    'chance of being better',
    gain.superiority.value === null
      ? gain.superiority.reason
      : `${inPercent(gain.superiority.value.probability)} of resamples`,
  ]);
  return lines;
}

/** A number of the table that opens a card with everything behind it; the page itself carries none of that. */
export function CellCard({ address, place, label, column, spoken, flipsHref, children }: Props) {
  const id = useId();
  const [report, setReport] = useState<GainsReport | null>(null);
  const [problem, setProblem] = useState('');
  const ask = () => {
    fetchReport(address)
      .then(setReport)
      .catch((error: Error) => setProblem(error.message));
  };
  const cell = report && cellAt(report, place);
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
        onBeforeToggle={ask}
        className="m-auto max-h-[80vh] max-w-md overflow-y-auto rounded-lg border border-line-strong bg-raised p-4 text-left text-sm text-ink shadow-lg [position-area:bottom_span-left] [position-try-fallbacks:flip-inline,flip-block] supports-[position-area:bottom]:m-1"
      >
        <p className="mb-2 whitespace-normal font-semibold">
          {label}, {column}
        </p>
        {cell ? (
          <Content {...{ cell, settings: report.settings, flipsHref }} />
        ) : (
          <p className="whitespace-normal text-muted" aria-live="polite">
            {problem || (report ? 'These numbers have changed; reload the page.' : 'Being read…')}
          </p>
        )}
      </div>
    </>
  );
}

function cellAt({ conditions }: GainsReport, { condition, benchmark, average }: CellPlace): GainsCell | null {
  const own = conditions.find((one) => one.condition === condition);
  if (benchmark === null) return own?.totals[average] ?? null;
  return own?.cells.find((cell) => cell.benchmark === benchmark) ?? null;
}

function Content({
  cell,
  settings,
  flipsHref,
}: {
  cell: GainsCell;
  settings: Settings;
  flipsHref: string | null;
}) {
  const lines = [...rateLines(cell, settings), ...(cell.gain ? gainLines(cell.gain, settings) : [])];
  const flips = cell.gain?.flips;
  return (
    <>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
        {lines.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-muted">{name}</dt>
            <dd className="tabular whitespace-normal">{value}</dd>
          </div>
        ))}
      </dl>
      {flipsHref && flips && flips.gained + flips.lost > 0 ? (
        <Link className="link mt-2 inline-block" href={flipsHref}>
          The {flips.gained + flips.lost} tasks that flipped: {flips.gained} gained, {flips.lost} lost
        </Link>
      ) : null}
    </>
  );
}
