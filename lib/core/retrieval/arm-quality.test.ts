import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readGolden } from '../golden/read-golden';
import { computeArmQuality, type QualityInput, type RelevanceLabels } from './arm-quality';
import { rankingQuality } from './quality';
import { emptyRankings, rankingOf, setRanking } from './ranked-arms';

const options = { k: 3, resamples: 500, level: 0.95, seed: 7 };

/** arm × task → memories; null where the arm could not search. */
function rankings(arms: (number[] | null)[][]) {
  const depth = Math.max(1, ...arms.flat().map((list) => list?.length ?? 0));
  const of = emptyRankings(arms.length, arms[0]!.length, depth);
  arms.forEach((tasks, arm) => {
    tasks.forEach((list, task) => {
      if (list) setRanking(of, arm, task, list);
    });
  });
  return of;
}

/** Task, memory, grade. */
const labels = (rows: [number, number, number][]): RelevanceLabels => ({
  tasks: Int32Array.from(rows, ([task]) => task),
  memories: Int32Array.from(rows, ([, memory]) => memory),
  grades: Uint8Array.from(rows, ([, , grade]) => grade),
});
const compute = (more: Partial<QualityInput> & Pick<QualityInput, 'rankings' | 'labels'>) =>
  computeArmQuality({ ...options, ...more });

describe('ranked arms', () => {
  it('give back what was written, and tell an empty list from none', () => {
    const of = rankings([
      [[3, 1], []],
      [null, [2]],
    ]);
    expect([0, 1].flatMap((arm) => [0, 1].map((task) => rankingOf(of, arm, task)))).toEqual([
      [3, 1],
      [],
      null,
      [2],
    ]);
    expect(() => setRanking(of, 0, 0, [1, 2, 3])).toThrow(RangeError);
  });
});

