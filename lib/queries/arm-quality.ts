import type { Db } from '@/db/client';
import { compute } from '@/lib/compute/pool';
import { AppError } from '@/lib/core/errors';
import type { ArmQuality, QualityReport, RelevanceLabels } from '@/lib/core/retrieval/arm-quality';
import { isUpliftSource } from '@/lib/core/retrieval/relevance';
import { type AblationRankings, loadAblationRankings } from './ablation-rankings';
import type { AblationRow } from './ablations';
import { inTurns } from './in-turns';
import { keptAnswers } from './kept-answers';
import { listTaskUplifts, listUplifts } from './list-uplifts';
import { hashMarks, type LabelSource, listLabelSources, loadMarks } from './relevance';
import { getStudy } from './studies';

/** Fewer than a gain's, since there are ten intervals an arm and up to hundreds of arms. */
export const qualitySettings = { resamples: 2_000, level: 0.95, seed: 7 };
/** The longest cut-off that is taken unasked. */
const deepest = 10;

export interface QualityQuestion {
  /** Id of a source of labels; when left out, the first that labels something here. */
  source?: string | undefined;
  /** Cut-off; as many memories as the largest arm asks for, at most 10, when left out. */
  k?: number | undefined;
}

export interface AblationQuality extends Omit<QualityReport, 'arms'> {
  source: LabelSource;
  /** By the arm's own number. */
  arms: (ArmQuality & { arm: number })[];
}

const kept = keptAnswers<QualityReport>('arm-quality', 30);

/** The cut-off for an ablation where none is asked for. */
export const cutOffOf = (ablation: Pick<AblationRow, 'arms'>): number =>
  Math.min(deepest, Math.max(1, ...ablation.arms.map(({ settings: { topN } }) => topN)));

/**
 * How well the arms of an ablation retrieve what a source of labels calls relevant, computed in a worker and kept under
 * the content of rankings and labels.
 *
 * @returns the sources, and the figures for the chosen one; null before any arm is done
 * @throws AppError `not-found` for a source that labels nothing here
 */
export async function getArmQuality(
  db: Db,
  ablation: AblationRow,
  { source: wanted, k = cutOffOf(ablation) }: QualityQuestion,
): Promise<{ sources: LabelSource[]; quality: AblationQuality | null }> {
  const [sources, rankings] = await Promise.all([
    listLabelSources(db, ablation.studyId, ablation.id),
    loadAblationRankings(db, ablation.id),
  ]);
  const source =
    wanted === undefined
      ? (sources.find(({ labels }) => labels > 0) ?? sources[0]!)
      : sources.find(({ id }) => id === wanted);
  if (!source) {
    throw new AppError('not-found', `No labels of “${wanted}” are known for this ablation.`, {
      hint: `There are: ${sources.map(({ id }) => id).join(', ')}.`,
    });
  }
  if (!rankings) return { sources, quality: null };
  const key = [rankings.contentHash, source.id, await versionOf(db, ablation, source.id), k];
  const { arms, ...report } = await kept(key, async () =>
    compute('arm-quality', {
      rankings: rankings.rankings,
      labels: await loadLabels(db, ablation, source.id, rankings),
      k,
      ...qualitySettings,
    }),
  );
  const own = arms.map((arm, place) => ({ arm: rankings.arms[place]!, ...arm }));
  return { sources, quality: { ...report, source, arms: own } };
}

/** What tells the labels of a source from those that it had before. */
export async function versionOf(db: Db, { id, studyId }: AblationRow, source: string): Promise<string> {
  if (!isUpliftSource(source)) return hashMarks(db, id, source);
  const study = await getStudy(db, studyId);
  return `${study?.revision}`;
}

/** The labels of a source, by the numbers of the rankings. */
export async function loadLabels(
  db: Db,
  { id, studyId }: AblationRow,
  source: string,
  { tasks, memoryNumber }: AblationRankings,
): Promise<RelevanceLabels> {
  if (source === 'uplift-memory') {
    const uplifts = [...(await listUplifts(db, studyId))];
    return {
      tasks: null,
      memories: Int32Array.from(uplifts, ([memory]) => memoryNumber(memory)),
      grades: Uint8Array.from(uplifts, ([, { uplift }]) => (uplift > 0 ? 1 : 0)),
    };
  }
  const perTask: [task: string, grades: Record<string, number | [uplift: number, trials: number]>][] =
    source === 'uplift-task'
      ? (await listTaskUplifts(db, studyId)).map(({ taskId, memories }) => [taskId, memories])
      : (await loadMarks(db, id, source)).map(({ task, grades }) => [task, grades]);
  const labels = { tasks: [] as number[], memories: [] as number[], grades: [] as number[] };
  await inTurns(perTask, ([task, given]) => {
    const place = tasks.get(task);
    if (place === undefined) return;
    for (const [memory, grade] of Object.entries(given)) {
      labels.tasks.push(place);
      labels.memories.push(memoryNumber(memory));
      labels.grades.push(typeof grade === 'number' ? grade : grade[0] > 0 ? 1 : 0);
    }
  });
  return {
    tasks: new Int32Array(labels.tasks),
    memories: new Int32Array(labels.memories),
    grades: new Uint8Array(labels.grades),
  };
}
