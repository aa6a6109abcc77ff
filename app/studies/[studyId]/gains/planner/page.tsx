import Link from 'next/link';
import { z } from 'zod';
import { ChartFrame } from '@/app/_charts/chart-frame';
import { EmptyState, ProblemState } from '@/app/_components/empty-state';
import { ExportMenu } from '@/app/_components/export-menu';
import { formatPercent, formatPoints } from '@/app/_components/format';
import { PageHeader } from '@/app/_components/page-header';
import { Panel } from '@/app/_components/panel';
import { UrlSelect } from '@/app/_components/url-select';
import { getDb } from '@/db/client';
import { isAppError, orAppError } from '@/lib/core/errors';
import { usualMissing } from '@/lib/core/gains/missing';
import type { Provenance } from '@/lib/exporters/provenance';
import { comparedConditions } from '@/lib/queries/compared-conditions';
import { comparisonProvenance } from '@/lib/queries/comparison-provenance';
import { listConditions } from '@/lib/queries/conditions';
import { getPlanning, type Planning } from '@/lib/queries/planning';
import { MissingSelect } from '../../_components/comparison-controls';
import { comparisonFields } from '../../_components/comparison-fields';
import { Refusal } from '../_components/refusal';
import { ShownCommand } from '../_components/shown-command';
import { NoiseBars } from './_charts/noise-bars';
import { PowerChart } from './_charts/power-chart';
import {
  curvesTable,
  noiseParts,
  partsOf,
  rowName,
  smallestTable,
  varianceTable,
} from './_components/noise-tables';
import { PlanAnswer } from './_components/plan-answer';
import { PlanWords } from './_components/plan-words';
import { planOptions, readAssumptions } from './_components/planner-fields';
import { PlannerForm } from './_components/planner-form';
import { SmallestGains } from './_components/smallest-gains';

export const metadata = { title: 'Noise and planning' };

const search = z.object({
  baseline: comparisonFields.baseline,
  /** By id or label. */
  condition: z.string().max(300).optional().catch(undefined),
  missing: comparisonFields.missing,
});

export default async function PlannerPage({
  params,
  searchParams,
}: PageProps<'/studies/[studyId]/gains/planner'>) {
  const { studyId } = await params;
  const asked = await searchParams;
  const view = search.parse(asked);
  const { assumed, problems } = readAssumptions(asked);
  const db = await getDb();
  const path = `/studies/${studyId}/gains/planner`;
  const [conditions, planning] = await Promise.all([
    listConditions(db, studyId),
    orAppError(getPlanning(db, { studyId, assumed, ...view })),
  ]);
  const title = (
    <PageHeader
      title="Noise and planning"
      question="What is the noise of these comparisons made of, what can they show, and what would it take to show more?"
    />
  );
  if (isAppError(planning)) {
    return (
      <div className="space-y-5">
        {title}
        <Refusal error={planning} studyId={studyId} path="planner" title="Nothing could be planned" />
      </div>
    );
  }
  const { baseline, condition, plan } = planning;
  const provenance = baseline
    ? await comparisonProvenance(db, await comparedConditions(db, studyId, baseline.id), {
        title: condition ? `Noise of ${condition.label} and ${baseline.label}` : 'A plan',
        settings: { condition: condition?.label ?? null, missing: view.missing, ...plan.assumptions },
        seeds: [],
        command: {
          name: 'plan',
          options: { condition: condition?.label ?? null, missing: view.missing, ...planOptions(assumed) },
        },
      })
    : null;
  return (
    <div className="space-y-5">
      {title}
      {conditions.length > 1 ? (
        <div className="flex flex-wrap items-end gap-4 no-print">
          <UrlSelect
            name="condition"
            label="Condition"
            value={planning.condition?.id ?? ''}
            options={conditions
              .filter(({ id }) => id !== planning.baseline?.id)
              .map(({ id, label }) => ({ value: id, label }))}
          />
          <UrlSelect
            name="baseline"
            label="Baseline"
            value={planning.baseline?.id ?? ''}
            options={conditions
              .filter(({ id }) => id !== planning.condition?.id)
              .map(({ id, label }) => ({ value: id, label }))}
          />
          <MissingSelect value={view.missing} />
        </div>
      ) : null}
      <Noise planning={planning} studyId={studyId} provenance={provenance} />
      {problems.length > 0 ? (
        <ProblemState title="Some figures cannot be used" message={problems.join(' ')} />
      ) : null}
      <Panel
        title="Plan a comparison"
        note="Empty fields hold the study's own figures, shown in grey. Everything that you fill in stands in the address."
      >
        <PlannerForm
          path={path}
          planning={planning}
          kept={{
            condition: view.condition,
            baseline: view.baseline,
            missing: view.missing === usualMissing ? undefined : view.missing,
          }}
        />
      </Panel>
      <Answers planning={planning} studyId={studyId} provenance={provenance} />
      <ShownCommand provenance={provenance} />
    </div>
  );
}

