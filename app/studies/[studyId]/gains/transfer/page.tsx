import { z } from 'zod';
import { PageHeader } from '@/app/_components/page-header';
import { UrlSelect } from '@/app/_components/url-select';
import { getDb } from '@/db/client';
import { isAppError, orAppError } from '@/lib/core/errors';
import { memoryTypes } from '@/lib/core/vocabulary';
import { comparedConditions } from '@/lib/queries/compared-conditions';
import { comparisonProvenance } from '@/lib/queries/comparison-provenance';
import { getTransfer } from '@/lib/queries/get-transfer';
import { AverageSwitch, BaselineSelect, MissingSelect } from '../../_components/comparison-controls';
import { comparisonFields } from '../../_components/comparison-fields';
import { Refusal } from '../_components/refusal';
import { ShownCommand } from '../_components/shown-command';
import { MatrixPanel } from './_components/matrix-panel';
import { MethodsPanel } from './_components/methods-panel';
import { ScalingPanel } from './_components/scaling-panel';
import { WriterPanel } from './_components/writer-panel';

export const metadata = { title: 'Transfer and scaling' };

const search = z.object({
  ...comparisonFields,
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
  const { baseline: asked, missing } = view;
  const answer = await orAppError(
    getTransfer(db, { studyId, baseline: asked, missing, memoryType: view.type }),
  );
  if (isAppError(answer)) {
    return (
      <div className="space-y-5">
        {title}
        <Refusal error={answer} studyId={studyId} path="transfer" title="Transfer could not be computed" />
      </div>
    );
  }
  const { baseline, baselines, settings } = answer;
  const compared = await comparedConditions(db, studyId, asked);
  const provenance = await comparisonProvenance(db, compared, {
    title: `Transfer and scaling over ${answer.baselineName}`,
    settings: {
      ...{ missing, memoryType: view.type ?? null, average: view.average },
      ...{ resamples: settings.resamples, level: settings.level },
    },
    seeds: [settings.seed],
    command: { name: 'transfer', options: { missing, type: view.type ?? null } },
  });
  const caption =
    `Share of attempts that passed (reward of ${settings.threshold} or more), averaged over tasks. ${Math.round(settings.level * 100)} % BCa bootstrap intervals, ` +
    `${settings.resamples.toLocaleString('en-US')} resamples of tasks within each benchmark, attempts not resampled, seed ${settings.seed}.`;
  const shared = { studyId, transfer: answer, average: view.average, caption, provenance };
  return (
    <div className="space-y-5">
      {title}
      <div className="flex flex-wrap items-end gap-4 no-print">
        <BaselineSelect conditions={answer.conditions} baseline={baseline.id} baselines={baselines} />
        <UrlSelect
          name="type"
          label="Memory type"
          value={view.type ?? ''}
          options={[{ value: '', label: 'any' }, ...memoryTypes.map((value) => ({ value, label: value }))]}
        />
        <AverageSwitch value={view.average} />
        <MissingSelect value={missing} />
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
      <div className="grid gap-5 xl:grid-cols-2">
        <ScalingPanel {...shared} kind="poolFraction" />
        <ScalingPanel {...shared} kind="sourceDomains" />
      </div>
      <MethodsPanel {...{ studyId, groups: answer.methods, caption, provenance }} />
      <ShownCommand provenance={provenance} />
    </div>
  );
}
