import { type QualityFigure, qualityMetricIds, qualityMetrics } from '@/lib/core/retrieval/arm-quality';
import type { ReplayMatch } from '@/lib/core/retrieval/replay-estimate';
import type { AblationRow } from '@/lib/queries/ablations';
import type { AblationQuality } from '@/lib/queries/arm-quality';
import type { LabelSource } from '@/lib/queries/relevance';
import type { AblationReplay } from '@/lib/queries/replay';
import { textTable } from './table';

/** An ablation with what labels and logged trials say of its arms. */
export interface QualityAnswer {
  ablation: AblationRow;
  sources: LabelSource[];
  quality: AblationQuality | null;
  replay: AblationReplay | null;
}

function figure({ estimate, ciLow, ciHigh }: QualityFigure): string {
  if (estimate.value === null) return '–';
  const interval = ciLow === null || ciHigh === null ? '' : ` [${ciLow.toFixed(2)}, ${ciHigh.toFixed(2)}]`;
  return estimate.value.toFixed(2) + interval;
}

const points = (n: number) => `${n < 0 ? '−' : '+'}${Math.abs(n * 100).toFixed(1)}`;

function match({ gain, ciLow, ciHigh, taskCount, trialCount }: ReplayMatch): string {
  if (gain.value === null) return `– (${gain.reason})`;
  const interval = ciLow === null || ciHigh === null ? '' : ` [${points(ciLow)}, ${points(ciHigh)}]`;
  return `${points(gain.value)}${interval}, ${taskCount} tasks, ${trialCount} trials`;
}

/** Prints the arms against labels, and their gains as estimated by replay, always with what they rest on. */
export function printQuality({ ablation, quality, replay }: QualityAnswer): void {
  const nameOf = (arm: number) =>
    `${arm + 1} ${ablation.arms.find(({ index }) => index === arm)?.label ?? ''}`;
  if (quality && quality.relevantTasks > 0) {
    console.log(
      `\nAgainst labels (${quality.source.name}): ${quality.labelCount} labels on ${quality.labelledTasks} of ` +
        `${quality.taskCount} tasks, means over the ${quality.relevantTasks} with a relevant one, 95 % intervals`,
    );
    console.log(
      textTable(
        [
          'arm',
          ...qualityMetricIds.map((id) =>
            id === 'condensedNdcg'
              ? `nDCG@${quality.k}, labelled only`
              : `${qualityMetrics[id]}@${quality.k}`,
          ),
          'labelled',
        ],
        quality.arms.map(({ arm, metrics, labelledShare: { value } }) => [
          nameOf(arm),
          ...qualityMetricIds.map((id) => figure(metrics[id])),
          value === null ? '–' : `${(value * 100).toFixed(0)} %`,
        ]),
      ),
    );
  } else if (quality) {
    console.log(`\nAgainst labels (${quality.source.name}): nothing is labelled as relevant yet.`);
  }
  if (!replay) return;
  console.log(
    `\nGain in percentage points, an estimate from logged trials that held the same memories (first ${replay.k}), of ${replay.taskCount} tasks`,
  );
  console.log(
    textTable(
      ['arm', 'same memories', 'same first memory'],
      replay.arms.map(({ arm, sameSet, sameTop }) => [nameOf(arm), match(sameSet), match(sameTop)]),
    ),
  );
}
