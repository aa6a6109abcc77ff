import Link from 'next/link';
import { z } from 'zod';
import { EmptyState, ProblemState } from '@/app/_components/empty-state';
import { ExportMenu } from '@/app/_components/export-menu';
import { countOf } from '@/app/_components/format';
import { PageHeader } from '@/app/_components/page-header';
import { Panel } from '@/app/_components/panel';
import { UrlSelect, UrlSwitch } from '@/app/_components/url-select';
import { getDb } from '@/db/client';
import { isAppError } from '@/lib/core/errors';
import { listConditions } from '@/lib/queries/conditions';
import { listJudgeAgreement } from '@/lib/queries/judge-agreement';
import { getJudgedGains } from '@/lib/queries/judged-gains';
import { ConfusionMatrix } from './_charts/confusion-matrix';
import { believedRows, believedTable, calibrationTable } from './_components/judge-rows';
import { BelievedTable, CalibrationTable } from './_components/tables';

export const metadata = { title: 'Judges' };

const search = z.object({
  judge: z.string().optional().catch(undefined),
  baseline: z.uuid().optional().catch(undefined),
  average: z.enum(['task-weighted', 'macro']).catch('task-weighted').default('task-weighted'),
});

const calibrationNote =
  '95 % intervals: Wilson for shares, large-sample for κ; verdicts taken as independent, though attempts at one task are alike. κ is agreement beyond chance.';

export default async function JudgesPage({
  params,
  searchParams,
}: PageProps<'/studies/[studyId]/gains/judges'>) {
  const { studyId } = await params;
  const view = search.parse(await searchParams);
  const db = await getDb();
  const [rows, conditions] = await Promise.all([
    listJudgeAgreement(db, studyId),
    listConditions(db, studyId),
  ]);
  const title = (
    <PageHeader
      title="Judges"
      question="How far does an LLM judge agree with the verifier, and would believing it change the gains?"
    />
  );
  const judges = [...new Set(rows.map((row) => row.judge))];
  if (judges.length === 0) {
    return (
      <div className="space-y-5">
        {title}
        <EmptyState title="No trial has been judged yet">
          Have a language model judge trials that have a verifier&apos;s word: under{' '}
          <Link className="link" href={`/studies/${studyId}/memories/generate`}>
            Memories, Generate
          </Link>{' '}
          tick the judging of trials with a verifier. Or{' '}
          <Link className="link" href={`/studies/${studyId}/import`}>
            import
          </Link>{' '}
          logs that hold verdicts, as <code>llm_judgement.json</code> beside a trial.
        </EmptyState>
      </div>
    );
  }
  const judge = judges.includes(view.judge ?? '') ? view.judge! : judges[0]!;
  const own = rows.filter((row) => row.judge === judge);
  const gains = await getJudgedGains(db, { studyId, judge, baselineId: view.baseline }).catch(
    (error: unknown) => {
      if (isAppError(error)) return error;
      throw error;
    },
  );
  return (
    <div className="space-y-5">
      {title}
      <div className="flex flex-wrap items-end gap-4 no-print">
        <UrlSelect
          name="judge"
          label="Judge"
          value={judge}
          options={judges.map((name) => ({ value: name, label: name }))}
        />
        {gains && !isAppError(gains) ? (
          <>
            <UrlSelect
              name="baseline"
              label="Baseline"
              value={gains.verifier.settings.baseline}
              options={conditions.map(({ id, label }) => ({ value: id, label }))}
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
          </>
        ) : null}
      </div>
      <Panel
        title={`${judge} against the verifiers`}
        note={calibrationNote}
        actions={
          <ExportMenu
            title="the calibration"
            file={`${studyId}-judges`}
            table={calibrationTable(rows, [calibrationNote])}
            provenance={null}
          />
        }
      >
        <CalibrationTable rows={own} />
        <div className="mt-5 grid gap-x-8 gap-y-5 sm:grid-cols-2 lg:grid-cols-3">
          {own
            .filter(({ compared }) => compared > 0)
            .map((row) => (
              <ConfusionMatrix
                key={row.benchmark ?? 'all'}
                name={row.benchmark ?? 'all benchmarks'}
                counts={row}
              />
            ))}
        </div>
      </Panel>
      <Believed gains={gains} studyId={studyId} average={view.average} judge={judge} />
    </div>
  );
}

function Believed({
  gains,
  studyId,
  average,
  judge,
}: {
  gains: Awaited<ReturnType<typeof getJudgedGains>> | Error;
  studyId: string;
  average: 'task-weighted' | 'macro';
  judge: string;
}) {
  if (isAppError(gains)) {
    return <ProblemState title="The gains could not be compared" message={gains.message} hint={gains.hint} />;
  }
  if (gains === null || gains instanceof Error) {
    return (
      <EmptyState title="No trial has the word of both">
        The gains by verifier and by judge are compared on trials that {judge} judged and that have a reward.
        Its verdicts here belong to no such trial of this study.
      </EmptyState>
    );
  }
  const baseline = gains.verifier.conditions.find(({ isBaseline }) => isBaseline)?.label ?? 'the baseline';
  const rows = believedRows(gains, average);
  const { resamples, seed, level } = gains.verifier.settings;
  const title = `Gains over ${baseline}, if one believes ${judge}`;
  const notes = [
    `Average pass@1 on the ${countOf(gains.trialCount, 'trial')} that ${judge} judged and that have a reward; tasks that both conditions have.`,
    `${100 * level} % intervals, bootstrap of ${resamples.toLocaleString('en-US')} resamples of tasks within benchmarks (BCa where it is defined), seed ${seed}; the last column is paired by task.`,
    ...(gains.judgedAgain > 0
      ? [
          `${countOf(gains.judgedAgain, 'trial was', 'trials were')} judged more than once: most verdicts count, a tie as failed.`,
        ]
      : []),
  ];
  const moved = rows.filter(
    ({ pooled, shift }) =>
      pooled && shift.ciLow !== null && shift.ciHigh !== null && (shift.ciLow > 0 || shift.ciHigh < 0),
  );
  return (
    <Panel
      title={title}
      note="Where the last interval lies on one side of 0, the judge is kinder to one side of the comparison than to the other."
      actions={
        <ExportMenu
          title="the believed gains"
          file={`${studyId}-judged-gains`}
          table={believedTable(rows, title, notes)}
          provenance={null}
        />
      }
    >
      {rows.length > 0 ? (
        <>
          <p className="mb-3">
            {moved.length === 0
              ? 'No pooled gain moves by more than the noise of these tasks when the judge is believed.'
              : `Believing the judge moves the pooled gain of ${moved.map(({ condition }) => condition).join(', ')} by more than the noise of these tasks.`}
          </p>
          <BelievedTable rows={rows} />
        </>
      ) : (
        <p className="text-muted">
          All judged trials belong to {baseline}. Have trials of another condition judged, or choose another
          baseline.
        </p>
      )}
      <p className="mt-3 text-xs text-muted">{notes.join(' ')}</p>
    </Panel>
  );
}
