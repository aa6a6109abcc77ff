import type { MemoryType, Scope } from '@/lib/core/vocabulary';
import type { MethodId } from './index';
import { type KeyText, keyTextLabels } from './key-text';
import type { ParameterValues } from './method';

/** Which memories may be drawn by how their source trial ended. */
export const outcomes = ['both', 'successes', 'failures'] as const;
export type Outcome = (typeof outcomes)[number];

/** Arms that must find nothing of use: every task asks another's question, or every memory bears another's text. */
export const controls = ['none', 'shuffled-queries', 'shuffled-texts'] as const;
export type Control = (typeof controls)[number];

/** What is asked: the task's own text, or what a language model makes of it. */
export const queryKinds = ['task', 'plan', 'summary'] as const;
export type QueryKind = (typeof queryKinds)[number];

/** What a language model does with the memories that were found. */
export const refinements = ['none', 'rerank', 'rewrite', 'rerank-rewrite'] as const;
export type Refinement = (typeof refinements)[number];

/** More memories do not fit well into one question. */
export const mostCandidates = 50;

/** One retrieval setting: everything that decides what is retrieved from a pool. */
export interface RetrievalSetting {
  method: MethodId;
  /** Where not the method's standard ones. */
  parameters: ParameterValues;
  query: QueryKind;
  /** Which text of a memory is searched. */
  keyText: KeyText;
  refinement: Refinement;
  /** How many memories a language model ranks anew; without reranking it makes no difference. */
  candidates: number;
  scope: Scope;
  /** Null for all types. */
  memoryTypes: readonly MemoryType[] | null;
  topN: number;
  /** Memories of a lower score are not retrieved, on the method's own scale; null keeps all. */
  minimumScore: number | null;
  outcome: Outcome;
  /** Share of the pool that is drawn from, above 0 to 1: the same seed draws smaller parts out of larger ones. */
  poolFraction: number;
  /** How many source benchmarks are drawn from, chosen by the seed; null for all. */
  sourceBenchmarks: number | null;
  /** Only memories that this model wrote; null for all. */
  sourceModel: string | null;
  control: Control;
  /** Leaves out memories that may give the answer away; see `leakage.ts`. */
  withoutSuspects: boolean;
  seed: number;
}

/** What holds where nothing else is said: the paper's setting. */
export const standardSetting: RetrievalSetting = {
  method: 'cosine',
  parameters: {},
  query: 'task',
  keyText: 'key',
  refinement: 'none',
  candidates: 20,
  scope: 'cross-domain',
  memoryTypes: null,
  topN: 3,
  minimumScore: null,
  outcome: 'both',
  poolFraction: 1,
  sourceBenchmarks: null,
  sourceModel: null,
  control: 'none',
  withoutSuspects: false,
  seed: 7,
};

/** Whether a language model ranks what was found anew. */
export const reranks = ({ refinement }: Pick<RetrievalSetting, 'refinement'>): boolean =>
  refinement === 'rerank' || refinement === 'rerank-rewrite';

/** Whether a language model rewrites the retrieved memories for the task. */
export const rewrites = ({ refinement }: Pick<RetrievalSetting, 'refinement'>): boolean =>
  refinement === 'rewrite' || refinement === 'rerank-rewrite';

/** Whether a setting cannot be run without a language model. */
export const asksModel = ({ query, refinement }: Pick<RetrievalSetting, 'query' | 'refinement'>): boolean =>
  query !== 'task' || refinement !== 'none';

/** A short name for a setting: what a reader asks first, then what is not standard. */
export function settingLabel(setting: RetrievalSetting): string {
  const { memoryTypes, minimumScore, outcome, poolFraction, sourceBenchmarks, sourceModel, control } =
    setting;
  const tuned = Object.entries(setting.parameters).map(([name, value]) => `${name} ${value}`);
  return [
    setting.method,
    ...tuned,
    setting.query === 'task' ? '' : `by ${setting.query}`,
    setting.keyText === 'key' ? '' : `in ${keyTextLabels[setting.keyText]}`,
    reranks(setting) ? `reranked of ${setting.candidates}` : '',
    rewrites(setting) ? 'rewritten' : '',
    setting.scope,
    memoryTypes === null ? 'all types' : memoryTypes.join(' + '),
    `top ${setting.topN}`,
    minimumScore === null ? '' : `score ≥ ${minimumScore}`,
    outcome === 'both' ? '' : `${outcome} only`,
    poolFraction === 1 ? '' : `${Number((poolFraction * 100).toFixed(1))} % of the pool`,
    sourceBenchmarks === null
      ? ''
      : `${sourceBenchmarks} source ${sourceBenchmarks === 1 ? 'benchmark' : 'benchmarks'}`,
    sourceModel === null ? '' : `by ${sourceModel}`,
    control === 'none' ? '' : control.replace('-', ' '),
    setting.withoutSuspects ? 'without suspects' : '',
  ]
    .filter(Boolean)
    .join(' · ');
}
