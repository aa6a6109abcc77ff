import Link from 'next/link';
import { z } from 'zod';
import { ChartFrame } from '@/app/_charts/chart-frame';
import { memoryTypeColor } from '@/app/_charts/palette';
import { EmptyState } from '@/app/_components/empty-state';
import { ExportMenu } from '@/app/_components/export-menu';
import { countOf, formatCount, formatNumber } from '@/app/_components/format';
import { PageHeader } from '@/app/_components/page-header';
import { Pagination } from '@/app/_components/pagination';
import { Panel } from '@/app/_components/panel';
import { UrlSelect, UrlSwitch } from '@/app/_components/url-select';
import { type Db, getDb } from '@/db/client';
import { isAppError, orAppError } from '@/lib/core/errors';
import { missingWarning } from '@/lib/core/gains/missing';
import { sortUplifts, upliftOrders, upliftSorts } from '@/lib/core/gains/sort-uplifts';
import { memoryTypes } from '@/lib/core/vocabulary';
import { missingTable } from '@/lib/exporters/gains-summary-tables';
import type { Provenance } from '@/lib/exporters/provenance';
import { upliftTable } from '@/lib/exporters/uplift-table';
import { comparedConditions } from '@/lib/queries/compared-conditions';
import { comparisonProvenance } from '@/lib/queries/comparison-provenance';
import { listConditions } from '@/lib/queries/conditions';
import { hashUses } from '@/lib/queries/data-hashes';
import { getMemoryUplifts, type MemoryUplifts } from '@/lib/queries/memory-uplifts';
import { BaselineSelect, MissingSelect } from '../../_components/comparison-controls';
import { comparisonFields } from '../../_components/comparison-fields';
import { NumbersPanel } from '../_components/numbers-panel';
import { Refusal } from '../_components/refusal';
import { ShownCommand } from '../_components/shown-command';
import { Warnings } from '../_components/warnings';
import { AbstractionScatter } from './_charts/abstraction-scatter';
import { AbstractionWords } from './_components/abstraction-words';
import { UpliftRowsTable } from './_components/uplift-rows-table';

export const metadata = { title: 'Uplift of memories' };

const pageSize = 50;
const all = { value: '', label: 'all' };

const search = z.object({
  baseline: comparisonFields.baseline,
  missing: comparisonFields.missing,
  type: z.enum(memoryTypes).optional().catch(undefined),
  benchmark: z.string().optional().catch(undefined),
  sort: z.enum(upliftSorts).catch('shrunk').default('shrunk'),
  order: z.enum(upliftOrders).catch('down').default('down'),
  page: z.coerce.number().int().min(1).catch(1).default(1),
});

const sortLabels = {
  shrunk: 'shrunk uplift',
  uplift: 'uplift',
  trials: 'trials',
  tasks: 'tasks',
  abstraction: 'abstraction index',
  title: 'title',
} as const;

