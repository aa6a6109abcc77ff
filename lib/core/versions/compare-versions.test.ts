import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { claimStatement } from '@/lib/core/gains/claim';
import { seededRandom } from '@/lib/core/random';
import type { ComparisonSettings } from './compare-gains';
import { compareVersions } from './compare-versions';
import type { StudyVersion, VersionTrial } from './study-version';

const settings: ComparisonSettings = {
  ...{ passK: 1, missing: 'errors-fail', seed: 7 },
  ...{ resamples: 500, level: 0.95, noise: 'data' },
};

const trial = (condition: string, benchmark: string, task: string, reward: number | null): VersionTrial => ({
  ...{ id: `${condition}/${benchmark}/${task}`, condition, benchmark, task, reward },
  exceptionType: null,
  attempt: 1,
});

function version(name: string, trials: VersionTrial[], given: Partial<StudyVersion> = {}): StudyVersion {
  const tasks = new Map(trials.map(({ benchmark, task }) => [`${benchmark} ${task}`, { benchmark, task }]));
  return {
    name,
    threshold: 1,
    baseline: 'zero-shot',
    conditions: [...new Set(trials.map(({ condition }) => condition))].map((label) => ({
      label,
      settings: {},
    })),
    tasks: [...tasks.values()].map((one) => ({ ...one, hash: 'h' })),
    trials,
    memories: [],
    claims: [],
    ...given,
  };
}

/** Ten tasks of each of two benchmarks: the baseline solves every third, the condition every second. */
const draft = [
  ...['alpha', 'beta'].flatMap((benchmark) =>
    Array.from({ length: 10 }, (_, i) => [
      trial('zero-shot', benchmark, `t${i}`, i % 3 === 0 ? 1 : 0),
      trial('insight', benchmark, `t${i}`, i % 2 === 0 ? 1 : 0),
    ]).flat(),
  ),
];

const compare = (before: StudyVersion, after: StudyVersion) => compareVersions({ before, after, settings });

