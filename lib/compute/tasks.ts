import { groupSurveyed } from '@/lib/artefacts/group-surveyed';
import { storeStepsFromLog } from '@/lib/artefacts/store-steps-from-log';
import { computeGains, describeConditions } from '@/lib/core/gains/compute-gains';
import { type Contrast, computeContrasts } from '@/lib/core/gains/contrasts';
import { conditionCosts } from '@/lib/core/gains/costs';
import { describeLedger } from '@/lib/core/gains/describe-ledger';
import { judgeClaims } from '@/lib/core/gains/judge-claim';
import { computeJudgedGains } from '@/lib/core/gains/judged-gains';
import { toLedgerPairs } from '@/lib/core/gains/ledger-pairs';
import { estimateUplifts } from '@/lib/core/gains/memory-uplifts';
import { computeNoiseBudget } from '@/lib/core/gains/noise-budget';
import { type Outcomes, toTrials } from '@/lib/core/gains/outcomes';
import { computePlan } from '@/lib/core/gains/plan';
import type { Average, GainsSettings } from '@/lib/core/gains/report';
import { tieGroups } from '@/lib/core/gains/tie-groups';
import { describeTransfer } from '@/lib/core/gains/transfer';
import { testAbstraction } from '@/lib/core/gains/uplift-by-abstraction';
import { keepQuantised, type QuantisedRows, quantiseRows } from '@/lib/core/linear/quantised-rows';
import { type CompareInput, compareSpaces } from '@/lib/core/projection/compare-spaces';
import { describeSpace, type SpaceInput } from '@/lib/core/projection/describe-space';
import { indexMemories } from '@/lib/core/projection/index-memories';
import {
  type JudgeInput,
  joinExcess,
  layoutQuality,
  type RankExcess,
  rankExcess,
} from '@/lib/core/projection/layout-quality';
import { layoutStability } from '@/lib/core/projection/layout-stability';
import { describeStructure } from '@/lib/core/projection/map-structure';
import type { Rows } from '@/lib/core/projection/matrix';
import { type ContrastInput, mixingContrast } from '@/lib/core/projection/mixing-contrast';
import { type Neighbours, nearestNeighbours, neighboursOf } from '@/lib/core/projection/nearest-neighbours';
import { type NeighbourSpace, neighbourSpace } from '@/lib/core/projection/neighbour-space';
import { transformPoints } from '@/lib/core/projection/transform-points';
import { layoutSpace, placePoints, type UmapParameters } from '@/lib/core/projection/umap';
import { widestSearch } from '@/lib/core/projection/widest-search';
import {
  type AblationInput,
  type FinishedArm,
  runAblation,
  summariseRefined,
} from '@/lib/core/retrieval/ablation';
import { agreementOf } from '@/lib/core/retrieval/agreement-matrix';
import { computeArmQuality } from '@/lib/core/retrieval/arm-quality';
import { matchMemories } from '@/lib/core/retrieval/match-memories';
import { nearestRows } from '@/lib/core/retrieval/nearest-rows';
import { estimateReplay } from '@/lib/core/retrieval/replay-estimate';
import { compareVersions } from '@/lib/core/versions/compare-versions';
import { embedTextsLocally } from '@/lib/embedders/local';
import { embedWithTransformers } from '@/lib/embedders/transformers-model';
import { hashOutcomes } from '@/lib/importers/hash-outcomes';
import { type FoundTrials, groupFound } from '@/lib/importers/mapping/group-found';
import type { StudyMapping } from '@/lib/importers/mapping/mapping';
import { searchPool } from './search-pool';

export type Report = (fraction: number) => void;

export interface QuantisedAblationInput extends AblationInput {
  /** Of the pool's vectors, so that threads that share a pool need not each make it. */
  quantised?: QuantisedRows;
}

export interface GroupInput {
  found: FoundTrials;
  mapping: StudyMapping;
  renamed: ReadonlyMap<string, string>;
}

interface NeighboursQuestion {
  space: NeighbourSpace;
  from: number;
  to: number;
  k: number;
}

interface PlaceQuestion {
  points: Rows;
  near: Neighbours;
  parameters: UmapParameters;
  previous: Float32Array | null;
}

interface GainsQuestion {
  outcomes: Outcomes;
  conditions: readonly { id: string; label: string }[];
  settings: GainsSettings;
}

