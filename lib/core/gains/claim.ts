import { z } from 'zod';
import { formatPoints } from '@/lib/core/format-number';
import { missingRules, missingWords } from './missing';
import { averages } from './report';

/** `at-least` and `at-most` bound the gain from one side; `differs` asks for a gap of that size in either direction. */
export const claimRelations = ['at-least', 'at-most', 'differs'] as const;
export type ClaimRelation = (typeof claimRelations)[number];

/** Which limits of the same bootstrap over tasks the margin is held against. */
export const claimTests = ['bca', 'percentile'] as const;
export type ClaimTest = (typeof claimTests)[number];

const name = z.string().trim().min(1).max(500);

/**
 * A sentence about a gain, with all that decides it. Conditions and benchmarks go by name: ids change when logs are
 * taken back and imported again, and an archive holds none.
 */
export const claimStatement = z
  .object({
    condition: name,
    baseline: name,
    /** Null for all benchmarks, by `average`. */
    benchmark: name.nullable().default(null),
    average: z.enum(averages).default('task-weighted'),
    passK: z.int().min(1).max(1000).default(1),
    missing: z.enum(missingRules).default('errors-fail'),
    relation: z.enum(claimRelations).default('at-least'),
    /** A difference of rates: 0.02 is 2 percentage points. */
    margin: z.number().min(-1).max(1),
    test: z.enum(claimTests).default('bca'),
    /** Greatest chance of a wrong verdict in one direction. */
    alpha: z.number().min(0.0001).max(0.4).default(0.05),
    resamples: z.int().min(100).max(100_000).default(10_000),
    seed: z.int().min(0).default(7),
  })
  .refine((given) => given.condition !== given.baseline, {
    path: ['condition'],
    message: 'A condition cannot be compared with itself.',
  })
  .refine((given) => given.relation !== 'differs' || given.margin >= 0, {
    path: ['margin'],
    message: 'Two conditions differ by 0 points or more.',
  });

export type ClaimStatement = z.output<typeof claimStatement>;

export type ClaimOutcome = 'supported' | 'contradicted' | 'undecided' | 'unjudgeable';

/** What a verdict rests on. Differences of rates in [−1, 1]. */
export interface ClaimFigures {
  estimate: number;
  /** One-sided limits at 1 − α each. */
  low: number;
  high: number;
  /** Two-sided limits at 1 − α, which a difference in either direction has to clear. */
  twoSided: { low: number; high: number };
  /** `exact`: every task of a benchmark has the same difference, so the bootstrap has nothing to vary. */
  method: 'BCa' | 'percentile' | 'exact';
  /** Why the method is not the one asked for; null when it is. */
  reason: string | null;
  taskCount: number;
  attempts: { min: number; max: number };
  /** Tasks that one side solved at least once and the other never. */
  gained: number;
  lost: number;
  /** A trial passed when its reward was at least this. */
  threshold: number;
}

export interface ClaimVerdict {
  outcome: ClaimOutcome;
  sentence: string;
  /** Null where the claim cannot be judged. */
  figures: ClaimFigures | null;
}

const size = (margin: number) => `${Math.abs(margin * 100).toFixed(1)} points`;

function relationWords({ relation, margin, baseline }: ClaimStatement): string {
  const other = `“${baseline}”`;
  if (relation === 'differs')
    return margin === 0 ? `differs from ${other}` : `differs from ${other} by at least ${size(margin)}`;
  if (relation === 'at-least') {
    if (margin === 0) return `is no worse than ${other}`;
    return margin > 0
      ? `beats ${other} by at least ${size(margin)}`
      : `loses at most ${size(margin)} to ${other}`;
  }
  if (margin === 0) return `is no better than ${other}`;
  return margin > 0
    ? `beats ${other} by at most ${size(margin)}`
    : `loses at least ${size(margin)} to ${other}`;
}

/** The claim as a sentence without its full stop. */
export function claimSentence(claim: ClaimStatement): string {
  const where =
    claim.benchmark === null
      ? `over all benchmarks (${claim.average === 'macro' ? 'macro average' : 'task-weighted'})`
      : `on ${claim.benchmark}`;
  return `“${claim.condition}” ${relationWords(claim)} ${where}, ${claim.passK === 1 ? 'avg pass@1' : `pass@${claim.passK}`}`;
}

/** How a claim is tested, in words. */
export function claimTestWords({ relation, test, alpha, resamples, seed, missing }: ClaimStatement): string {
  const sides =
    relation === 'differs' ? 'two-sided to support, two one-sided to contradict' : 'one-sided bound';
  return (
    `${test === 'bca' ? 'BCa' : 'percentile'} bootstrap over tasks within each benchmark, ${sides}, α ${alpha}, ` +
    `${resamples.toLocaleString('en-US')} resamples, seed ${seed}; trials without a reward ${missingWords[missing]}`
  );
}

/** What the figures say of the claim, as a sentence. */
export function verdictSentence(
  claim: ClaimStatement,
  outcome: 'supported' | 'contradicted' | 'undecided',
  figures: ClaimFigures,
): string {
  const { estimate, low, high, twoSided, taskCount, gained, lost } = figures;
  const level = `${Number(((1 - claim.alpha) * 100).toFixed(2))} %`;
  const tasks = `${taskCount} shared ${taskCount === 1 ? 'task' : 'tasks'}`;
  const found = `the gain is ${formatPoints(estimate)} points on ${tasks} (${gained} gained, ${lost} lost)`;
  const margin = formatPoints(claim.margin);
  const bound = (limit: number) => `its one-sided ${level} bound of ${formatPoints(limit)}`;
  if (outcome === 'undecided') {
    const limits = `the one-sided ${level} bounds ${formatPoints(low)} and ${formatPoints(high)}`;
    const decided = claim.relation === 'differs' ? 'settle no difference of that size' : `enclose ${margin}`;
    return `Undecided: ${found}, and ${limits} ${decided}.`;
  }
  const word = outcome === 'supported' ? 'Supported' : 'Contradicted';
  if (claim.relation === 'differs') {
    if (outcome === 'supported')
      return `${word}: ${found}, and its two-sided ${level} interval from ${formatPoints(twoSided.low)} to ${formatPoints(twoSided.high)} lies beyond ${size(claim.margin)}.`;
    return `${word}: ${found}, and both one-sided ${level} bounds, ${formatPoints(low)} and ${formatPoints(high)}, lie within ${size(claim.margin)} of nothing.`;
  }
  const upward = (claim.relation === 'at-least') === (outcome === 'supported');
  const verb = upward
    ? outcome === 'supported'
      ? 'clears'
      : 'exceeds'
    : outcome === 'supported'
      ? 'stays within'
      : 'stays below';
  return `${word}: ${found}, and ${bound(upward ? low : high)} ${verb} ${margin}.`;
}