describe('computeArmQuality', () => {
  interface Golden {
    cases: {
      id: string;
      queries: { qrels: Record<string, number>; ranking: string[] }[];
      expected: { per_query: Record<string, number[]> };
    }[];
  }
  it.each(readGolden<Golden>('retrieval').cases)('agrees with trec_eval on $id', ({ queries, expected }) => {
    const numbers = new Map<string, number>();
    const number = (id: string) => {
      if (!numbers.has(id)) numbers.set(id, numbers.size);
      return numbers.get(id)!;
    };
    const given = labels(
      queries.flatMap(({ qrels }, q) =>
        Object.entries(qrels).map(([id, grade]): [number, number, number] => [q, number(id), grade]),
      ),
    );
    const lists = queries.map(({ ranking }) => ranking.map(number));
    const counted = queries.flatMap(({ qrels }, q) =>
      Object.values(qrels).some((grade) => grade >= 1) ? [q] : [],
    );
    const report = compute({ rankings: rankings([lists]), labels: given, k: 5 });
    expect(report.relevantTasks).toBe(counted.length);
    const names = { ndcg: 'ndcg@5', recall: 'recall@5', hitRate: 'hit_rate@5' } as const;
    for (const [metric, name] of Object.entries(names)) {
      const values = expected.per_query[name]!;
      const mean = counted.reduce((sum, q) => sum + values[q]!, 0) / counted.length;
      const { estimate } = report.arms[0]!.metrics[metric as keyof typeof names];
      if (counted.length > 0) expect(estimate.value).toBeCloseTo(mean, 9);
      else expect(estimate.reason).toBeTruthy();
    }
  });

  it('works as worked by hand, and takes means over tasks with a relevant label alone', () => {
    const report = compute({
      rankings: rankings([
        [[1, 2, 3], [4], [1]],
        [[9, 1, 2], [5], [1]],
      ]),
      labels: labels([
        [0, 1, 2],
        [0, 2, 0],
        [0, 3, 1],
        [1, 5, 1],
        [2, 1, 0],
      ]),
    });
    expect(report).toMatchObject({ taskCount: 3, labelledTasks: 3, relevantTasks: 2, labelCount: 5 });
    const ideal = 2 + 1 / Math.log2(3);
    const [first, second] = report.arms;
    expect(first!.taskCount).toBe(2);
    expect(first!.metrics.ndcg.estimate.value).toBeCloseTo((2 + 1 / 2) / ideal / 2, 12);
    expect(first!.metrics.recall.estimate.value).toBe(0.5);
    expect(first!.labelledShare.value).toBe(3 / 4);
    // 9 has no label: it pushes the others down, unless it is left out.
    expect(second!.metrics.ndcg.estimate.value).toBeCloseTo((2 / Math.log2(3) / ideal + 1) / 2, 12);
    expect(second!.metrics.condensedNdcg.estimate.value).toBeCloseTo((2 / ideal + 1) / 2, 12);
    expect(second!.metrics.reciprocalRank.estimate.value).toBe(0.75);
    expect(second!.metrics.hitRate).toMatchObject({
      estimate: { value: 1 },
      note: expect.stringMatching(/Wilson/),
    });
    expect(second!.metrics.hitRate.ciLow).toBeLessThan(0.5);
    expect(first!.differences).toBeNull();
    expect(second!.differences!.recall.estimate.value).toBeCloseTo(0.75 - 0.5, 12);
  });

  it('pairs differences on the tasks of both, and has no figure for an arm that could not search', () => {
    const report = compute({
      rankings: rankings([
        [[1], [2], [3]],
        [[1], null, [9]],
        [null, null, null],
      ]),
      labels: labels([
        [0, 1, 1],
        [1, 2, 1],
        [2, 3, 1],
      ]),
    });
    expect(report.arms.map(({ taskCount }) => taskCount)).toEqual([3, 2, 0]);
    expect(report.arms[1]!.differences!.hitRate.estimate.value).toBe(-0.5);
    expect(report.arms[2]!.metrics.ndcg.estimate.reason).toMatch(/could not search/);
    expect(report.arms[2]!.differences!.ndcg.estimate.value).toBeNull();
  });

  it('says why there is nothing, and takes labels for every task', () => {
    const lists = rankings([[[1, 2], [2]]]);
    expect(compute({ rankings: lists, labels: labels([]) }).arms[0]!.metrics.ndcg.note).toMatch(/labelled/);
    const none = compute({ rankings: lists, labels: labels([[0, 1, 0]]) });
    expect(none.arms[0]!.metrics.ndcg.note).toMatch(/as relevant/);
    const all = compute({
      rankings: lists,
      labels: { tasks: null, memories: Int32Array.of(1, 2), grades: Uint8Array.of(0, 1) },
    });
    expect(all).toMatchObject({ labelledTasks: 2, relevantTasks: 2 });
    expect(all.arms[0]!.metrics.reciprocalRank.estimate.value).toBe(0.75);
    expect(() => compute({ rankings: lists, labels: labels([]), k: 0 })).toThrow(RangeError);
  });

  it('is the mean of rankingQuality; leaving out what is unlabelled never lowers nDCG', () => {
    const list = fc.uniqueArray(fc.nat(12), { maxLength: 6 });
    const grades = fc.dictionary(fc.nat(12).map(String), fc.nat(2), { maxKeys: 8 });
    fc.assert(
      fc.property(fc.array(fc.tuple(list, grades), { minLength: 1, maxLength: 6 }), (tasks) => {
        const rows = tasks.flatMap(([, own], t) =>
          Object.entries(own).map(([memory, grade]): [number, number, number] => [t, Number(memory), grade]),
        );
        const report = compute({ rankings: rankings([tasks.map(([one]) => one)]), labels: labels(rows) });
        const counted = tasks.filter(([, own]) => Object.values(own).some((grade) => grade > 0));
        if (counted.length === 0) return;
        const { metrics } = report.arms[0]!;
        const mean = (of: 'ndcg' | 'recall' | 'reciprocalRank') =>
          counted.reduce((sum, [ranking, own]) => {
            const judged = new Map(Object.entries(own).map(([id, grade]) => [Number(id), grade]));
            return sum + rankingQuality(ranking, judged, 3)[of];
          }, 0) / counted.length;
        for (const metric of ['ndcg', 'recall', 'reciprocalRank'] as const)
          expect(metrics[metric].estimate.value).toBeCloseTo(mean(metric), 12);
        expect(metrics.condensedNdcg.estimate.value!).toBeGreaterThanOrEqual(
          metrics.ndcg.estimate.value! - 1e-12,
        );
      }),
    );
  });
});
