import { notFound } from 'next/navigation';
import { Suspense } from 'react';
import { z } from 'zod';
import { ExportMenu } from '@/app/_components/export-menu';
import { FoldedText } from '@/app/_components/folded-text';
import { countOf, formatDate } from '@/app/_components/format';
import { JobProgress } from '@/app/_components/job-progress';
import { PageHeader } from '@/app/_components/page-header';
import { Panel } from '@/app/_components/panel';
import { UrlSearch, UrlSelect } from '@/app/_components/url-select';
import { PromptTexts, retrievalPrompts } from '@/app/_llm/prompt-texts';
import { getDb } from '@/db/client';
import { asksModel } from '@/lib/core/retrieval/setting';
import { inView, placeInView, suspectViews } from '@/lib/core/retrieval/suspect-twins';
import { listModels } from '@/lib/embedders';
import { armsProvenance, armsTable } from '@/lib/exporters/arms-table';
import { describeService } from '@/lib/llm/describe-service';
import { getAblation, getAblationTask, listAblationTasks, listWriters } from '@/lib/queries/ablations';
import { findComparedConditions } from '@/lib/queries/compared-conditions';
import { listConditions } from '@/lib/queries/conditions';
import { knownBaseline } from '@/lib/queries/find-condition';
import { listMeasuredArms } from '@/lib/queries/measured-arms';
import { getTaskRelevance } from '@/lib/queries/relevance';
import { getStudy } from '@/lib/queries/studies';
import { comparisonFields } from '../../_components/comparison-fields';
import { viewHref } from '../../gains/_components/gains-view';
import { AgreementTable } from '../_components/agreement-table';
import { ArmPair } from '../_components/arm-pair';
import { ArmTable } from '../_components/arm-table';
import { FlowTable } from '../_components/flow-table';
import { GoOnForm } from '../_components/go-on-form';
import { GridForm } from '../_components/grid-form';
import { RelevancePanels } from '../_components/relevance-panels';
import { SuspectsPanel } from '../_components/suspects-panel';

export const metadata = { title: 'Ablation' };

/** Matrices of more arms than this take the whole width; of more than that, nobody reads them. */
const besideEachOther = 8;
const readable = 40;

const armNumber = z.coerce.number().int().min(0).optional().catch(undefined);
const search = z.object({
  task: z.uuid().optional().catch(undefined),
  search: z.string().optional().catch(undefined),
  first: armNumber,
  second: armNumber,
  flow: armNumber,
  labels: z.string().optional().catch(undefined),
  k: z.coerce.number().int().min(1).max(1_000).optional().catch(undefined),
  suspects: z.enum(suspectViews).catch('both'),
  baseline: comparisonFields.baseline,
  missing: comparisonFields.missing,
});

