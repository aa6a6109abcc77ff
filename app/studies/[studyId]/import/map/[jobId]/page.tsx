import { notFound } from 'next/navigation';
import { z } from 'zod';
import { EmptyState } from '@/app/_components/empty-state';
import { JobProgress } from '@/app/_components/job-progress';
import { PageHeader } from '@/app/_components/page-header';
import { Panel } from '@/app/_components/panel';
import { getDb } from '@/db/client';
import { labelOf } from '@/lib/jobs/import/given-sources';
import { listPoolNames } from '@/lib/queries/memories';
import { getSurvey, listKinds, previewSurvey, requireMappings } from '@/lib/queries/surveys';
import { groupTables } from '../../_columns/group-tables';
import { TableMapper } from '../../_columns/table-mapper';
import { ImportWithMapping } from '../../_mapping/import-actions';
import { SurveySummary } from '../../_mapping/survey-summary';

export const metadata = { title: 'Before the import' };

export default async function MapPage({ params }: PageProps<'/studies/[studyId]/import/map/[jobId]'>) {
  const { studyId, jobId } = await params;
  const db = await getDb();
  const found = z.uuid().safeParse(jobId).success ? await getSurvey(db, studyId, jobId) : null;
  if (!found) notFound();
  const { job, survey, sources, conditionLabel } = found;
  return (
    <div className="space-y-5">
      <PageHeader
        title={<span className="break-all">{labelOf(sources)}</span>}
        question="What is in it, and what does each part of it mean?"
      />
      {survey ? (
        <>
          <SurveySummary survey={survey} />
          {groupTables(survey.tables).map((tables) => (
            <TableMapper key={tables[0]!.path} studyId={studyId} tables={tables} sources={sources} />
          ))}
          {survey.trials + survey.memories.length + survey.judgements + survey.tables.length === 0 ? (
            <EmptyState title="There is nothing to import in it">
              No file of a known format was found. The files that cannot be read are listed above, with
              reasons.
            </EmptyState>
          ) : (
            <Editor {...{ studyId, jobId, sources, conditionLabel, survey }} />
          )}
        </>
      ) : (
        <Panel title="Looking through it" note="Everything is read once and nothing is written.">
          <JobProgress job={job} onEnd="refresh" />
        </Panel>
      )}
    </div>
  );
}

type Found = NonNullable<Awaited<ReturnType<typeof getSurvey>>>;

async function Editor({
  studyId,
  jobId,
  sources,
  conditionLabel,
  survey,
}: Pick<Found, 'sources' | 'conditionLabel'> & {
  studyId: string;
  jobId: string;
  survey: NonNullable<Found['survey']>;
}) {
  const db = await getDb();
  const [{ mapping }, pools] = await Promise.all([requireMappings(db, studyId), listPoolNames(db, studyId)]);
  const [preview, kinds] = await Promise.all([
    previewSurvey(db, jobId, mapping),
    listKinds(db, studyId, survey),
  ]);
  const found = survey.memories.map(({ pool }) => pool);
  return (
    <ImportWithMapping
      start={{ mapping, preview, kinds, previewUrl: `/api/v1/surveys/${jobId}/preview` }}
      pools={[...new Set([...pools, ...found])]}
      studyId={studyId}
      given={{ survey: jobId, sources, condition: conditionLabel }}
      counts={{ trials: survey.trials, memories: survey.memories.reduce((sum, { count }) => sum + count, 0) }}
    />
  );
}