export default async function UpliftPage({
  params,
  searchParams,
}: PageProps<'/studies/[studyId]/gains/memories'>) {
  const { studyId } = await params;
  const view = search.parse(await searchParams);
  const db = await getDb();
  const [conditions, answer] = await Promise.all([
    listConditions(db, studyId),
    orAppError(getMemoryUplifts(db, { studyId, baseline: view.baseline, missing: view.missing })),
  ]);
  const title = (
    <PageHeader
      title="Uplift of memories"
      question="Which memories stood in prompts of trials that did better than the baseline on the same tasks, and does that rise with abstraction?"
    />
  );
  if (isAppError(answer)) {
    return (
      <div className="space-y-5">
        {title}
        <Refusal error={answer} studyId={studyId} path="memories" title="No uplift could be measured" />
      </div>
    );
  }
  const compared = (
    <>
      <BaselineSelect
        conditions={conditions}
        baseline={answer.baseline?.id ?? ''}
        baselines={answer.baselines}
      />
      <MissingSelect value={view.missing} />
    </>
  );
  if (answer.rows.length === 0) {
    return (
      <div className="space-y-5">
        {title}
        {conditions.length > 0 ? (
          <div className="flex flex-wrap items-end gap-4 no-print">{compared}</div>
        ) : null}
        <EmptyState
          title="No memory with a measured uplift yet"
          command="npx carryover import PATH/TO/outputs --study NAME"
        >
          It takes trials whose logs say which memories stood in the prompt, a pool that holds these memories,
          and trials of a baseline on the same tasks.{' '}
          <Link className="link" href={`/studies/${studyId}/import`}>
            To the import page
          </Link>
        </EmptyState>
      </div>
    );
  }
  const rows = sortUplifts(answer.rows, view);
  const sources = [...new Set(answer.rows.flatMap(({ sourceBenchmark }) => sourceBenchmark ?? []))].sort();
  const page = Math.min(view.page, Math.max(1, Math.ceil(rows.length / pageSize)));
  const caption = captionOf(answer);
  const provenance = await provenanceOf(db, studyId, view, answer);
  const table = upliftTable(rows, `Uplift of memories over ${answer.baselineName}`, [caption]);
  return (
    <div className="space-y-5">
      {title}
      <div className="flex flex-wrap items-end gap-4 no-print">
        {compared}
        <UrlSelect
          name="type"
          label="Type"
          value={view.type ?? ''}
          options={[all, ...memoryTypes.map((type) => ({ value: type, label: type }))]}
        />
        <UrlSelect
          name="benchmark"
          label="Source benchmark"
          value={view.benchmark ?? ''}
          options={[all, ...sources.map((name) => ({ value: name, label: name }))]}
        />
        <UrlSelect
          name="sort"
          label="Sort by"
          value={view.sort}
          options={upliftSorts.map((sort) => ({ value: sort, label: sortLabels[sort] }))}
        />
        <UrlSwitch
          name="order"
          label="Order"
          value={view.order}
          options={[
            { value: 'down', label: 'most first' },
            { value: 'up', label: 'least first' },
          ]}
        />
      </div>
      <Warnings warnings={warningsOf(answer)} />
      <Panel
        title="Memories by uplift"
        note="Observational: whoever chose the memory chose the task with it. Mean outcome of the trials that held a memory, less the baseline's on the same tasks."
        actions={
          <ExportMenu
            title="the memories"
            file={`${studyId}-memory-uplifts`}
            table={table}
            provenance={provenance}
          />
        }
      >
        {rows.length > 0 ? (
          <UpliftRowsTable
            rows={rows.slice((page - 1) * pageSize, page * pageSize)}
            studyId={studyId}
            sources={sources}
          />
        ) : (
          <p className="text-muted">No memory of this type and benchmark stood in a prompt.</p>
        )}
        <Pagination page={page} pageSize={pageSize} total={rows.length} />
        <p className="mt-3 text-xs text-muted">{caption}</p>
      </Panel>
      <Abstraction answer={answer} studyId={studyId} provenance={provenance} />
      <NumbersPanel
        table={missingTable(answer.withoutReward, view.missing)}
        file={`${studyId}-uplift-missing`}
        provenance={provenance}
        note="Of the trials that uplifts rest on: the baseline's, and those whose prompt held a memory."
      />
      <ShownCommand provenance={provenance} />
    </div>
  );
}

async function provenanceOf(
  db: Db,
  studyId: string,
  { baseline, missing, type, benchmark, sort, order }: z.output<typeof search>,
  answer: MemoryUplifts,
): Promise<Provenance> {
  const compared = await comparedConditions(db, studyId, baseline);
  const shown = { missing, type: type ?? null, benchmark: benchmark || null, sort, order };
  return comparisonProvenance(db, compared, {
    title: `Uplift of memories over ${answer.baselineName}`,
    settings: { ...shown, level: answer.level, model: answer.model },
    seeds: [answer.foldSeed],
    dataHash: await hashUses(db, compared.study, answer.model),
    command: { name: 'uplift', options: shown },
  });
}

