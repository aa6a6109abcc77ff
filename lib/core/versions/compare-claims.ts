import { type ClaimStatement, type ClaimVerdict, claimSentence } from '@/lib/core/gains/claim';
import { judgeClaims } from '@/lib/core/gains/judge-claim';
import type { StudyVersion } from './study-version';

export interface ClaimShift {
  statement: ClaimStatement;
  /** The claim in words. */
  sentence: string;
  /** Which version makes the claim; it is held against both. */
  madeBy: 'before' | 'after' | 'both';
  before: ClaimVerdict;
  after: ClaimVerdict;
  /** Whether the two verdicts differ. */
  changed: boolean;
}

const keyOf = (statement: ClaimStatement): string =>
  JSON.stringify(Object.entries(statement).sort(([a], [b]) => (a < b ? -1 : 1)));

/**
 * Every claim of either version held against the trials of both, those with another verdict first.
 *
 * @complexity that of judgeClaims, twice
 */
export function compareClaims(before: StudyVersion, after: StudyVersion): ClaimShift[] {
  const [made, making] = [before, after].map(({ claims }) => new Set(claims.map(keyOf)));
  const statements = [
    ...new Map([...before.claims, ...after.claims].map((one) => [keyOf(one), one])).values(),
  ];
  const [old, now] = [before, after].map(({ trials, threshold }) =>
    judgeClaims({
      claims: statements.map((statement) => ({ statement, judgedBefore: false })),
      trials: trials.map((trial) => ({ ...trial, exception: trial.exceptionType !== null })),
      threshold,
    }),
  );
  const shifts = statements.map((statement, i): ClaimShift => {
    const sides = [made!.has(keyOf(statement)), making!.has(keyOf(statement))];
    return {
      statement,
      sentence: claimSentence(statement),
      madeBy: sides[0] && sides[1] ? 'both' : sides[0] ? 'before' : 'after',
      before: old![i]!,
      after: now![i]!,
      changed: old![i]!.outcome !== now![i]!.outcome,
    };
  });
  return shifts.sort((a, b) => Number(b.changed) - Number(a.changed));
}
