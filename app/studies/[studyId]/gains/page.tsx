import Link from 'next/link';
import { z } from 'zod';
import { ChartFrame } from '@/app/_charts/chart-frame';
import { EmptyState, ProblemState } from '@/app/_components/empty-state';
import { ExportMenu } from '@/app/_components/export-menu';
import { PageHeader } from '@/app/_components/page-header';
import { Panel } from '@/app/_components/panel';
import { UrlSelect, UrlSwitch } from '@/app/_components/url-select';
import { getDb } from '@/db/client';
import { isAppError } from '@/lib/core/errors';
import { memoryTransferLearning } from '@/lib/core/published/memory-transfer-learning';
import { gainsDataTable, gainsPageTable } from '@/lib/exporters/gains-tables';
import { listConditions } from '@/lib/queries/conditions';
import { getGainsProvenance } from '@/lib/queries/gains-provenance';
import { getGains, maxAttempts } from '@/lib/queries/get-gains';
import { listTaskIds } from '@/lib/queries/tasks';
import { ForestPlot } from './_charts/forest-plot';
import {
  barTable,
  drawnSeries,
  forestTable,
  toBarGroups,
  toForestDrawing,
  toForestRows,
  toSeries,
} from './_charts/gains-rows';
import { PassRateChart } from './_charts/pass-rate-chart';
import { FlipList } from './_components/flip-list';
import { GainsTable } from './_components/gains-table';
import { intervalCaption } from './_components/interval-caption';
import { NotDrawn } from './_components/not-drawn';
import { offeredK } from './_components/offered-k';
import { PublishedTable } from './_components/published-table';

export const metadata = { title: 'Gains' };

const search = z.object({
  baseline: z.uuid().optional().catch(undefined),
  k: z.coerce.number().int().min(1).max(1000).catch(1).default(1),
  average: z.enum(['task-weighted', 'macro']).catch('task-weighted').default('task-weighted'),
  missing: z.enum(['leave-out', 'failure']).catch('leave-out').default('leave-out'),
  published: z.enum(['on']).optional().catch(undefined),
  flips: z.uuid().optional().catch(undefined),
});

export default async function GainsPage({ params, searchParams }: PageProps<'/studies/[studyId]/gains'>) {
  const { studyId } = await params;
  const view = search.parse(await searchParams);
  const db = await getDb();
  const [conditions, attempts, tasks] = await Promise.all([
    listConditions(db, studyId),
    maxAttempts(db, studyId),
    listTaskIds(db, studyId),
  ]);
  const title = (
    <PageHeader
      title="Gains"
      question="How much does each condition help, per benchmark, and how sure is that?"
    />
  );
  const answer = await getGains(db, {
    studyId,
    baselineId: view.baseline,
    k: view.k,
    missing: view.missing,
  }).catch((error: unknown) => {
    if (isAppError(error)) return error;
    throw error;
  });
  if (isAppError(answer)) {
    return (
      <div className="space-y-5">
        {title}
        {answer.code === 'not-estimable' ? (
          <EmptyState title="No trials yet" command="npx carryover import PATH/TO/outputs --study NAME">
            {answer.hint}{' '}
            <Link className="link" href={`/studies/${studyId}/import`}>
              To the import page
            </Link>
          </EmptyState>
        ) : (
          <ProblemState title="The gains could not be computed" message={answer.message} hint={answer.hint}>
            <Link className="link" href={`/studies/${studyId}/gains`}>
              Use the study&apos;s own baseline
            </Link>
          </ProblemState>
        )}
      </div>
    );
  }
  const settings = new Map(conditions.map((c) => [c.id, c.settings]));
  const series = toSeries(answer, settings);
  const forest = toForestRows(answer, series, view.average);
  const bars = drawnSeries(answer, series, view.average);
  const drawing = toForestDrawing(forest);
  const baseline = answer.conditions.find((c) => c.isBaseline);
  const metric = `pass@${view.k}`;
  const caption = intervalCaption(answer, view.average);
  const provenance = await getGainsProvenance(db, studyId, answer, view.average);
  const notes = [caption, ...answer.warnings];
  const gainTitle = `Gain over ${baseline?.label ?? 'the baseline'} in percentage points`;
  return (
    <div className="space-y-5">
      {title}
      <div className="flex flex-wrap items-end gap-4 no-print">
        <UrlSelect
          name="baseline"
          label="Baseline"
          value={answer.settings.baseline}
          options={conditions.map((c) => ({ value: c.id, label: c.label }))}
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
          name="missing"
          label="Trials without a reward"
          value={view.missing}
          options={[
            { value: 'leave-out', label: 'leave out' },
            { value: 'failure', label: 'count as failed' },
          ]}
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
      </div>
      {answer.warnings.length > 0 ? (
        <details
          className="rounded-lg border border-warn/30 bg-warn-soft px-4 py-2.5"
          open={answer.warnings.length <= 2}
        >
          <summary>
            {answer.warnings.length} {answer.warnings.length === 1 ? 'thing' : 'things'} to know about these
            numbers
          </summary>
          <ul className="mt-1.5 list-disc space-y-0.5 pl-5">
            {answer.warnings.map((w) => (
              <li key={w}>{w}</li>
            ))}
          </ul>
        </details>
      ) : null}
      <Panel
        title={`${metric} in %, gain over ${baseline?.label ?? 'the baseline'} in percentage points`}
        note="Best of each column in bold. * marks gains with an adjusted p below 0.05 (Benjamini–Hochberg over the table). Press a number for its interval, test and counts."
        actions={
          <ExportMenu
            title="the table"
            file={`${studyId}-gains-${metric}`}
            table={gainsPageTable(answer, view.average, [caption])}
            data={gainsDataTable(answer, notes)}
            provenance={provenance}
          />
        }
      >
        <GainsTable report={answer} average={view.average} />
        <p className="mt-3 text-xs text-muted">{caption}</p>
      </Panel>
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
          bars.length < series.length
            ? ` Drawn: the conditions that share tasks with ${baseline?.label ?? 'the baseline'}, ${bars.length} of ${series.length}; the table has all.`
            : ''
        }`}
        legend={bars}
        caption={caption}
        table={barTable(answer, view.average, [caption])}
        provenance={provenance}
        file={`${studyId}-${metric}`}
      >
        <PassRateChart groups={toBarGroups(answer, view.average)} series={bars} metric={metric} />
      </ChartFrame>
      {forest.length > 0 ? (
        <ChartFrame
          title="Gain over the baseline"
          note={`Paired difference to ${baseline?.label ?? 'the baseline'} on the tasks that both have, in percentage points.`}
          caption={caption}
          table={forestTable(forest, gainTitle, [caption])}
          provenance={provenance}
          file={`${studyId}-gain-${metric}`}
        >
          {drawing.rows.length > 0 ? (
            <ForestPlot rows={drawing.rows} />
          ) : (
            <p className="text-muted">
              No condition shares a task with {baseline?.label ?? 'the baseline'}. Choose another baseline
              above, or import its trials on the same tasks.
            </p>
          )}
          <NotDrawn drawing={drawing} baseline={baseline?.label ?? 'the baseline'} />
        </ChartFrame>
      ) : null}
      <FlipList report={answer} studyId={studyId} tasks={tasks} chosen={view.flips ?? null} />
    </div>
  );
}
