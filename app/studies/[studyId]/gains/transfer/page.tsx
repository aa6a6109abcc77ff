import Link from 'next/link';
import { z } from 'zod';
import { EmptyState, ProblemState } from '@/app/_components/empty-state';
import { PageHeader } from '@/app/_components/page-header';
import { UrlSelect, UrlSwitch } from '@/app/_components/url-select';
import { getDb } from '@/db/client';
import { isAppError } from '@/lib/core/errors';
import { missingLabels, missingRules } from '@/lib/core/gains/missing';
import { averages } from '@/lib/core/gains/report';
import { memoryTypes } from '@/lib/core/vocabulary';
import { comparedConditions } from '@/lib/queries/compared-conditions';
import { comparisonProvenance } from '@/lib/queries/comparison-provenance';
import { getTransfer } from '@/lib/queries/get-transfer';
import { baselineChoice } from '../_components/baseline-choice';
import { MatrixPanel } from './_components/matrix-panel';
import { MethodsPanel } from './_components/methods-panel';
import { ScalingPanel } from './_components/scaling-panel';
import { WriterPanel } from './_components/writer-panel';

export const metadata = { title: 'Transfer and scaling' };

const search = z.object({
  baseline: z.uuid().optional().catch(undefined),
  missing: z.enum(missingRules).catch('errors-fail').default('errors-fail'),
  average: z.enum(averages).catch('task-weighted').default('task-weighted'),
  type: z.enum(memoryTypes).optional().catch(undefined),
  cells: z.enum(['shrunk', 'own']).catch('shrunk').default('shrunk'),
});

export default async function TransferPage({
  params,
  searchParams,
}: PageProps<'/studies/[studyId]/gains/transfer'>) {
  const { studyId } = await params;
  const view = search.parse(await searchParams);
  const db = await getDb();
  const title = (
    <PageHeader
      title="Transfer and scaling"
      question="Whose memories help whom, and does it help to have more of them?"
    />
  );
  const answer = await getTransfer(db, {
    ...{ studyId, baselineId: view.baseline, missing: view.missing, memoryType: view.type },
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
            {answer.hint}
          </EmptyState>
        ) : (
          <ProblemState title="Transfer could not be computed" message={answer.message} hint={answer.hint}>
            <Link className="link" href={`/studies/${studyId}/gains/transfer`}>
              Use the study&apos;s own baseline
            </Link>
          </ProblemState>
        )}
      </div>
    );
  }
  const { baseline, baselines, settings } = answer;
  const compared = await comparedConditions(db, studyId, view.baseline);
  const provenance = await comparisonProvenance(db, compared, {
    title: `Transfer and scaling over ${answer.baselineName}`,
    settings: {
      ...{ missing: view.missing, memoryType: view.type ?? null, average: view.average },
      ...{ resamples: settings.resamples, level: settings.level },
    },
    seeds: [settings.seed],
    command: { name: 'transfer', options: { missing: view.missing, type: view.type ?? null } },
  });
  const caption =
    `Share of attempts that passed (reward of ${settings.threshold} or more), averaged over tasks. ${Math.round(settings.level * 100)} % BCa bootstrap intervals, ` +
    `${settings.resamples.toLocaleString('en-US')} resamples of tasks within each benchmark, attempts not resampled, seed ${settings.seed}.`;
  const shared = { studyId, transfer: answer, average: view.average, caption, provenance };
  return (
    <div className="space-y-5">
      {title}
      <div className="flex flex-wrap items-end gap-4 no-print">
        <UrlSelect
          name="baseline"
          label="Baseline"
          {...baselineChoice(answer.conditions, baseline.id, baselines)}
        />
        <UrlSelect
          name="type"
          label="Memory type"
          value={view.type ?? ''}
          options={[{ value: '', label: 'any' }, ...memoryTypes.map((value) => ({ value, label: value }))]}
        />
        <UrlSwitch
          name="average"
          label="Average"
          value={view.average}
          options={averages.map((value) => ({ value, label: value }))}
        />
        <UrlSwitch
          name="missing"
          label="Trials without a reward"
          value={view.missing}
          options={missingRules.map((value) => ({ value, label: missingLabels[value] }))}
        />
      </div>
      <MatrixPanel
        transfer={answer}
        shown={view.cells}
        provenance={provenance}
        file={`${studyId}-transfer`}
      />
      <WriterPanel
        matrix={answer.writers}
        caption={caption}
        provenance={provenance}
        file={`${studyId}-writers`}
      />
      <ScalingPanel {...shared} kind="poolFraction" />
      <ScalingPanel {...shared} kind="sourceDomains" />
      <MethodsPanel {...{ studyId, groups: answer.methods, caption, provenance }} />
    </div>
  );
}