interface Shown {
  planning: Planning;
  studyId: string;
  /** Null where there is no comparison to take figures from. */
  provenance: Provenance | null;
}

function Noise({ planning: { budget, condition, baseline }, studyId, provenance }: Shown) {
  if (!budget || !condition || !baseline) {
    return (
      <EmptyState
        title="No comparison to take the noise from"
        command="npx carryover import PATH/TO/outputs --study NAME"
      >
        Two conditions that tried the same tasks are needed. The planner below works without, on usual
        figures.{' '}
        <Link className="link" href={`/studies/${studyId}/import`}>
          To the import page
        </Link>
      </EmptyState>
    );
  }
  const { rows, goal } = budget;
  const cut = rows.flatMap((row) => {
    const split = partsOf(row);
    return 'cut' in split && split.cut.length > 0 ? [`${rowName(row)} (${split.cut.join(', ')})`] : [];
  });
  const notes = [
    `Variance of one outcome around its condition's mean, on the tasks that ${condition.label} and ${baseline.label} share; by the method of moments, unbiased.`,
    ...(cut.length > 0 ? [`Estimated below 0 and shown as 0: ${cut.join('; ')}.`] : []),
    'Over all tasks together, what benchmarks differ in counts as task and as interaction.',
  ];
  const words = `At ${formatPercent(goal.power, 0)} % power and a two-sided level of ${formatPercent(goal.alpha, 0)} %: exact McNemar for one attempt a side, at the discordance found; the paired t test for several, at the variances found.`;
  const smallest = `Smallest gain of ${condition.label} over ${baseline.label} that can be found, in percentage points`;
  return (
    <>
      <ChartFrame
        title="Where the noise comes from"
        note="Tasks are easy or hard for both conditions alike; that cancels in a paired gain. Interaction is that memories help on some tasks and hurt on others: only more tasks help against it. Attempts are luck: more attempts average it out."
        legend={[...noiseParts]}
        caption={notes.join(' ')}
        table={varianceTable(rows, `Noise of ${condition.label} and ${baseline.label}`, notes)}
        provenance={provenance}
        file={`${studyId}-noise`}
      >
        <NoiseBars rows={rows} />
      </ChartFrame>
      <Panel
        title="The smallest gain that each benchmark can show"
        note={words}
        actions={
          <ExportMenu
            title="the smallest gains"
            file={`${studyId}-smallest-gains`}
            table={smallestTable(rows, smallest, [words])}
            provenance={provenance}
          />
        }
      >
        <SmallestGains rows={rows} condition={condition.label} />
      </Panel>
    </>
  );
}

function Answers({ planning: { plan, costKnown }, studyId, provenance }: Shown) {
  const { assumptions: a, curves } = plan;
  const known = costKnown || a.costPerTrial !== 1;
  const gain = `${formatPoints(a.gain)} pp`;
  const caption = `Baseline ${formatPercent(a.baselineRate)} %, discordance ${formatPercent(a.discordance)} %, attempts' share ${formatPercent(a.attemptShare)} %, two-sided level ${formatPercent(a.alpha)} %. One attempt: exact McNemar; several: paired t.`;
  return (
    <>
      <Panel title={`To find ${gain} with ${formatPercent(a.power, 0)} % power`}>
        <PlanAnswer plan={plan} costKnown={known} />
      </Panel>
      <Panel title="What this takes for granted">
        <PlanWords plan={plan} costKnown={known} />
      </Panel>
      <div className="grid gap-5 xl:grid-cols-2">
        <ChartFrame
          title={`Power to find ${gain}, by tasks`}
          note="Dashed: the wanted power and the tasks thought of."
          caption={caption}
          table={curvesTable(curves.byTasks, 'tasks', `Power to find ${gain}, by tasks`, [caption])}
          provenance={provenance}
          file={`${studyId}-power-by-tasks`}
        >
          <PowerChart
            curves={curves.byTasks}
            of="tasks"
            power={a.power}
            mark={a.tasks}
            label={`Power to find ${gain} by the number of tasks`}
          />
        </ChartFrame>
        <ChartFrame
          title={`Power of ${a.tasks} tasks, by true gain`}
          note="Dashed: the wanted power and the wanted gain."
          caption={caption}
          table={curvesTable(curves.byGain, 'gain', `Power of ${a.tasks} tasks, by true gain`, [caption])}
          provenance={provenance}
          file={`${studyId}-power-by-gain`}
        >
          <PowerChart
            curves={curves.byGain}
            of="gain"
            power={a.power}
            mark={a.gain}
            label={`Power of ${a.tasks} tasks by the true gain`}
          />
        </ChartFrame>
      </div>
    </>
  );
}
