import { Suspense } from 'react';
import { ChartFrame } from '@/app/_charts/chart-frame';
import { LowerPart } from '@/app/_components/lower-part';
import { PageHeader } from '@/app/_components/page-header';
import { Panel } from '@/app/_components/panel';
import { getDb } from '@/db/client';
import { isAppError, orAppError } from '@/lib/core/errors';
import { adjustmentLabels } from '@/lib/core/gains/adjust';
import { arrangeByModel, memorySystems } from '@/lib/core/gains/arrange';
import { baselineName, withoutReward } from '@/lib/core/gains/report';
import { memoryTransferLearning } from '@/lib/core/published/memory-transfer-learning';
import {
  acrossTable,
  missingTable,
  systemTable,
  withoutOneTable,
} from '@/lib/exporters/gains-summary-tables';
import { listConditions } from '@/lib/queries/conditions';
import { getDataHash, getGainsProvenance } from '@/lib/queries/gains-provenance';
import { getGains, maxAttempts } from '@/lib/queries/get-gains';
import { listTaskIds } from '@/lib/queries/tasks';
import { barTable, toBarGroups } from './_charts/bar-rows';
import { ForestPlot } from './_charts/forest-plot';
import { forestTable, toForestDrawing, toForestRows, withRandomEffects } from './_charts/forest-rows';
import { PassRateChart } from './_charts/pass-rate-chart';
import { drawnSeries, toSeries } from './_charts/series';
import { FlipList } from './_components/flip-list';
import { GainsControls } from './_components/gains-controls';
import { GainsExport } from './_components/gains-export';
import { GainsTable } from './_components/gains-table';
import { toTableRows } from './_components/gains-table-rows';
import { gainsView, reportAddress, viewHref } from './_components/gains-view';
import { intervalCaption } from './_components/interval-caption';
import { CostsPanel, computesMore, MoreLink, ScopesPanel, TiesPanel } from './_components/more-panels';
import { NotDrawn } from './_components/not-drawn';
import { NumbersPanel } from './_components/numbers-panel';
import { PublishedTable } from './_components/published-table';
import { Refusal } from './_components/refusal';
import { SlopePanel } from './_components/slope-panel';
import { Warnings } from './_components/warnings';

export const metadata = { title: 'Gains' };

