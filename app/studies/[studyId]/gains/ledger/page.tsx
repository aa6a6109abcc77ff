import { PageHeader } from '@/app/_components/page-header';
import { getDb } from '@/db/client';
import { isAppError, orAppError } from '@/lib/core/errors';
import { isShown } from '@/lib/core/gains/ledger';
import { comparedConditions } from '@/lib/queries/compared-conditions';
import { comparisonProvenance } from '@/lib/queries/comparison-provenance';
import { maxAttempts } from '@/lib/queries/get-gains';
import { getLedger, nameMemories, toldMemories } from '@/lib/queries/get-ledger';
import { getCauseJob } from '@/lib/queries/unexplained-losses';
import { Refusal } from '../_components/refusal';
import { ShownCommand } from '../_components/shown-command';
import { LedgerContent } from './_components/ledger-content';
import { chosenSetting, ledgerQuestion, ledgerView } from './_components/ledger-view';
import { linesPerPage } from './_components/line-panel';

export const metadata = { title: 'Flips and causes' };

export default async function LedgerPage({
  params,
  searchParams,
}: PageProps<'/studies/[studyId]/gains/ledger'>) {
  const { studyId } = await params;
  const asked = await searchParams;
  const view = ledgerView.parse(asked);
  const db = await getDb();
  const title = (
    <PageHeader
      title="Flips and causes"
      question="Which tasks did memory gain and lose, is that more than chance, and why were they lost?"
    />
  );
  const answer = await orAppError(getLedger(db, ledgerQuestion(studyId, view)));
  if (isAppError(answer)) {
    return (
      <div className="space-y-5">
        {title}
        <Refusal error={answer} studyId={studyId} path="ledger" title="The ledger could not be made" />
      </div>
    );
  }
  const lines = answer.lines.filter(({ outcome }) => isShown(outcome, view.outcome));
  const page = Math.min(view.page, Math.max(1, Math.ceil(lines.length / linesPerPage)));
  const onPage = lines.slice((page - 1) * linesPerPage, page * linesPerPage);
  const compared = await comparedConditions(db, studyId, view.baseline);
  const [attempts, named, job, provenance] = await Promise.all([
    maxAttempts(db, studyId),
    nameMemories(db, [
      ...answer.memories.slice(0, toldMemories).map(({ memory }) => memory),
      ...onPage.flatMap(({ memories }) => memories),
      ...(view.memory ? [view.memory] : []),
    ]),
    getCauseJob(db, studyId),
    comparisonProvenance(db, compared, {
      title: `Tasks gained and lost against ${answer.baselineName}`,
      settings: {
        ...{ k: view.k, missing: view.missing, solved: view.solved, benchmark: view.benchmark ?? null },
        ...{ type: view.type ?? null, model: view.model ?? null, memory: view.memory ?? null },
        ...{ resamples: answer.settings.resamples, level: answer.settings.level },
      },
      seeds: [answer.settings.seed],
      command: {
        name: 'ledger',
        options: {
          ...{ k: view.k, missing: view.missing, solved: view.solved, outcome: view.outcome },
          ...{ benchmark: view.benchmark || null, memory: view.memory ?? null },
          ...{ type: chosenSetting(view.type) ?? null, model: chosenSetting(view.model) ?? null },
        },
      },
    }),
  ]);
  return (
    <div className="space-y-5">
      {title}
      <LedgerContent
        studyId={studyId}
        view={view}
        asked={asked}
        ledger={answer}
        conditions={compared.conditions}
        attempts={attempts}
        lines={lines}
        page={page}
        named={named}
        provenance={provenance}
        job={job}
      />
      <ShownCommand provenance={provenance} />
    </div>
  );
}
