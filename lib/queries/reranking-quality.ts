import { and, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { ablationResult } from '@/db/schema';
import { compute } from '@/lib/compute/pool';
import type { QualityFigure, QualityMetric } from '@/lib/core/retrieval/arm-quality';
import { emptyRankings, setRanking } from '@/lib/core/retrieval/ranked-arms';
import { reranks } from '@/lib/core/retrieval/setting';
import { loadAblationRankings } from './ablation-rankings';
import type { AblationRow } from './ablations';
import { loadLabels, qualitySettings, versionOf } from './arm-quality';
import { keptAnswers } from './kept-answers';

type Figures = Record<QualityMetric, QualityFigure>;

/** What a search brought before a language model, and what the model made of it. */
export interface RerankingQuality {
  arm: number;
  /** How many candidates the model chose from, at most. */
  depth: number;
  /** Recall of all candidates: what no reranking can do better than. */
  candidateRecall: QualityFigure;
  /** The first N of the search alone. */
  alone: Figures;
  reranked: Figures;
  /** The reranker's own gain: reranked less alone, paired by task. */
  gain: Figures;
}

const kept = keptAnswers<RerankingQuality[]>('reranking-quality', 30);

/**
 * The arms of an ablation that rank anew, taken apart: how much of what a source of labels calls relevant is among the
 * candidates, and what the reranker adds to the search.
 *
 * @param source  an id of `listLabelSources`
 * @param k       cut-off: integer ≥ 1
 */
export async function getRerankingQuality(
  db: Db,
  ablation: AblationRow,
  source: string,
  k: number,
): Promise<RerankingQuality[]> {
  const arms = ablation.arms.filter(({ settings, summary }) => summary !== null && reranks(settings));
  if (arms.length === 0) return [];
  const known = await loadAblationRankings(db, ablation.id);
  if (!known) return [];
  const key = [known.contentHash, source, await versionOf(db, ablation, source), k];
  return kept(key, async () => {
    const labels = await loadLabels(db, ablation, source, known);
    const given = { labels, ...qualitySettings };
    const found: RerankingQuality[] = [];
    for (const { index, settings } of arms) {
      const lists = await listsOf(db, ablation.id, index);
      const depth = Math.max(1, ...lists.map(({ candidates }) => candidates.length));
      const pool = emptyRankings(1, known.taskIds.length, depth);
      const pair = emptyRankings(2, known.taskIds.length, Math.max(settings.topN, 1));
      for (const { taskId, candidates, hits } of lists) {
        const task = known.tasks.get(taskId)!;
        const numbers = candidates.map(known.memoryNumber);
        setRanking(pool, 0, task, numbers);
        setRanking(pair, 0, task, numbers.slice(0, settings.topN));
        setRanking(pair, 1, task, hits.map(known.memoryNumber));
      }
      const whole = await compute('arm-quality', { ...given, rankings: pool, k: depth });
      const both = await compute('arm-quality', { ...given, rankings: pair, k });
      found.push({
        arm: index,
        depth,
        candidateRecall: whole.arms[0]!.metrics.recall,
        alone: both.arms[0]!.metrics,
        reranked: both.arms[1]!.metrics,
        gain: both.arms[1]!.differences!,
      });
    }
    return found;
  });
}

function listsOf(db: Db, ablationId: string, arm: number) {
  const ids = (column: typeof ablationResult.hits | typeof ablationResult.candidates) =>
    sql<string[]>`jsonb_path_query_array(${column}, '$[*].memoryId')`;
  return db
    .select({
      taskId: ablationResult.taskId,
      candidates: ids(ablationResult.candidates),
      hits: ids(ablationResult.hits),
    })
    .from(ablationResult)
    .where(
      and(
        eq(ablationResult.ablationId, ablationId),
        eq(ablationResult.arm, arm),
        isNull(ablationResult.reason),
        isNotNull(ablationResult.candidates),
      ),
    );
}