/** What may run in a worker thread: one line each. */
export const tasks = {
  gains: computeGains,
  'noise-budget': computeNoiseBudget,
  plan: computePlan,
  'judged-gains': computeJudgedGains,
  uplifts: estimateUplifts,
  'uplift-by-abstraction': testAbstraction,
  'abstraction-index': indexMemories,
  'judge-claims': judgeClaims,
  'compare-versions': compareVersions,
  'ledger-pairs': toLedgerPairs,
  ledger: describeLedger,
  transfer: describeTransfer,
  'gains-part': describeConditions,
  'gains-ties': ({ average, ...question }: GainsQuestion & { average: Average }) =>
    tieGroups(question.outcomes, question.conditions, average, question.settings),
  'gains-costs': ({ outcomes, conditions, settings }: GainsQuestion) =>
    conditionCosts(outcomes, conditions, settings),
  'gains-contrasts': ({
    outcomes,
    contrasts,
    settings,
  }: Omit<GainsQuestion, 'conditions'> & { contrasts: Contrast[] }) =>
    computeContrasts(outcomes, contrasts, settings),
  'hash-outcomes': ({ outcomes, labels }: { outcomes: Outcomes; labels: ReadonlyMap<string, string> }) =>
    hashOutcomes(toTrials(outcomes), labels),
  /** Gives each arm when it is done. */
  ablation: (
    { quantised, ...input }: QuantisedAblationInput,
    onProgress: Report,
    onArm: (arm: FinishedArm) => void,
  ) => {
    if (quantised && input.pool.vectors) keepQuantised(input.pool.vectors, quantised);
    for (const arm of runAblation(input, { now: () => performance.now(), onProgress })) onArm(arm);
  },
  'arm-summary': summariseRefined,
  'arm-quality': computeArmQuality,
  replay: estimateReplay,
  agreement: (rankings: readonly (readonly (readonly string[] | null)[])[]) => agreementOf(rankings),
  'layout-space': layoutSpace,
  'neighbours-part': ({ space, from, to, k }: NeighboursQuestion, onProgress: Report) =>
    neighboursOf(space, from, to, k, onProgress),
  /** Gives the positions now and then. */
  'place-points': (
    { points, near, parameters, previous }: PlaceQuestion,
    onProgress: Report,
    onPositions: (positions: { points: Float32Array; epoch: number; epochs: number }) => void,
  ) =>
    placePoints(points, near, parameters, previous, {
      onProgress,
      onPositions: (positions, epoch, epochs) => onPositions({ points: positions, epoch, epochs }),
    }),
  'nearest-in-picture': ({ picture, k }: { picture: Rows; k: number }) =>
    nearestNeighbours(picture, k, 'euclidean'),
  'rank-excess': rankExcess,
  'layout-stability': layoutStability,
  'map-structure': describeStructure,
  'transform-points': transformPoints,
  'layout-quality': ({ input, excesses }: { input: JudgeInput; excesses: RankExcess[] }) =>
    layoutQuality(input, joinExcess(excesses)),
  'widest-search': (input: SpaceInput) => {
    const search = widestSearch(input);
    return search && { space: neighbourSpace(search.points, 'euclidean'), k: search.k };
  },
  'space-metrics': (input: SpaceInput, onProgress: Report) => describeSpace(input, { onProgress }),
  'compare-spaces': (input: CompareInput, onProgress: Report) => compareSpaces(input, onProgress),
  'mixing-contrast': (input: ContrastInput, onProgress: Report) => mixingContrast(input, onProgress),
  'embed-texts': embedTextsLocally,
  'embed-with-transformers': (input: { model: string; texts: readonly string[] }) =>
    embedWithTransformers(input),
  'match-memories': matchMemories,
  'quantise-rows': ({ vectors, columns }: { vectors: Float32Array; columns: number }) =>
    quantiseRows(vectors, columns),
  'nearest-rows': nearestRows,
  'search-pool': searchPool,
  'group-surveyed': groupSurveyed,
  'group-stored': ({ found, mapping, renamed }: GroupInput) => groupFound(found, mapping, renamed),
  'steps-from-log': storeStepsFromLog,
} as const;

export type ComputeName = keyof typeof tasks;
export type ComputeInput<N extends ComputeName> = Parameters<(typeof tasks)[N]>[0];
export type ComputeOutput<N extends ComputeName> = Awaited<ReturnType<(typeof tasks)[N]>>;
export type ComputePart<N extends ComputeName> =
  Parameters<(typeof tasks)[N]> extends [unknown, unknown, (part: infer Part) => void] ? Part : never;
