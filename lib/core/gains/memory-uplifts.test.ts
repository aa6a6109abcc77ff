import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '@/lib/core/random';
import { clusteredRegression } from '@/lib/core/statistics/clustered-regression';
import { normalQuantile } from '@/lib/core/statistics/normal';
import { estimateUplifts, type MemoryUse } from './memory-uplifts';
import { type IndexedMemory, slopeOf, testAbstraction } from './uplift-by-abstraction';

const use = (memory: string, task: string, trials: number, uplift: number): MemoryUse => ({
  ...{ memory, task, trials, uplift },
});

/** Memories with true uplifts of a spread, used on tasks that scatter by 0.4. */
function drawn(memories: number, tasks: number, spread: number, seed: number) {
  const random = seededRandom(seed);
  const normal = () => normalQuantile(Math.min(1 - 1e-9, Math.max(1e-9, random())));
  const truth = Array.from({ length: memories }, () => spread * normal());
  const uses = truth.flatMap((mean, m) =>
    Array.from({ length: tasks }, (_, t) => use(`m${m}`, `t${t}`, 2, mean + 0.4 * normal())),
  );
  return { truth, uses };
}

describe('uplifts of memories', () => {
  it('are worked out as by hand', () => {
    const { memories, taskScatter, degreesOfFreedom, trueSpread } = estimateUplifts({
      uses: [use('a', 't1', 3, 0.5), use('a', 't2', 1, -0.5), use('b', 't1', 2, 0.25)],
    });
    // Only a has two tasks: s² = (0.5² + 0.5²)/1.
    expect(taskScatter.value).toBeCloseTo(Math.SQRT1_2, 12);
    expect(degreesOfFreedom).toBe(1);
    expect(memories[0]).toMatchObject({ memory: 'a', uplift: 0.25, trials: 4, tasks: 2 });
    expect(memories[0]!.standardError.value).toBeCloseTo(Math.sqrt(0.5 * (9 / 16 + 1 / 16)), 12);
    expect(memories[1]!.standardError.value).toBeCloseTo(Math.SQRT1_2, 12);
    expect([memories[0]!.ciLow, memories[0]!.ciHigh]).toEqual([-1, 1]);
    // Both lie nearer to zero than their errors: nothing speaks for any true uplift.
    expect([trueSpread.value, memories[0]!.shrunk.value]).toEqual([0, 0]);
  });

  it('find the true spread, cover the truth, and are better when shrunk', () => {
    const { truth, uses } = drawn(2_000, 6, 0.15, 3);
    const { memories, trueSpread, taskScatter } = estimateUplifts({ uses });
    expect(taskScatter.value).toBeCloseTo(0.4, 1);
    expect(Math.abs(trueSpread.value! - 0.15)).toBeLessThan(0.015);
    const covered = memories.filter(({ ciLow, ciHigh }, i) => ciLow! <= truth[i]! && truth[i]! <= ciHigh!);
    expect(covered.length / 2_000).toBeGreaterThan(0.935);
    expect(covered.length / 2_000).toBeLessThan(0.965);
    const loss = (estimates: number[]) =>
      estimates.reduce((sum, value, i) => sum + (value - truth[i]!) ** 2, 0);
    expect(loss(memories.map((m) => m.shrunk.value!))).toBeLessThan(
      0.6 * loss(memories.map((m) => m.uplift)),
    );
  });

  it('rarely find one memory where there is nothing', () => {
    const found = Array.from({ length: 40 }, (_, seed) => {
      const { memories } = estimateUplifts({ uses: drawn(100, 5, 0, seed + 1).uses });
      return memories.some(({ pAdjusted }) => pAdjusted! < 0.05);
    });
    expect(found.filter(Boolean).length).toBeLessThanOrEqual(6);
  });

  it('shrink toward zero, never past it, and the more the fewer the tasks', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            memory: fc.constantFrom('a', 'b', 'c', 'd'),
            task: fc.constantFrom('1', '2', '3', '4', '5'),
            trials: fc.integer({ min: 1, max: 4 }),
            uplift: fc.double({ min: -1, max: 1, noNaN: true }),
          }),
          { maxLength: 20 },
        ),
        (all) => {
          const uses = [...new Map(all.map((one) => [`${one.memory} ${one.task}`, one])).values()];
          const report = estimateUplifts({ uses });
          expect(report.memories.length).toBe(new Set(uses.map((one) => one.memory)).size);
          for (const { shrunk, uplift, ciLow, ciHigh } of report.memories) {
            if (shrunk.value === null) expect(shrunk.reason).toBeTruthy();
            else {
              expect(Math.abs(shrunk.value)).toBeLessThanOrEqual(Math.abs(uplift) + 1e-12);
              expect(shrunk.value * uplift).toBeGreaterThanOrEqual(0);
              expect(ciLow!).toBeLessThanOrEqual(uplift + 1e-12);
              expect(ciHigh!).toBeGreaterThanOrEqual(uplift - 1e-12);
            }
          }
          expect(JSON.stringify(report)).not.toMatch(/NaN/);
        },
      ),
    );
    const { memories } = estimateUplifts({
      uses: [
        ...['1', '2', '3', '4', '5', '6'].map((t) => use('many', t, 1, t < '4' ? 0.9 : 0.7)),
        ...['1', '2'].map((t) => use('few', t, 1, t === '1' ? 0.9 : 0.7)),
      ],
    });
    expect(memories[0]!.shrunk.value!).toBeGreaterThan(memories[1]!.shrunk.value!);
  });

  it('say why there is no error', () => {
    expect(estimateUplifts({ uses: [] })).toMatchObject({ memories: [], taskScatter: { value: null } });
    expect(estimateUplifts({ uses: [use('a', 't', 1, 1)] }).memories[0]).toMatchObject({
      uplift: 1,
      ciLow: null,
      standardError: { value: null, reason: expect.stringMatching(/two tasks/) },
    });
    const equal = estimateUplifts({ uses: [use('a', '1', 1, 0.5), use('a', '2', 1, 0.5)] });
    expect(equal.taskScatter.reason).toMatch(/equally well/);
  });
});

