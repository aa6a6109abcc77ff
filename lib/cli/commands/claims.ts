import { type Command, InvalidArgumentError, Option } from 'commander';
import { AppError } from '@/lib/core/errors';
import type { ClaimRelation } from '@/lib/core/gains/claim';
import { missingRules } from '@/lib/core/gains/missing';
import type { ClaimRow } from '@/lib/queries/claims';
import type { Backend } from '../backend';
import { printJson, studyNamed, wholeNumber, withBackend } from '../with-study';

interface Options {
  study: string;
  condition?: string;
  baseline?: string;
  benchmark?: string;
  average?: string;
  k: number;
  missing?: string;
  atLeast?: number;
  atMost?: number;
  differsBy?: number;
  alpha: number;
  test?: string;
  remove?: string;
  judge?: boolean;
  json?: boolean;
}

type ListedClaim = ClaimRow & { sentence: string; stale?: boolean };

function number(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('It must be a number.');
  return value;
}

/** What a claim says of the gain, from the one option that was given. */
function relationOf({ atLeast, atMost, differsBy }: Options): { relation: ClaimRelation; margin: number } {
  const given = (
    [
      ['at-least', atLeast],
      ['at-most', atMost],
      ['differs', differsBy],
    ] as const
  ).flatMap(([relation, points]) => (points === undefined ? [] : [{ relation, margin: points / 100 }]));
  if (given.length === 1) return given[0]!;
  throw new AppError('invalid-input', 'A claim says one of --at-least, --at-most and --differs-by.', {
    hint: 'In percentage points, such as --at-least 2.',
  });
}

function statementOf(options: Options): Record<string, unknown> {
  const { condition, baseline, benchmark, average, k, missing, alpha, test } = options;
  if (condition === undefined || baseline === undefined)
    throw new AppError('invalid-input', 'A claim names a --condition and a --baseline.');
  return {
    condition,
    baseline,
    benchmark: benchmark ?? null,
    passK: k,
    alpha,
    ...relationOf(options),
    ...(average === undefined ? {} : { average }),
    ...(missing === undefined ? {} : { missing }),
    ...(test === undefined ? {} : { test }),
  };
}

function print({ id, sentence, verdict, previous, stale }: ListedClaim): void {
  console.log(`${sentence}.`);
  console.log(`  ${verdict?.sentence ?? 'Not judged yet.'}`);
  if (previous) console.log(`  Before: ${previous.sentence}`);
  if (stale) console.log('  The trials have changed since: --judge looks again.');
  console.log(`  ${id}`);
}

async function listed(backend: Backend, base: string): Promise<ListedClaim[]> {
  return ((await backend.request('GET', base)) as { claims: ListedClaim[] }).claims;
}

/** `carryover claims`: sentences about gains, held against the data whenever these change. */
export function addClaims(root: Command): void {
  root
    .command('claims')
    .description('list the claims about gains with their verdicts; with --condition, make one')
    .requiredOption('--study <name>', 'the study')
    .option('--condition <label>', 'what the claim is about')
    .option('--baseline <label>', 'what it is compared with')
    .option('--benchmark <name>', 'on this benchmark alone; else on all')
    .addOption(
      new Option('--average <average>', 'how benchmarks are averaged').choices(['task-weighted', 'macro']),
    )
    .option('--k <number>', 'k of pass@k', wholeNumber(1), 1)
    .addOption(
      new Option('--missing <rule>', 'what a trial without a reward counts as').choices(missingRules),
    )
    .option('--at-least <points>', 'it gains so many percentage points or more', number)
    .option('--at-most <points>', 'it gains no more than so many', number)
    .option('--differs-by <points>', 'it differs by so many or more, in either direction', number)
    .option('--alpha <share>', 'greatest chance of a wrong verdict in one direction', number, 0.05)
    .addOption(new Option('--test <limits>', 'which bootstrap limits').choices(['bca', 'percentile']))
    .option('--remove <id>', 'delete a claim')
    .option('--judge', 'judge those again whose trials have changed')
    .option('--json', 'print JSON')
    .action(async (options: Options) => {
      const claims = await withBackend(async (backend) => {
        const { id: studyId } = await studyNamed(backend, options.study);
        const base = `/api/v1/studies/${encodeURIComponent(studyId)}/claims`;
        if (options.remove !== undefined)
          await backend.request('DELETE', `/api/v1/claims/${encodeURIComponent(options.remove)}`);
        if (options.judge) await backend.request('POST', `${base}/judge`, {});
        if (options.condition === undefined) return listed(backend, base);
        const made = await backend.request('POST', base, statementOf(options));
        return [(made as { claim: ListedClaim }).claim];
      });
      if (options.json) return printJson(claims);
      if (claims.length === 0) console.log('There are no claims in this study.');
      for (const claim of claims) print(claim);
    });
}
