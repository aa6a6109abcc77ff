import Link from 'next/link';
import type { ReactNode } from 'react';
import { z } from 'zod';
import { EmptyState } from '@/app/_components/empty-state';
import { ExportMenu } from '@/app/_components/export-menu';
import { PageHeader } from '@/app/_components/page-header';
import { Panel } from '@/app/_components/panel';
import { UrlSelect } from '@/app/_components/url-select';
import { getDb } from '@/db/client';
import { isAppError, orAppError } from '@/lib/core/errors';
import { calibrationTable } from '@/lib/exporters/judge-tables';
import { listConditions } from '@/lib/queries/conditions';
import { listJudgeAgreement } from '@/lib/queries/judge-agreement';
import { getJudgedGains } from '@/lib/queries/judged-gains';
import { believedProvenance, calibrationProvenance } from '@/lib/queries/judges-provenance';
import { getStudy } from '@/lib/queries/studies';
import { AverageSwitch, BaselineSelect } from '../../_components/comparison-controls';
import { comparisonFields } from '../../_components/comparison-fields';
import { Refusal } from '../_components/refusal';
import { ShownCommand } from '../_components/shown-command';
import { ConfusionMatrix } from './_charts/confusion-matrix';
import { BelievedPanel, believedTitle } from './_components/believed-panel';
import { CalibrationTable } from './_components/tables';

export const metadata = { title: 'Judges' };

const search = z.object({
  judge: z.string().optional().catch(undefined),
  baseline: comparisonFields.baseline,
  average: comparisonFields.average,
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
  const [study, rows, conditions] = await Promise.all([
    getStudy(db, studyId),
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
  if (!study || judges.length === 0) return <NotJudged title={title} studyId={studyId} />;
  const judge = judges.includes(view.judge ?? '') ? view.judge! : judges[0]!;
  const own = rows.filter((row) => row.judge === judge);
  const gains = await orAppError(getJudgedGains(db, { studyId, judge, baseline: view.baseline }));
  const believed = gains && !isAppError(gains) ? gains : null;
  const recipe = await calibrationProvenance(db, study, 0.95);
  const asked = { judge, asked: view.baseline, average: view.average };
  const provenance = believed
    ? await believedProvenance(db, study, { title: believedTitle(believed, judge), ...asked }, believed)
    : recipe;
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
        {believed ? (
          <>
            <BaselineSelect conditions={conditions} {...believed.verifier.settings} />
            <AverageSwitch value={view.average} />
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
            provenance={recipe}
          />
        }
      >
        <CalibrationTable rows={own} />
        <div className="mt-5 grid gap-x-8 gap-y-5 sm:grid-cols-2 lg:grid-cols-3 xl:grid-cols-4">
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
      {isAppError(gains) ? (
        <Refusal error={gains} studyId={studyId} path="judges" title="The gains could not be compared" />
      ) : believed ? (
        <BelievedPanel {...{ gains: believed, studyId, average: view.average, judge, provenance }} />
      ) : (
        <EmptyState title="No trial has the word of both">
          The gains by verifier and by judge are compared on trials that {judge} judged and that have a
          reward. Its verdicts here belong to no such trial of this study.
        </EmptyState>
      )}
      <ShownCommand provenance={provenance} />
    </div>
  );
}

const NotJudged = ({ title, studyId }: { title: ReactNode; studyId: string }) => (
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