/** Uses of memories whose uplift is a line in A with noise of the task. */
function onLine(slope: number, seed: number) {
  const random = seededRandom(seed);
  const taskNoise = Array.from({ length: 60 }, () => random() - 0.5);
  const memories: IndexedMemory[] = [];
  const uses: MemoryUse[] = [];
  for (let m = 0; m < 120; m++) {
    const abstraction = 0.2 + 0.7 * random();
    const own = Array.from({ length: 4 }, (_, i) => {
      const task = (m * 7 + i * 13) % 60;
      const uplift = slope * (abstraction - 0.5) + 0.3 * taskNoise[task]! + 0.4 * (random() - 0.5);
      return use(`m${m}`, `t${task}`, 1, uplift);
    });
    uses.push(...own);
    const uplift = own.reduce((sum, one) => sum + one.uplift, 0) / own.length;
    memories.push({
      id: `m${m}`,
      abstraction,
      uplift,
      type: m % 2 ? 'insight' : 'workflow',
      source: `s${m % 30}`,
    });
  }
  return { memories, uses };
}

describe('uplift against abstraction', () => {
  it('is supported, contradicted or left open as the data were made', () => {
    const rising = testAbstraction(onLine(0.6, 1));
    expect(rising.verdict).toBe('supported');
    expect(slopeOf(rising.byTask.value!).low).toBeLessThan(0.6);
    expect(slopeOf(rising.byTask.value!).high).toBeGreaterThan(0.6);
    expect(rising.correlation.estimate.value!).toBeGreaterThan(0.3);
    expect(testAbstraction(onLine(-0.6, 2)).verdict).toBe('contradicted');
    const open = Array.from({ length: 20 }, (_, seed) => testAbstraction(onLine(0, 10 + seed)).verdict);
    expect(open.filter((verdict) => verdict !== 'undecided').length).toBeLessThanOrEqual(3);
  });

  it('draws the limits that the regression has at each place', () => {
    const { memories, uses } = onLine(0.3, 4);
    const { band, widerBy } = testAbstraction({ memories, uses });
    const of = uses.map((one) => memories.find(({ id }) => id === one.memory)!);
    const clusters = widerBy === 'task' ? uses.map(({ task }) => task) : of.map(({ source }) => source!);
    for (const point of [band[0]!, band[13]!, band[40]!]) {
      const [height] = clusteredRegression(
        uses.map(({ uplift }) => uplift),
        [{ name: 'a', values: of.map(({ abstraction }) => abstraction - point.abstraction) }],
        clusters,
        0.95,
      ).value!.coefficients;
      expect(point.uplift).toBeCloseTo(height!.estimate, 9);
      expect(point.low).toBeCloseTo(height!.low, 9);
      expect(point.high).toBeCloseTo(height!.high, 9);
    }
  });

  it('says why there is no answer', () => {
    const none = testAbstraction({ memories: [], uses: [] });
    expect(none).toMatchObject({ verdict: 'not-estimable', band: [], byTask: { value: null } });
    expect(none.correlation.estimate.reason).toMatch(/at least 3 pairs/);
    const { memories, uses } = onLine(0.5, 5);
    const flat = memories.map((memory) => ({ ...memory, abstraction: 1 }));
    expect(testAbstraction({ memories: flat, uses }).byTask.reason).toMatch(/one value throughout/);
    const oneType = memories.map((memory) => ({ ...memory, type: 'insight' }));
    expect(testAbstraction({ memories: oneType, uses }).withinTypes.value).toBeTruthy();
    const oneSource = memories.map((memory) => ({ ...memory, source: 's' }));
    expect(testAbstraction({ memories: oneSource, uses })).toMatchObject({
      verdict: 'not-estimable',
      band: [],
    });
  });
});
