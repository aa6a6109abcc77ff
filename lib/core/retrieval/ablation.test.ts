import { describe, expect, it } from 'vitest';
import { seededRandom } from '@/lib/core/random';
import { type AblationArm, type AblationTask, runAblation } from './ablation';
import { agreementOf, rankingsOf } from './agreement-matrix';
import { type MethodId, retrievalMethods } from './index';
import { retrieve } from './retrieve';
import { standardSetting } from './setting';
import { testPool } from './test-pool';

/** Six memories of two benchmarks; the texts say what each is about. */
const pool = testPool({
  ids: ['a1', 'a2', 'a3', 'b1', 'b2', 'x1'],
  texts: ['fix red test', 'fix blue test', 'write patch', 'fix red log', 'read blue log', 'fix anything'],
  benchmarks: ['A', 'A', 'A', 'B', 'B', null],
  tasks: ['t1', 't2', 't2', 't1', 't9', null],
  types: ['insight', 'insight', 'workflow', 'insight', 'workflow', 'insight'],
  success: [true, false, null, false, true, null],
});
const tasks: AblationTask[] = [
  { id: '1', benchmark: 'A', externalId: 't1', text: null, queryText: 'fix red test', queryVector: null },
  { id: '2', benchmark: 'B', externalId: 't1', text: null, queryText: 'fix red log', queryVector: null },
  { id: '3', benchmark: 'A', externalId: 't2', text: null, queryText: 'write patch', queryVector: null },
];
const arm = (change: Partial<AblationArm>): AblationArm => ({
  ...standardSetting,
  method: 'bm25',
  scope: 'all',
  topN: 2,
  seed: 1,
  ...change,
});
let clock = 0;
const now = () => {
  clock += 6;
  return clock;
};
const run = (...arms: AblationArm[]) =>
  [...runAblation({ pool, arms, tasks }, { now })].map(({ report }) => report);
const retrieved = (hits: readonly { memoryIndex: number }[]) => hits.map((hit) => pool.ids[hit.memoryIndex]);

