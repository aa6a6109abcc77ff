import { UrlSelect, UrlSwitch } from '@/app/_components/url-select';
import { adjustmentLabels, adjustments } from '@/lib/core/gains/adjust';
import type { SetCondition } from '@/lib/core/gains/arrange';
import { missingLabels, missingRules } from '@/lib/core/gains/missing';
import { type GainsReport, noiseLabels, noises } from '@/lib/core/gains/report';
import { areMany, type Series } from '../_charts/series';
import { baselineChoice } from './baseline-choice';
import { DrawnChoice } from './drawn-choice';
import type { GainsView } from './gains-view';
import { offeredK } from './offered-k';

/** Everything that can be chosen about the numbers, all of it in the address. */
export function GainsControls({
  view,
  report: { settings },
  conditions,
  attempts,
  series,
  drawn,
}: {
  view: GainsView;
  report: GainsReport;
  conditions: readonly SetCondition[];
  attempts: number;
  series: readonly Series[];
  drawn: readonly Series[];
}) {
  return (
    <div className="flex flex-wrap items-end gap-4 no-print">
      <UrlSelect
        name="baseline"
        label="Baseline"
        {...baselineChoice(conditions, settings.baseline, settings.baselines)}
      />
      <UrlSelect
        name="k"
        label="Metric"
        value={String(view.k)}
        options={offeredK(attempts, view.k).map((k) => ({
          value: String(k),
          label: k === 1 ? 'avg pass@1' : `pass@${k}`,
        }))}
      />
      <UrlSwitch
        name="average"
        label="Average"
        value={view.average}
        options={[
          { value: 'task-weighted', label: 'task-weighted' },
          { value: 'macro', label: 'macro' },
        ]}
      />
      <UrlSwitch
        name="noise"
        label="Noise of intervals"
        value={view.noise}
        options={noises.map((noise) => ({ value: noise, label: noiseLabels[noise] }))}
      />
      <UrlSelect
        name="missing"
        label="Trials without a reward"
        value={view.missing}
        options={missingRules.map((rule) => ({ value: rule, label: missingLabels[rule] }))}
      />
      <UrlSwitch
        name="adjust"
        label="p adjusted by"
        value={view.adjust}
        options={adjustments.map((how) => ({ value: how, label: adjustmentLabels[how] }))}
      />
      <UrlSwitch
        name="published"
        label="Published table"
        value={view.published ?? ''}
        options={[
          { value: '', label: 'hide' },
          { value: 'on', label: 'show' },
        ]}
      />
      {areMany(series) ? (
        <DrawnChoice series={series} drawn={drawn.filter((s) => !s.isBaseline).map(({ id }) => id)} />
      ) : null}
    </div>
  );
}
