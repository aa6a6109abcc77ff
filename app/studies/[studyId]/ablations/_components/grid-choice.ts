import type { MethodId } from '@/lib/core/retrieval';
import { retrievalMethods } from '@/lib/core/retrieval';
import { mostArms, type RetrievalGrid } from '@/lib/core/retrieval/grid';
import type { KeyText } from '@/lib/core/retrieval/key-text';
import type { ParameterValues, RetrievalMethod } from '@/lib/core/retrieval/method';
import type { Control, Outcome, QueryKind, Refinement } from '@/lib/core/retrieval/setting';
import type { MemoryType, Scope } from '@/lib/core/vocabulary';

/** What is chosen in the form: lists of values, those that are typed as text. */
export interface GridChoice {
  methods: MethodId[];
  queries: QueryKind[];
  keyTexts: KeyText[];
  refinements: Refinement[];
  candidates: string;
  scopes: Scope[];
  /** 'all' stands for all types together. */
  types: (MemoryType | 'all')[];
  topN: string[];
  outcomes: Outcome[];
  poolFractions: string[];
  controls: Control[];
  suspects: ('kept' | 'left-out')[];
  /** '' stands for all. */
  sourceModels: string[];
  sourceBenchmarks: string;
  minimumScores: string;
  seeds: string;
  /** By method and parameter, as `bm25 k1`. */
  parameters: Record<string, string>;
}

export const standardChoice: GridChoice = {
  methods: ['cosine', 'bm25', 'hybrid-ranks', 'random'],
  queries: ['task'],
  keyTexts: ['key'],
  refinements: ['none'],
  candidates: '',
  scopes: ['cross-domain'],
  types: ['insight'],
  topN: ['3'],
  outcomes: ['both'],
  poolFractions: ['1'],
  controls: ['none'],
  suspects: ['kept'],
  sourceModels: [''],
  sourceBenchmarks: '',
  minimumScores: '',
  seeds: '7',
  parameters: {},
};

/** Numbers of a text such as "1, 2.5"; null when something in it is none. */
export function numbersOf(text: string): number[] | null {
  const words = text.split(/[\s,;]+/).filter(Boolean);
  const numbers = words.map(Number);
  return numbers.every(Number.isFinite) ? [...new Set(numbers)] : null;
}

/** The grid that a choice stands for, or what is wrong with it, in words. */
export function toGrid(choice: GridChoice): { grid: RetrievalGrid } | { problem: string } {
  const typed = {
    'the number of candidates': numbersOf(choice.candidates),
    'the number of source benchmarks': numbersOf(choice.sourceBenchmarks),
    'the least score': numbersOf(choice.minimumScores),
    'the seeds': numbersOf(choice.seeds),
  };
  for (const [name, numbers] of Object.entries(typed))
    if (!numbers) return { problem: `In ${name}, something is no number.` };
  const { queries, refinements, keyTexts } = choice;
  const checks = [choice.methods, choice.scopes, choice.types, choice.topN, queries, refinements, keyTexts];
  const moreChecks = [
    choice.outcomes,
    choice.poolFractions,
    choice.controls,
    choice.suspects,
    choice.sourceModels,
  ];
  if ([...checks, ...moreChecks].some((chosen) => chosen.length === 0))
    return { problem: 'Choose at least one of each.' };
  const parameters = parameterGrid(choice);
  if (!parameters) return { problem: 'In the parameters, something is no number.' };
  if (parameters === 'too many')
    return { problem: `The parameters alone have more than ${mostArms} combinations.` };
  const orAll = <T>(values: T[]): (T | null)[] => (values.length > 0 ? values : [null]);
  return {
    grid: {
      method: choice.methods,
      parameters,
      query: queries,
      keyText: keyTexts,
      refinement: refinements,
      candidates: typed['the number of candidates']!.length > 0 ? typed['the number of candidates']! : [20],
      scope: choice.scopes,
      memoryTypes: choice.types.map((type) => (type === 'all' ? null : [type])),
      topN: choice.topN.map(Number),
      minimumScore: orAll(typed['the least score']!),
      outcome: choice.outcomes,
      poolFraction: choice.poolFractions.map(Number),
      sourceBenchmarks: orAll(typed['the number of source benchmarks']!),
      sourceModel: choice.sourceModels.map((model) => model || null),
      control: choice.controls,
      withoutSuspects: choice.suspects.map((one) => one === 'left-out'),
      seed: typed['the seeds']!.length > 0 ? typed['the seeds']! : [7],
    },
  };
}

/** Every combination of the typed parameters of the chosen methods; one without any where none is typed. */
function parameterGrid({ methods, parameters }: GridChoice): ParameterValues[] | 'too many' | null {
  let combinations: ParameterValues[] = [{}];
  for (const id of methods) {
    for (const name of Object.keys((retrievalMethods[id] as RetrievalMethod).parameters ?? {})) {
      const values = numbersOf(parameters[`${id} ${name}`] ?? '');
      if (!values) return null;
      if (values.length === 0) continue;
      // More than can be run need not be written down.
      if (combinations.length * values.length > mostArms) return 'too many';
      combinations = combinations.flatMap((one) => values.map((value) => ({ ...one, [name]: value })));
    }
  }
  return combinations;
}