export default async function AblationPage({
  params,
  searchParams,
}: PageProps<'/studies/[studyId]/ablations/[ablationId]'>) {
  const { studyId, ablationId } = await params;
  const view = search.parse(await searchParams);
  const db = await getDb();
  const ablation = z.uuid().safeParse(ablationId).success ? await getAblation(db, ablationId) : null;
  if (!ablation || ablation.studyId !== studyId) notFound();
  const { summary, arms, job } = ablation;
  const ownJob = job?.kind === 'run-ablation-grid' ? job : null;
  const running = ownJob && ownJob.state !== 'done' ? ownJob : null;
  const active = running !== null && (running.state === 'queued' || running.state === 'running');
  const waiting = arms.filter((arm) => !arm.summary).length;
  // A view without a single arm shows nothing that could be compared.
  const suspects = arms.some(({ settings }) => inView(settings, view.suspects)) ? view.suspects : 'both';
  const shown = arms.filter(({ settings }) => inView(settings, suspects));
  const done = shown.filter((arm) => arm.summary);
  // A linked arm that is not shown is stood in for by its counterpart.
  const linked = (arm: number | undefined) =>
    arm === undefined
      ? undefined
      : placeInView(
          arms.map(({ settings }) => settings),
          arm,
          suspects,
        );
  const waitsForModel = arms.some(({ summary: s, settings }) => s === null && asksModel(settings));
  const unanswered = done.reduce(
    (sum, { summary: s, settings }) => sum + (asksModel(settings) ? (s!.tasksWithoutResult ?? 0) : 0),
    0,
  );
  const { stopped } = z
    .object({ stopped: z.string().optional().catch(undefined) })
    .catch({})
    .parse(ownJob?.result ?? {});
  const atBudget = stopped === 'budget' ? 'The budget was reached. ' : '';
  const service = describeService(process.env);
  const conditions = await listConditions(db, studyId);
  const compared = { baseline: knownBaseline(conditions, view.baseline), missing: view.missing };
  const gainsHref = viewHref(studyId, compared);
  const [tasks, writers, measured, comparedWith, study] = await Promise.all([
    done.length > 0 ? listAblationTasks(db, ablationId, { search: view.search }) : [],
    listWriters(db, studyId),
    listMeasuredArms(
      db,
      studyId,
      arms.map(({ settings }) => settings),
      compared,
    ),
    findComparedConditions(db, studyId, compared.baseline),
    getStudy(db, studyId),
  ]);
  const chosen = view.task ?? tasks[0]?.id;
  const doneArm = (arm: number | undefined) => done.find(({ index }) => index === linked(arm))?.index;
  const first = doneArm(view.first) ?? done[0]?.index ?? 0;
  const second = doneArm(view.second) ?? done[1]?.index ?? first;
  const pair = first === second ? [first] : [first, second];
  const task = chosen ? await getAblationTask(db, ablationId, chosen, pair) : null;
  const relevance = task && (await getTaskRelevance(db, studyId, task.task.id));
  // A linked task stays chosen even where the search does not list it.
  const listed = task && !tasks.some((t) => t.id === task.task.id) ? [task.task, ...tasks] : tasks;
  const benchmarks = [
    ...new Set(done.flatMap((arm) => arm.summary!.sourceBenchmarks.flatMap((b) => b.benchmark ?? []))),
  ].sort();
  const flow = done.find(({ index }) => index === linked(view.flow)) ?? done[0];
  const armOptions = done.map((arm) => ({
    value: String(arm.index),
    label: `${arm.index + 1} ${arm.label}`,
  }));
  return (
    <div className="space-y-5">
      <PageHeader
        title={ablation.name}
        question={
          summary
            ? `${countOf(arms.length, 'arm')} over ${countOf(summary.taskCount, 'task')} and ${countOf(summary.memoryCount, 'memory', 'memories')}${summary.model ? `; vectors of ${summary.model}` : ''}.`
            : `${countOf(arms.length, 'arm')}, ${arms.length - waiting} of them done.`
        }
      />
      {running ? (
        <Panel title={active ? 'Running' : 'Stopped'}>
          <JobProgress job={running} onEnd="refresh" />
        </Panel>
      ) : null}
      {waiting > 0 && !running ? (
        <Panel
          title={`${countOf(waiting, 'arm')} waiting`}
          note={
            waitsForModel
              ? `${atBudget}Arms that are done are not run again, and questions that were answered are not asked again; the budget counts from here.`
              : 'Arms that are done are not run again, unless memories, vectors or tasks have changed since.'
          }
        >
          <GoOnForm
            ablationId={ablationId}
            label={`Run ${waiting === 1 ? 'the arm that waits' : `the ${countOf(waiting, 'arm')} that wait`}`}
            llm={waitsForModel ? ablation.llm : null}
            service={service}
          />
        </Panel>
      ) : null}
      {unanswered > 0 && waiting === 0 && !active ? (
        <Panel
          title={`${countOf(unanswered, 'task')} without an answer`}
          note="In the arms that ask a language model, tasks on which it gave no usable answer have no memories; the side-by-side says why. Their arms run again, and only these questions are asked."
        >
          <GoOnForm ablationId={ablationId} label="Ask again" llm={ablation.llm} service={service} askAgain />
        </Panel>
      ) : null}
      <Panel
        title="Arms"
        note="Scores of different methods are on different scales; compare them within a method."
        actions={
          <ExportMenu
            title="the arms"
            file={`${studyId}-arms`}
            table={armsTable(shown, measured, ablation.name)}
            provenance={armsProvenance(
              ablation,
              study?.name ?? studyId,
              measured.size > 0 && comparedWith
                ? { baseline: comparedWith.baselineName, missing: view.missing }
                : null,
            )}
          />
        }
      >
        <ArmTable gainsHref={gainsHref} arms={shown} benchmarks={benchmarks} measured={measured} />
      </Panel>
      {done.length > 0 ? (
        <Suspense fallback={<Panel title="Relevance of what was retrieved">Computing …</Panel>}>
          <RelevancePanels
            shown={new Set(shown.map(({ index }) => index))}
            ablation={ablation}
            measured={measured}
            source={view.labels}
            k={view.k}
            compared={compared}
            gainsHref={gainsHref}
            conditions={conditions}
          />
        </Suspense>
      ) : null}
      <SuspectsPanel ablation={ablation} view={suspects} busy={active} />
      {flow?.summary && flow.summary.flows.length > 0 ? (
        <Panel
          title="Who feeds whom"
          note="Of the memories that an arm retrieved for the tasks of a benchmark, the share in % that was made on each source benchmark."
          actions={<UrlSelect name="flow" label="Arm" value={String(flow.index)} options={armOptions} />}
        >
          <FlowTable flows={flow.summary.flows} benchmarks={benchmarks} />
        </Panel>
      ) : null}
      {summary && shown.length > 1 && shown.length <= readable ? (
        <div className={shown.length <= besideEachOther ? 'grid gap-5 lg:grid-cols-2' : 'space-y-5'}>
          <Panel
            title="Agreement: Jaccard"
            note="Mean overlap of the retrieved sets over all tasks; 1 = the same memories."
          >
            <AgreementTable
              matrix={summary.agreement.jaccard}
              arms={shown}
              caption="Mean Jaccard overlap between arms"
            />
          </Panel>
          <Panel
            title="Agreement: rank-biased overlap"
            note={`Extrapolated RBO (Webber et al., eq. 32), p = ${summary.agreement.persistence}; weighs the first ranks most.`}
          >
            <AgreementTable
              matrix={summary.agreement.rbo}
              arms={shown}
              caption="Mean rank-biased overlap between arms"
            />
          </Panel>
        </div>
      ) : null}
      {done.length > 0 ? (
        <Panel
          title="One task, side by side"
          actions={
            <>
              <UrlSearch name="search" label="Find a task" value={view.search ?? ''} />
              <UrlSelect
                name="task"
                label="Task"
                value={chosen ?? ''}
                options={listed.map((t) => ({ value: t.id, label: `${t.benchmark} / ${t.externalId}` }))}
              />
              <UrlSelect name="first" label="Arm" value={String(first)} options={armOptions} />
              <UrlSelect name="second" label="beside arm" value={String(second)} options={armOptions} />
            </>
          }
        >
          {task && relevance ? (
            <div className="space-y-4">
              <div className="text-muted">
                <FoldedText text={task.queryText} />
              </div>
              <ArmPair
                task={task}
                labels={arms.map(({ label }) => label)}
                studyId={studyId}
                relevance={relevance}
              />
            </div>
          ) : (
            <p className="text-muted">No task fits that search.</p>
          )}
        </Panel>
      ) : null}
      {active ? null : (
        <Panel>
          <details>
            <summary className="cursor-pointer font-medium">Add arms to this ablation</summary>
            <div className="pt-3">
              <GridForm
                studyId={studyId}
                taskCount={summary?.taskCount ?? tasks.length}
                models={listModels().map((m) => ({ value: m.model, label: m.label }))}
                writers={writers}
                promptTexts={<PromptTexts ids={retrievalPrompts} />}
                service={service}
                extend={ablationId}
              />
            </div>
          </details>
        </Panel>
      )}
      {ablation.poolHash ? (
        <p className="break-words text-xs text-muted">
          Made {formatDate(ablation.createdAt)}, run over pool {ablation.poolHash.slice(0, 12)} by Carryover{' '}
          {ablation.codeVersion}; seeds {[...new Set(arms.map(({ settings }) => settings.seed))].join(', ')}.{' '}
          <a className="link" href={`/api/v1/ablations/${ablationId}`}>
            All settings and figures as JSON
          </a>
        </p>
      ) : null}
    </div>
  );
}