describe('runAblation', () => {
  it('keeps cross-domain out of the target benchmark and lets memories of unknown origin in', () => {
    const [report] = run(arm({ scope: 'cross-domain', topN: 9 }));
    expect(retrieved(report!.tasks[0]!.hits)).toEqual(['b1', 'x1']);
    expect(report!.tasks[0]!.candidateCount).toBe(3);
    expect(retrieved(report!.tasks[1]!.hits).sort()).toEqual(['a1', 'a2', 'x1']);
  });

  it('never gives a task its own memories in-domain', () => {
    const [report] = run(arm({ scope: 'in-domain', topN: 1 }));
    expect(retrieved(report!.tasks[0]!.hits)).toEqual(['a2']);
    expect(report!.tasks[0]!.candidateCount).toBe(2);
    expect(report!.tasks[2]).toMatchObject({ hits: [], candidateCount: 1, reason: null });
  });

  it('flags a memory made on the same task, not on one of the same name elsewhere', () => {
    const [report] = run(arm({ topN: 3 }));
    const flagged = report!.tasks.map((task) => retrieved(task.hits.filter((hit) => hit.leakage)));
    expect(flagged).toEqual([['a1'], ['b1'], ['a3']]);
    expect(report!.summary.tasksWithLeakage).toBe(3);
  });

  it('keeps to the memory types asked for', () => {
    const [report] = run(arm({ memoryTypes: ['workflow'] }));
    expect(retrieved(report!.tasks.flatMap((task) => task.hits))).toEqual(['b2', 'a3']);
  });

  it('sums an arm up', () => {
    const { summary, tasks: results } = run(arm({ scope: 'in-domain', topN: 1 }))[0]!;
    // Hits: a2 (failed) for A/t1; nothing for B/t1 but b2 (success); nothing for A/t2.
    expect(retrieved(results.flatMap((task) => task.hits))).toEqual(['a2', 'b2']);
    expect(summary).toMatchObject({ hitCount: 2, shortTasks: 1, failureShare: { value: 0.5 } });
    expect(summary.sourceBenchmarks).toEqual([
      { benchmark: 'A', share: 0.5 },
      { benchmark: 'B', share: 0.5 },
    ]);
    // The clock moves 6 ms a batch: 3 each for the two tasks of A, 6 for B.
    expect(summary.meanDurationMs.value).toBe(4);
  });

  it('compares the arms, leaving out those that could not search, which say why', () => {
    const arms = run(arm({}), arm({ topN: 1 }), arm({ method: 'cosine' }));
    const agreement = agreementOf(arms.map(({ tasks: found }) => rankingsOf(found)));
    expect(agreement.jaccard[0]![0]).toEqual({ value: 1 });
    // One of two in common for the first two tasks; the third has a single hit in both.
    expect(agreement.jaccard[0]![1]!.value).toBeCloseTo((0.5 + 0.5 + 1) / 3, 12);
    expect(agreement.jaccard[1]![0]).toEqual(agreement.jaccard[0]![1]);
    expect(agreement.rbo[0]![1]!.value).toBeCloseTo(1, 12);
    expect(agreement.jaccard[0]![2]!.reason).toMatch(/no task/);
    expect(arms[2]!.tasks[0]!.reason).toMatch(/no embeddings/);
    expect(arms[2]!.summary.meanTopScore.value).toBeNull();
  });

  it('draws the same lots for the same seed, others for another', () => {
    const [first, again, other] = run(
      arm({ method: 'random' }),
      arm({ method: 'random' }),
      arm({ method: 'random', seed: 2 }),
    );
    expect(again!.tasks.map((t) => t.hits)).toEqual(first!.tasks.map((t) => t.hits));
    expect(other!.tasks.map((t) => t.hits)).not.toEqual(first!.tasks.map((t) => t.hits));
  });

  it('finds under every method what each arm would find by itself, though arms of one ranking are searched once', () => {
    const random = seededRandom(11);
    const words = ['red', 'blue', 'log', 'test', 'patch', 'parser', 'lock', 'cache'];
    const sentence = () =>
      Array.from({ length: 5 }, () => words[Math.floor(random() * words.length)]).join(' ');
    const vector = () => Float32Array.from({ length: 8 }, () => random() - 0.5);
    const size = 150;
    const large = testPool({
      ids: Array.from({ length: size }, (_, i) => `m${String((i * 37) % size).padStart(3, '0')}`),
      texts: Array.from({ length: size }, sentence),
      benchmarks: Array.from({ length: size }, (_, i) => ['A', 'B', 'C', null][i % 4]!),
      tasks: Array.from({ length: size }, (_, i) => `t${i % 5}`),
      uplifts: Array.from({ length: size }, (_, i) => (i % 3 === 0 ? null : random() - 0.5)),
      vectors: Float32Array.from(Array.from({ length: size }, () => [...vector()]).flat()),
      dimensions: 8,
    });
    const asked: AblationTask[] = ['A', 'B'].flatMap((benchmark) =>
      ['t1', 't2', 't9'].map((externalId) => ({
        id: `${benchmark}-${externalId}`,
        ...{ benchmark, externalId, text: null, queryText: sentence(), queryVector: vector() },
      })),
    );
    const arms = (Object.keys(retrievalMethods) as MethodId[]).flatMap((method) =>
      [{}, { scope: 'in-domain' } as const, { withoutSuspects: true }].flatMap((change) =>
        [1, 12, 4, 200].flatMap((topN) =>
          [null, 0.2].map((minimumScore) => arm({ method, topN, minimumScore, ...change })),
        ),
      ),
    );
    const together = [...runAblation({ pool: large, arms, tasks: asked }, { now })];
    expect(together.map(({ arm: place }) => place).sort((a, b) => a - b)).toEqual([...arms.keys()]);
    for (const { arm: place, report } of together) {
      const alone = asked.map((task) =>
        retrieve(large, arms[place]!, {
          ...{ benchmark: task.benchmark, task: task.externalId, text: null, answer: null },
          ...{ query: task.queryText, vector: task.queryVector },
        }),
      );
      expect(report.tasks.map(({ hits }) => hits)).toEqual(alone);
    }
  });

  it('reports progress up to the end', () => {
    const seen: number[] = [];
    const all = runAblation(
      { pool, arms: [arm({}), arm({ scope: 'in-domain' })], tasks },
      { now, onProgress: (fraction) => seen.push(fraction) },
    );
    expect([...all].map(({ arm: place }) => place)).toEqual([0, 1]);
    expect(seen).toEqual([0.25, 0.5, 0.75, 1]);
  });

  it('refuses columns of different length and a topN that is none', () => {
    expect(() => [...runAblation({ pool: { ...pool, tasks: [] }, arms: [], tasks }, { now })]).toThrow(
      RangeError,
    );
    expect(() => run(arm({ topN: 0 }))).toThrow(RangeError);
  });
});

describe('retrieve', () => {
  it('answers a query that is no task of any benchmark', () => {
    const free = { query: 'blue log', text: null, answer: null, vector: null, benchmark: null, task: null };
    expect(retrieved(retrieve(pool, arm({ scope: 'cross-domain', topN: 1 }), free))).toEqual(['b2']);
    expect(retrieve(pool, arm({ scope: 'in-domain' }), free)).toEqual([]);
  });
});
