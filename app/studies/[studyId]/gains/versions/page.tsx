import { z } from 'zod';
import { ChartFrame } from '@/app/_charts/chart-frame';
import { ProblemState } from '@/app/_components/empty-state';
import { PageHeader } from '@/app/_components/page-header';
import { Panel } from '@/app/_components/panel';
import { getDb } from '@/db/client';
import { AppError, isAppError, orAppError } from '@/lib/core/errors';
import { missingWords } from '@/lib/core/gains/missing';
import type { VersionComparison } from '@/lib/core/versions/compare-versions';
import { gainShiftsTable } from '@/lib/exporters/versions-tables';
import { compareStudies } from '@/lib/queries/compare-studies';
import { maxAttempts } from '@/lib/queries/get-gains';
import { listStudies, type StudyRow } from '@/lib/queries/studies';
import { listTaskIds } from '@/lib/queries/tasks';
import { getVersionsProvenance } from '@/lib/queries/versions-provenance';
import { comparisonFields } from '../../_components/comparison-fields';
import { ShiftPlot } from './_charts/shift-plot';
import { toShiftRows } from './_charts/shift-rows';
import { ChooseVersion, NoOtherVersion } from './_components/choose-version';
import { ClaimsPanel } from './_components/claims-panel';
import { ContentPanels } from './_components/content-panels';
import { FactsTable } from './_components/facts-table';
import { GainShifts } from './_components/gain-shifts';
import { OutcomesPanel } from './_components/outcomes-panel';
import { SettingsPanel } from './_components/settings-panel';
import { taskLinks } from './_components/task-links';
import { VersionControls } from './_components/version-controls';

export const metadata = { title: 'Versions' };

const search = z.object({
  with: z.string().optional().catch(undefined),
  k: comparisonFields.k,
  average: comparisonFields.average,
  missing: comparisonFields.missing,
});

type View = z.output<typeof search>;

export default async function VersionsPage({
  params,
  searchParams,
}: PageProps<'/studies/[studyId]/gains/versions'>) {
  const { studyId } = await params;
  const view = search.parse(await searchParams);
  const db = await getDb();
  const [studies, attempts] = await Promise.all([listStudies(db), maxAttempts(db, studyId)]);
  const own = studies.find(({ id }) => id === studyId);
  const others = studies.filter(({ id }) => id !== studyId);
  const title = (
    <PageHeader
      title="Versions"
      question="What changed from another version of this study to this one, and which gains moved with it?"
    />
  );
  if (!own || others.length === 0)
    return (
      <div className="space-y-5">
        {title}
        <NoOtherVersion name={own?.name ?? studyId} />
      </div>
    );
  return (
    <div className="space-y-5">
      {title}
      <VersionControls view={view} others={others} attempts={attempts} />
      {view.with ? (
        <Compared own={own} view={{ ...view, with: view.with }} studies={studies} />
      ) : (
        <ChooseVersion studyId={studyId} own={own.name} others={others} />
      )}
    </div>
  );
}

async function load(own: StudyRow, { with: other, k, missing }: View & { with: string }) {
  const db = await getDb();
  const comparison = await compareStudies(db, { before: other, after: own.id, k, missing });
  const ids = { before: other, after: own.id };
  const [provenance, tasksBefore, tasksAfter] = await Promise.all([
    getVersionsProvenance(db, ids, comparison),
    listTaskIds(db, ids.before),
    listTaskIds(db, ids.after),
  ]);
  return { comparison, provenance, linkOf: taskLinks(ids, tasksBefore, tasksAfter) };
}

async function Compared({
  own,
  view,
  studies,
}: {
  own: StudyRow;
  view: View & { with: string };
  studies: readonly StudyRow[];
}) {
  const found = studies.some(({ id }) => id === view.with)
    ? await orAppError(load(own, view))
    : new AppError('not-found', `There is no study “${view.with}” (any more).`, {
        hint: 'Choose another version above.',
      });
  if (isAppError(found))
    return (
      <ProblemState title="The versions could not be compared" message={found.message} hint={found.hint} />
    );
  const { comparison, provenance, linkOf } = found;
  const { before, after, gains, outcomes } = comparison;
  const benchmarks = [...new Set(outcomes.counts.map(({ benchmark }) => benchmark))].sort();
  const { rows, left } = toShiftRows(gains, view.average, benchmarks);
  const shown = gains.filter(({ benchmark, average }) => benchmark !== null || average === view.average);
  const caption = captionOf(comparison);
  const file = `${own.id}-versions`;
  return (
    <>
      <Panel title="In short">
        <p className="max-w-4xl text-base">{comparison.summary}</p>
        <FactsTable comparison={comparison} />
      </Panel>
      {rows.length > 0 ? (
        <ChartFrame
          title="How gains moved"
          note={`Gain over each version's own baseline, in percentage points: hollow in ${before.name}, filled in ${after.name}. Over all benchmarks (${view.average}), and on single benchmarks where it moved by 0.05 points or more.${left > 0 ? ` ${left} more rows are in the table alone.` : ''}`}
          caption={caption}
          table={gainShiftsTable(comparison, shown, [caption])}
          provenance={provenance}
          file={`${file}-gains`}
        >
          <ShiftPlot rows={rows} />
        </ChartFrame>
      ) : null}
      <GainShifts comparison={comparison} shifts={shown} linkOf={linkOf} />
      <ClaimsPanel comparison={comparison} />
      <SettingsPanel comparison={comparison} />
      <OutcomesPanel
        comparison={comparison}
        benchmarks={benchmarks}
        linkOf={linkOf}
        file={file}
        provenance={provenance}
      />
      <ContentPanels comparison={comparison} linkOf={linkOf} file={file} provenance={provenance} />
    </>
  );
}

function captionOf({ settings }: VersionComparison): string {
  const { level, resamples, seed, passK, missing } = settings;
  return (
    `${Math.round(level * 100)} % intervals of each version by itself (bootstrap of ${resamples.toLocaleString('en-US')} resamples of tasks within benchmarks, seed ${seed}); ` +
    `pass@${passK}, trials without a reward ${missingWords[missing]}. ` +
    'A change has no interval: versions share most of their trials, so that overlap of the two intervals says nothing about it.'
  );
}