describe('two versions of a study', () => {
  it('that are alike have nothing to tell', () => {
    const found = compare(version('A', draft), version('B', [...draft].reverse()));
    expect(found.same).toBe(true);
    expect(found.summary).toBe('From “A” to “B” nothing changed that is compared.');
    expect(
      found.gains.every(({ moved, change, tasks }) => !moved && change.value === 0 && !tasks.length),
    ).toBe(true);
  });

  it('say which task moved a gain, by how much, and what the gain was and is', () => {
    const mended = draft.map((one) =>
      one.condition === 'insight' && one.benchmark === 'beta' && one.task === 't1'
        ? { ...one, reward: 1 }
        : one,
    );
    const found = compare(version('A', draft), version('B', mended));
    const pooled = found.gains.find(({ benchmark, average }) => benchmark === null && average === 'macro')!;
    // 10 of 20 against 8 of 20; then 11 of 20.
    expect(pooled.before.estimate.value).toBeCloseTo(0.1, 12);
    expect(pooled.after.estimate.value).toBeCloseTo(0.15, 12);
    expect(pooled.change.value).toBeCloseTo(0.05, 12);
    expect(pooled.tasks).toEqual([
      { benchmark: 'beta', task: 't1', before: 0, after: 1, share: expect.closeTo(0.05, 12) },
    ]);
    expect(pooled.rest).toBeCloseTo(0, 12);
    expect(found.outcomes.changes).toEqual([
      {
        ...{ condition: 'insight', benchmark: 'beta', task: 't1' },
        before: { passed: 0, trials: 1 },
        after: { passed: 1, trials: 1 },
      },
    ]);
    expect(found.trials.changed).toMatchObject([
      { id: 'insight/beta/t1', before: { reward: 0 }, after: { reward: 1 } },
    ]);
    expect(found.gains.filter(({ benchmark }) => benchmark === 'alpha').every(({ moved }) => !moved)).toBe(
      true,
    );
    expect(found.summary).toBe(
      'From “A” to “B”: 1 of 1 gain over all benchmarks moved, “insight” from +10.0 to +15.0 points. ' +
        '1 outcome of a task under a condition changed and 1 trial changed.',
    );
  });

  it('tell added and removed tasks, conditions and trials by name', () => {
    const later = [
      ...draft.filter(({ task, benchmark }) => !(benchmark === 'alpha' && task === 't9')),
      trial('zero-shot', 'gamma', 'new', 1),
      trial('workflow', 'gamma', 'new', 0),
    ];
    const found = compare(version('A', draft), version('B', later));
    expect(found.tasks).toMatchObject({
      added: [{ benchmark: 'gamma', task: 'new' }],
      removed: [{ benchmark: 'alpha', task: 't9' }],
      changed: [],
      same: 19,
    });
    expect(found.conditions).toEqual({ added: ['workflow'], removed: [] });
    expect(found.trials.added.map(({ id }) => id)).toEqual(['zero-shot/gamma/new', 'workflow/gamma/new']);
    expect(found.trials.removed).toHaveLength(2);
    expect(found.outcomes.counts).toContainEqual({
      ...{ condition: 'insight', benchmark: 'alpha', added: 0, removed: 1, changed: 0, same: 9 },
    });
    const workflow = found.gains.filter(({ condition }) => condition === 'workflow');
    expect(workflow[0]!.change).toEqual({ value: null, reason: 'A has no such condition' });
    expect(found.gains.find(({ benchmark }) => benchmark === 'gamma')!.change.reason).toMatch(
      /A has no trials/,
    );
  });

  it('tell settings that changed, and what a lower threshold makes of the outcomes', () => {
    const half = draft.map((one) => (one.task === 't1' ? { ...one, reward: 0.5 } : one));
    const found = compare(
      version('A', half, {
        conditions: [
          { label: 'zero-shot', settings: {} },
          { label: 'insight', settings: { topN: 3 } },
        ],
      }),
      version('B', half, {
        threshold: 0.5,
        conditions: [
          { label: 'zero-shot', settings: {} },
          { label: 'insight', settings: { topN: 5 } },
        ],
      }),
    );
    expect(found.settingChanges).toEqual([
      { condition: null, setting: 'pass threshold', before: '1', after: '0.5' },
      { condition: 'insight', setting: 'topN', before: '3', after: '5' },
    ]);
    expect(found.outcomes.changes).toHaveLength(4);
    expect(found.trials.changed).toEqual([]);
    expect(found.summary).toContain(
      'The pass threshold went from 1 to 0.5 and settings of 1 condition changed.',
    );
  });

  it('hold every claim of either against both', () => {
    const claim = (margin: number) =>
      claimStatement.parse({ condition: 'insight', baseline: 'zero-shot', margin, resamples: 1000 });
    const solved = draft.map((one) => (one.condition === 'insight' ? { ...one, reward: 1 } : one));
    const found = compare(
      version('A', draft, { claims: [claim(0.3)] }),
      version('B', solved, { claims: [claim(0.3), claim(-0.9)] }),
    );
    expect(
      found.claims.map(({ madeBy, before, after, changed }) => [
        madeBy,
        before.outcome,
        after.outcome,
        changed,
      ]),
    ).toEqual([
      ['both', 'undecided', 'supported', true],
      ['after', 'supported', 'supported', false],
    ]);
    expect(found.summary).toContain('1 claim has another verdict and 1 claim is new.');
    // What nobody could see before: the interval left 0.
    expect(found.gains[0]).toMatchObject({ moved: true, crossed: true });
  });

  it('tell memories with other content from those that only go by another name', () => {
    const memory = (id: string, hash: string) => ({ pool: 'p', id, type: 'insight' as const, hash });
    const found = compare(
      version('A', draft, {
        memories: [memory('a', '1'), memory('b', '2'), memory('c', '3'), memory('d', '4')],
      }),
      version('B', draft, {
        memories: [memory('a', '1'), memory('b', '9'), memory('e', '3'), memory('f', '5')],
      }),
    );
    expect(found.memories).toMatchObject({
      added: [{ id: 'f' }],
      removed: [{ id: 'd' }],
      changed: [
        { id: 'b', formerly: null },
        { id: 'e', formerly: 'c' },
      ],
      same: 1,
    });
  });

  it('need no baseline and no trials', () => {
    const empty = version('B', [], { baseline: null });
    const found = compare(version('A', draft), empty);
    expect(found.gains[0]!.change).toEqual({ value: null, reason: 'B has no baseline' });
    expect(found.same).toBe(false);
    expect(compare(empty, { ...empty, name: 'C' }).same).toBe(true);
  });

  it('shares of tasks and of their weights add up to the change of every gain, and swapped sides turn its sign', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
        const random = seededRandom(seed);
        const some = (name: string) =>
          version(
            name,
            ['zero-shot', 'insight', 'summary'].flatMap((condition) =>
              ['alpha', 'beta'].flatMap((benchmark) =>
                Array.from({ length: 6 }, (_, i) => i)
                  .filter((i) => i === 0 || random() < 0.8)
                  .map((i) =>
                    trial(condition, benchmark, `t${i}`, random() < 0.1 ? null : Math.round(random())),
                  ),
              ),
            ),
          );
        const [a, b] = [some('A'), some('B')];
        const [there, back] = [compare(a, b), compare(b, a)];
        expect(there.gains.length).toBe(8);
        for (const [i, gain] of there.gains.entries()) {
          const reverse = back.gains[i]!;
          if (gain.change.value === null) {
            expect(reverse.change.value).toBeNull();
            continue;
          }
          const sum = gain.tasks.reduce((total, { share }) => total + share, gain.rest);
          expect(sum).toBeCloseTo(gain.change.value, 10);
          expect(reverse.change.value).toBeCloseTo(-gain.change.value, 10);
        }
        for (const kind of ['tasks', 'trials', 'memories'] as const) {
          expect(there[kind].added.length).toBe(back[kind].removed.length);
          expect(there[kind].changed.length).toBe(back[kind].changed.length);
          expect(there[kind].same).toBe(back[kind].same);
        }
      }),
      { numRuns: 25 },
    );
  });
});