/** What a reader of the uplifts needs to know, in sentences. */
function warningsOf({ missing, settings, otherAgents }: MemoryUplifts): string[] {
  const withoutReward = missingWarning(missing, settings.missing);
  return [
    ...(withoutReward === null ? [] : [withoutReward]),
    ...(otherAgents.length === 0
      ? []
      : [
          `Of another agent or model than the baseline, so that part of the difference is theirs: ${otherAgents.join(', ')}.`,
        ]),
  ];
}

function captionOf({ rows, taskScatter, trueSpread, degreesOfFreedom, level }: MemoryUplifts): string {
  if (taskScatter.value === null || trueSpread.value === null)
    return `No intervals: ${taskScatter.reason ?? trueSpread.reason}.`;
  const found = rows.filter(({ pAdjusted }) => pAdjusted !== null && pAdjusted < 0.05).length;
  const points = (value: number) => formatNumber(100 * value, 1);
  const shrunk =
    trueSpread.value === 0
      ? 'Memories scatter no more than noise would have them do, so all shrunk uplifts are 0.'
      : `Shrunk toward zero by a spread of true uplifts of ${points(trueSpread.value)} points.`;
  return `${formatNumber(100 * level, 0)} % intervals, Student's t on ${formatCount(degreesOfFreedom)} degrees of freedom; unit: task; scatter over tasks pooled over memories, ${points(taskScatter.value)} points. ${shrunk} ${countOf(found, 'memory', 'memories')} of ${formatCount(rows.length)} with an adjusted p below 0.05.`;
}

function Abstraction({
  answer,
  studyId,
  provenance,
}: {
  answer: MemoryUplifts;
  studyId: string;
  provenance: Provenance;
}) {
  const { rows, test, model, withoutIndex, foldSeed } = answer;
  const points = rows.flatMap(({ memory: id, title, type, abstraction, uplift, trials }) =>
    abstraction === null ? [] : [{ id, title, type, abstraction, uplift, trials }],
  );
  if (points.length === 0) {
    return (
      <EmptyState title="No abstraction index yet">
        {model === null
          ? 'Memories without embeddings have no abstraction index. '
          : 'It takes used memories of at least two source benchmarks. '}
        <Link className="link" href={`/studies/${studyId}/memories/embeddings`}>
          To the embeddings
        </Link>
      </EmptyState>
    );
  }
  const caption = `A: share of a memory's embedding (${model}) that tells no benchmark, cross-fitted over 10 folds, seed ${foldSeed}. Line: least squares over the uses of memories on tasks, with its ${formatNumber(100 * test.level, 0)} % band, errors clustered by ${test.widerBy === 'task' ? 'the task used on' : 'the task of origin'} (CR1). Larger dots: more trials.${withoutIndex > 0 ? ` ${countOf(withoutIndex, 'used memory', 'used memories')} without an index left out.` : ''}`;
  const drawn = memoryTypes.filter((type) => points.some((point) => point.type === type));
  const indexed = rows.filter(({ abstraction }) => abstraction !== null);
  return (
    <>
      <Panel title="Does uplift rise with abstraction?">
        <AbstractionWords test={test} />
      </Panel>
      <ChartFrame
        title="Uplift over abstraction"
        note="In percentage points; one dot a memory, not shrunk."
        legend={drawn.map((type) => ({ label: type, color: memoryTypeColor(type), hatched: false }))}
        caption={caption}
        table={upliftTable(indexed, 'Uplift over abstraction', [caption])}
        provenance={provenance}
        file={`${studyId}-uplift-abstraction`}
      >
        <AbstractionScatter points={points} band={test.band} />
      </ChartFrame>
    </>
  );
}
