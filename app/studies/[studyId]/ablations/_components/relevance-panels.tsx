import { countOf, formatCount } from '@/app/_components/format';
import { Panel } from '@/app/_components/panel';
import { UrlSelect } from '@/app/_components/url-select';
import { getDb } from '@/db/client';
import { isAppError } from '@/lib/core/errors';
import type { SetCondition } from '@/lib/core/gains/arrange';
import type { AblationRow } from '@/lib/queries/ablations';
import { type AblationQuality, cutOffOf, getArmQuality } from '@/lib/queries/arm-quality';
import { getJudgingJob } from '@/lib/queries/judging-job';
import type { MeasuredArm } from '@/lib/queries/measured-arms';
import { listRelevanceAgreement } from '@/lib/queries/relevance';
import { type AblationReplay, getReplay, type ReplayQuestion } from '@/lib/queries/replay';
import { getRerankingQuality } from '@/lib/queries/reranking-quality';
import { BaselineSelect, MissingSelect } from '../../_components/comparison-controls';
import { Judging } from './judging';
import { QualityTable } from './quality-table';
import { ReplayTable } from './replay-table';
import { RerankingTable } from './reranking-table';

/** What a source's labels mean, where its name does not say it all. */
const about: Readonly<Record<string, string>> = {
  hand: 'Marks that people set below, side by side, and on the pages of tasks.',
  'uplift-task':
    'A memory counts as relevant for a task where the logged trials of that very task that held it passed more often than the baseline did on it. Few trials stand behind each label, so they are noisy; only memories that some trial held have one.',
  'uplift-memory':
    'A memory counts as relevant for every task where the logged trials that held it passed more often than the baseline on their tasks. It says what a memory is worth, not whether it suits the task.',
};

async function qualityFor(ablation: AblationRow, source: string | undefined, k: number) {
  const db = await getDb();
  try {
    return await getArmQuality(db, ablation, { source, k });
  } catch (error) {
    // A link may name a judge whose marks are gone.
    if (source === undefined || !isAppError(error) || error.code !== 'not-found') throw error;
    return getArmQuality(db, ablation, { k });
  }
}

function Coverage({ quality: q }: { quality: AblationQuality }) {
  return (
    <div className="space-y-1 text-xs text-muted">
      <p>
        {about[q.source.id] ?? 'Grades of a language model that sees the texts of task and memory alone.'}
      </p>
      {q.labelCount > 0 ? (
        <p className="tabular">
          {countOf(q.labelCount, 'label')} on {formatCount(q.labelledTasks)} of {countOf(q.taskCount, 'task')}
          , and means over the {countOf(q.relevantTasks, 'task')} with a relevant one, with{' '}
          {Math.round(q.level * 100)} % intervals by bootstrap over these tasks ({formatCount(q.resamples)}{' '}
          resamples, seed {q.seed}).
        </p>
      ) : null}
    </div>
  );
}

const replayNote = (r: AblationReplay) =>
  `An estimate, not a measurement: on the tasks where some logged trial held what the arm retrieves, those trials' pass rate less that of ${r.baselineName}. Such tasks are no random choice, and whoever chose the memory chose it for a reason. ${countOf(r.trialCount, 'logged trial')} with memories could match; intervals by paired bootstrap over the matched tasks (${formatCount(r.resamples)} resamples, seed ${r.seed}), which are too narrow where only a few match.`;

/** How well arms retrieve what is labelled as relevant, and what they would have gained. */
export async function RelevancePanels({
  ablation,
  measured,
  source,
  k: askedFor,
  shown,
  compared,
  gainsHref,
  conditions,
}: {
  ablation: AblationRow;
  /** The arms in view, by their numbers. */
  shown: ReadonlySet<number>;
  measured: ReadonlyMap<number, MeasuredArm>;
  source: string | undefined;
  k: number | undefined;
  /** What gains are over, and what trials without a reward count as. */
  compared: Pick<ReplayQuestion, 'baseline' | 'missing'>;
  /** Where they are compared so. */
  gainsHref: string;
  conditions: readonly SetCondition[];
}) {
  const db = await getDb();
  const k = askedFor ?? cutOffOf(ablation);
  const [{ sources, quality }, replay, agreement, job] = await Promise.all([
    qualityFor(ablation, source, k),
    getReplay(db, ablation, { ...compared, k }),
    listRelevanceAgreement(db, ablation.studyId),
    getJudgingJob(db, ablation.id),
  ]);
  if (!quality) return null;
  const inView = <T extends { arm: number }>(arms: readonly T[]) => arms.filter(({ arm }) => shown.has(arm));
  const reranking =
    quality.relevantTasks > 0 ? await getRerankingQuality(db, ablation, quality.source.id, k) : [];
  const labels = new Map(ablation.arms.map(({ index, label }) => [index, label]));
  const cutOffs = [...new Set([1, 3, 5, 10, k, ...ablation.arms.map(({ settings: { topN } }) => topN)])];
  return (
    <>
      <Panel
        id="relevance"
        title="Relevance of what was retrieved"
        actions={
          <>
            <UrlSelect
              name="labels"
              label="Labels"
              value={quality.source.id}
              options={sources.map(({ id, name, labels: n }) => ({
                value: id,
                label: `${name} (${formatCount(n)})`,
              }))}
            />
            <UrlSelect
              name="k"
              label="First"
              value={String(k)}
              options={cutOffs.sort((a, b) => a - b).map((n) => ({ value: String(n), label: String(n) }))}
            />
          </>
        }
      >
        <div className="space-y-3">
          <Coverage quality={quality} />
          {quality.relevantTasks > 0 ? (
            <>
              <QualityTable quality={{ ...quality, arms: inView(quality.arms) }} labels={labels} />
              {inView(reranking).length > 0 ? (
                <RerankingTable arms={inView(reranking)} labels={labels} k={k} />
              ) : null}
            </>
          ) : (
            <p className="text-muted">
              {quality.labelCount === 0
                ? 'Nothing is labelled yet. Grade memories side by side below, with the buttons 0, 1 and 2, or have a language model judge them.'
                : 'No task has a memory that is labelled as relevant yet.'}
            </p>
          )}
          <Judging ablationId={ablation.id} depth={Math.min(k, 5)} job={job} agreement={agreement} />
        </div>
      </Panel>
      {replay ? (
        <Panel
          title="Gain, measured and replayed"
          note={replayNote(replay)}
          actions={
            replay.baseline === null ? null : (
              <>
                <BaselineSelect
                  conditions={conditions}
                  baseline={replay.baseline}
                  baselines={replay.baselines}
                />
                <MissingSelect value={replay.missing} />
              </>
            )
          }
        >
          <ReplayTable
            gainsHref={gainsHref}
            replay={{ ...replay, arms: inView(replay.arms) }}
            labels={labels}
            measured={measured}
          />
        </Panel>
      ) : null}
    </>
  );
}
