import type { LlmUse } from '@/lib/core/llm-use';
import type { AskOptions, LlmAnswer, Usage } from '@/lib/llm';
import { type AskedSoFar, askEach, countReasons } from './ask-each';
import type { JobRun } from './job';
import { spentBefore, sumOfSpent } from './spent-before';

/** Failures that are told one by one; all are counted. */
const listedFailures = 100;

const count = (n: number) => n.toLocaleString('en-US');

/** What a job that asks a model about each of many items leaves behind. */
export interface AskedJob<T> {
  done: number;
  left: number;
  usage: Usage;
  stopped: string | null;
  failures: Record<string, number>;
  failed: (T & { reason: string; message: string })[];
}

/**
 * The whole of a job that asks a model about each of many items: says how far it is, counts what the same job spent before
 * it was cut off, ends well at the budget, and lists what failed.
 *
 * @param given.words  the items and what becomes of them, as "memories judged"
 * @param given.ask    asks about one item and stores what it learns
 * @throws LlmError where every further question would fail, but for the budget; as askEach
 */
export async function askEachInJob<T extends object>(
  { db, jobId, signal, report }: Pick<JobRun<unknown>, 'db' | 'jobId' | 'signal' | 'report'>,
  given: {
    items: readonly T[];
    work: LlmUse;
    words: string;
    ask: (item: T, options: AskOptions) => Promise<LlmAnswer<unknown>>;
  },
): Promise<AskedJob<T>> {
  const { items, work, words, ask } = given;
  const before = await spentBefore(db, jobId);
  const tell = (soFar: AskedSoFar) =>
    report(
      items.length === 0 ? 1 : (soFar.done + soFar.failed) / items.length,
      `${count(soFar.done)} of ${count(items.length)} ${words}`,
      { spent: sumOfSpent(before, soFar) },
    );
  const end = await askEach({ items, work, db, signal, ask, onSettled: tell, spent: before });
  if (end.stopped && end.stopped.reason !== 'budget') throw end.stopped;
  const left = items.length - end.done;
  const why = end.stopped ? 'at the budget' : 'without an answer';
  report(1, `${count(end.done)} ${words}${left > 0 ? `, ${count(left)} left ${why}` : ''}`);
  return {
    ...{ done: end.done, left, usage: end.usage },
    stopped: end.stopped?.reason ?? null,
    failures: countReasons(end.failures),
    failed: end.failures.slice(0, listedFailures).map(({ item, error }) => ({
      ...item,
      reason: error.reason,
      message: error.message,
    })),
  };
}
