import { groupSurveyed } from '@/lib/artefacts/group-surveyed';
import { storeStepsFromLog } from '@/lib/artefacts/store-steps-from-log';
import { computeGains } from '@/lib/core/gains/compute-gains';
import { describeSpace, type SpaceInput } from '@/lib/core/projection/describe-space';
import { layOut, type UmapInput } from '@/lib/core/projection/umap';
import { type AblationInput, runAblation } from '@/lib/core/retrieval/ablation';
import { agreementOf } from '@/lib/core/retrieval/agreement-matrix';
import { matchMemories } from '@/lib/core/retrieval/match-memories';
import { embedTextsLocally } from '@/lib/embedders/local';
import { type FoundTrials, groupFound } from '@/lib/importers/mapping/group-found';
import type { StudyMapping } from '@/lib/importers/mapping/mapping';

export type Report = (fraction: number) => void;

export interface GroupInput {
  found: FoundTrials;
  mapping: StudyMapping;
  renamed: ReadonlyMap<string, string>;
}

/** What may run in a worker thread: one line each. */
export const tasks = {
  gains: computeGains,
  ablation: (input: AblationInput, onProgress: Report) =>
    runAblation(input, { now: () => performance.now(), onProgress }),
  agreement: (rankings: readonly (readonly (readonly string[] | null)[])[]) => agreementOf(rankings),
  umap: (input: UmapInput, onProgress: Report) => layOut(input, { onProgress }),
  'space-metrics': (input: SpaceInput, onProgress: Report) => describeSpace(input, { onProgress }),
  'embed-texts': embedTextsLocally,
  'match-memories': matchMemories,
  'group-surveyed': groupSurveyed,
  'group-stored': ({ found, mapping, renamed }: GroupInput) => groupFound(found, mapping, renamed),
  'steps-from-log': storeStepsFromLog,
} as const;

export type ComputeName = keyof typeof tasks;
export type ComputeInput<N extends ComputeName> = Parameters<(typeof tasks)[N]>[0];
export type ComputeOutput<N extends ComputeName> = Awaited<ReturnType<(typeof tasks)[N]>>;
