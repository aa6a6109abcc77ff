import { ChartFrame } from '@/app/_charts/chart-frame';
import { UrlSelect } from '@/app/_components/url-select';
import type { GainsReport } from '@/lib/core/gains/report';
import type { Provenance } from '@/lib/exporters/provenance';
import { SlopeChart } from '../_charts/slope-chart';
import { slopeTable, toSlopes } from '../_charts/slope-rows';
import type { GainsView } from './gains-view';

/** Two chosen conditions side by side; by default the baseline and the condition that gains most. */
export function SlopePanel({
  report,
  view,
  caption,
  provenance,
  studyId,
}: {
  report: GainsReport;
  view: GainsView;
  caption: string;
  provenance: Provenance;
  studyId: string;
}) {
  if (report.conditions.length < 2) return null;
  const known = (id: string | undefined) => report.conditions.find((c) => c.condition === id);
  const from = known(view.from) ?? report.conditions.find((c) => c.isBaseline)!;
  const gainOf = (c: (typeof report.conditions)[number]) =>
    c.totals[view.average].gain?.estimate.value ?? Number.NEGATIVE_INFINITY;
  const best = report.conditions.filter((c) => c !== from).reduce((a, b) => (gainOf(b) > gainOf(a) ? b : a));
  const to = known(view.to) ?? best;
  const lines = toSlopes(report, from.condition, to.condition, view.average);
  const labels = [from.label, to.label] as const;
  const title = 'From one condition to another';
  const options = report.conditions.map((c) => ({ value: c.condition, label: c.label }));
  return (
    <ChartFrame
      title={title}
      note={`pass@${view.k} in percent, each side on all tasks that it has; the bars at the ends are intervals of the rates, not of their difference.`}
      caption={caption}
      table={slopeTable(lines, labels, title, [caption])}
      provenance={provenance}
      file={`${studyId}-slopes`}
      controls={
        <>
          <UrlSelect name="from" label="From" value={from.condition} options={options} />
          <UrlSelect name="to" label="To" value={to.condition} options={options} />
        </>
      }
    >
      {lines.length > 0 ? (
        <SlopeChart lines={lines} labels={labels} />
      ) : (
        <p className="text-muted">
          {from.label} and {to.label} have no benchmark in which both have a rate.
        </p>
      )}
    </ChartFrame>
  );
}
