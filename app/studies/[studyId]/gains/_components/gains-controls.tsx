import { UrlSwitch } from '@/app/_components/url-select';
import { adjustmentLabels, adjustments } from '@/lib/core/gains/adjust';
import type { SetCondition } from '@/lib/core/gains/arrange';
import { type GainsReport, noiseLabels, noises } from '@/lib/core/gains/report';
import { AverageSwitch, BaselineSelect, MissingSelect } from '../../_components/comparison-controls';
import { areMany, type Series } from '../_charts/series';
import { DrawnChoice } from './drawn-choice';
import type { GainsView } from './gains-view';
import { MetricSelect } from './metric-select';

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
      <BaselineSelect conditions={conditions} {...settings} />
      <MetricSelect k={view.k} attempts={attempts} />
      <AverageSwitch value={view.average} />
      <UrlSwitch
        name="noise"
        label="Noise of intervals"
        value={view.noise}
        options={noises.map((noise) => ({ value: noise, label: noiseLabels[noise] }))}
      />
      <MissingSelect value={view.missing} />
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