export default async function GainsPage({ params, searchParams }: PageProps<'/studies/[studyId]/gains'>) {
  const { studyId } = await params;
  const view = gainsView.parse(await searchParams);
  const title = (
    <PageHeader
      title="Gains"
      question="How much does each condition help, per benchmark, and how sure is that?"
    />
  );
  const found = await orAppError(load(studyId, view));
  if (isAppError(found))
    return (
      <div className="space-y-5">
        {title}
        <Refusal error={found} studyId={studyId} title="The gains could not be computed" />
      </div>
    );
  const { report, question, conditions, attempts, tasks, provenance } = found;
  const series = toSeries(report, new Map(conditions.map((c) => [c.id, c.settings])));
  const forest = withRandomEffects(toForestRows(report, series, view.average), report);
  const drawn = drawnSeries(report, series, view.average, view.draw);
  const drawing = toForestDrawing(forest, drawn);
  const baseline = baselineName(report);
  const metric = `pass@${view.k}`;
  const caption = intervalCaption(report, view.average);
  const systems = memorySystems(conditions);
  const source = { address: reportAddress(studyId, view), dataHash: provenance.dataHash };
  const more = { question, report, average: view.average, caption, series, provenance };
  return (
    <div className="space-y-5">
      {title}
      <GainsControls {...{ view, report, conditions, attempts, series, drawn }} />
      <Warnings warnings={report.warnings} />
      <Panel
        title={`${metric} in %, gain over ${baseline} in percentage points`}
        note={`Best of each column in bold. * marks gains with an adjusted p below 0.05 (${adjustmentLabels[view.adjust]} over the ${report.familySize} gains of this report). Press a number for its interval, tests and tasks.`}
        actions={
          <GainsExport
            file={`${studyId}-gains-${metric}`}
            average={view.average}
            source={source}
            caption={caption}
            provenance={provenance}
          />
        }
      >
        <GainsTable
          caption={`${metric} per condition and benchmark, with gains over the baseline`}
          benchmarks={report.benchmarks.map((name, b) => ({
            name,
            tasks: Math.max(0, ...report.conditions.map((c) => c.cells[b]?.taskCount ?? 0)),
          }))}
          average={view.average}
          groups={toTableRows(report, view.average, arrangeByModel(conditions))}
          source={source}
        />
        <p className="mt-3 text-xs text-muted">{caption}</p>
      </Panel>
      <LowerPart>
        {view.published ? (
          <Panel
            title={`Published: ${memoryTransferLearning.model}, pass@${memoryTransferLearning.metric.k} in %`}
            note={`${memoryTransferLearning.citation}. Figures as printed; its last column is the ${memoryTransferLearning.average} average. Not your data.`}
          >
            <PublishedTable table={memoryTransferLearning} />
          </Panel>
        ) : null}
        <ChartFrame
          title={`${metric} per benchmark`}
          note={`In percent, higher is better. Grey: baseline; hatched: memories from other benchmarks; solid: anything else.${
            drawn.length < series.length
              ? ` Drawn: ${drawn.length} of ${series.length} conditions, as chosen above; the table has all.`
              : ''
          }`}
          legend={drawn}
          caption={caption}
          table={barTable(report, view.average, [caption])}
          provenance={provenance}
          file={`${studyId}-${metric}`}
        >
          <PassRateChart groups={toBarGroups(report, view.average, drawn)} series={drawn} metric={metric} />
        </ChartFrame>
        {forest.length > 0 ? (
          <ChartFrame
            title="Gain over the baseline"
            note={`Paired difference to ${baseline} on the tasks that both have, in percentage points. Filled diamond: ${view.average} average; open diamond: random-effects mean over benchmarks.`}
            caption={caption}
            table={forestTable(forest, `Gain over ${baseline} in percentage points`, [caption])}
            provenance={provenance}
            file={`${studyId}-gain-${metric}`}
          >
            {drawing.rows.length + drawing.others.length > 0 ? (
              <ForestPlot rows={drawing.rows} others={drawing.others} />
            ) : (
              <p className="text-muted">
                No condition shares a task with {baseline}. Choose another baseline above, or import its
                trials on the same tasks.
              </p>
            )}
            <NotDrawn drawing={drawing} baseline={baseline} />
          </ChartFrame>
        ) : null}
        {forest.length > 0 ? (
          <NumbersPanel
            table={acrossTable(report, [caption])}
            file={`${studyId}-over-benchmarks`}
            provenance={provenance}
            note="The same gains summed up three ways, and what one benchmark more or less does to them."
          />
        ) : null}
        <SlopePanel {...{ report, view, caption, provenance, studyId }} />
        {computesMore(report, view.more === 'on') ? (
          <>
            <Suspense fallback={<Waiting what="Groups of ties" />}>
              <TiesPanel {...more} />
            </Suspense>
            <Suspense fallback={<Waiting what="Self-evolving against cross-domain" />}>
              <ScopesPanel {...more} />
            </Suspense>
            <Suspense fallback={<Waiting what="Cost against gain" />}>
              <CostsPanel {...more} />
            </Suspense>
          </>
        ) : (
          <MoreLink href={viewHref(studyId, view, { more: 'on' })} />
        )}
        {systems.length > 0 ? (
          <NumbersPanel
            table={systemTable(report, conditions, view.average, [caption])}
            file={`${studyId}-memory-systems`}
            provenance={provenance}
          />
        ) : null}
        {report.benchmarks.length > 1 ? (
          <NumbersPanel
            table={withoutOneTable(report, view.average, [])}
            file={`${studyId}-without-one`}
            provenance={provenance}
          />
        ) : null}
        <NumbersPanel
          table={missingTable(withoutReward(report.conditions), view.missing)}
          file={`${studyId}-missing`}
          provenance={provenance}
          note="Never silently zeros: what each choice would do to the trials of this study that have no reward."
        />
        <FlipList
          report={report}
          studyId={studyId}
          tasks={tasks}
          chosen={view.flips ?? null}
          benchmark={view.in ?? null}
          baseline={view.baseline}
        />
      </LowerPart>
    </div>
  );
}

async function load(studyId: string, view: ReturnType<typeof gainsView.parse>) {
  const db = await getDb();
  const { baseline, k, missing, noise, adjust } = view;
  const question = { studyId, baseline, k, missing, noise, adjust };
  // The hash takes a thread of its own meanwhile.
  const [report, conditions, attempts, tasks] = await Promise.all([
    getGains(db, question),
    listConditions(db, studyId),
    maxAttempts(db, studyId),
    listTaskIds(db, studyId),
    getDataHash(db, studyId),
  ]);
  const provenance = await getGainsProvenance(db, studyId, report, view.average);
  return { report, question, conditions, attempts, tasks, provenance };
}

const Waiting = ({ what }: { what: string }) => (
  <Panel title={what}>
    <p className="h-24 text-muted" aria-busy="true">
      Being computed…
    </p>
  </Panel>
);
