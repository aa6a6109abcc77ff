import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { settingKey } from './grid';
import { type RetrievalSetting, standardSetting } from './setting';
import { inView, missingTwins, placeInView, suspectViews, twinChanges, twinPairs } from './suspect-twins';

const arm = (change: Partial<RetrievalSetting> = {}) => ({ ...standardSetting, ...change });
const [plain, large] = [arm(), arm({ topN: 5 })];

const anyArms = fc.uniqueArray(
  fc
    .record({ topN: fc.integer({ min: 1, max: 3 }), seed: fc.nat(2), withoutSuspects: fc.boolean() })
    .map((change) => arm(change)),
  { selector: settingKey, maxLength: 12 },
);

describe('twins', () => {
  it('are added for arms that have none, and once', () => {
    expect(missingTwins([plain, large, arm({ withoutSuspects: true })])).toEqual([
      arm({ topN: 5, withoutSuspects: true }),
    ]);
    fc.assert(
      fc.property(anyArms, (arms) => {
        const all = [...arms, ...missingTwins(arms)];
        expect(missingTwins(all)).toEqual([]);
        expect(new Set(all.map(settingKey)).size).toBe(all.length);
        expect(twinPairs(all)).toHaveLength(all.filter((one) => !one.withoutSuspects).length);
        for (const { original, twin } of twinPairs(all))
          expect({ ...all[original], withoutSuspects: true }).toEqual(all[twin]);
      }),
    );
  });

  it('tell what changed, task by task', () => {
    const arms = [plain, arm({ withoutSuspects: true })];
    const rankings = [
      [['a', 'b'], ['c'], ['d', 'e'], null],
      [['b', 'x'], ['c'], ['d'], ['y']],
    ];
    expect(twinChanges(arms, rankings)).toEqual([
      { original: 0, twin: 1, tasks: 3, tasksAffected: 2, hitsGone: 2, hitsReplaced: 1 },
    ]);
    expect(twinChanges([plain, large], rankings)).toEqual([]);
  });

  it('stand in the place of their originals', () => {
    fc.assert(
      fc.property(anyArms, fc.nat(20), fc.constantFrom(...suspectViews), (arms, place, view) => {
        const all = [...arms, ...missingTwins(arms)];
        const shown = placeInView(all, place, view);
        if (shown === null) {
          // A twin that nobody has the original of is shown by itself alone.
          expect(place >= all.length || (view === 'with' && all[place]!.withoutSuspects)).toBe(true);
          return;
        }
        expect(inView(all[shown]!, view)).toBe(true);
        expect({ ...all[shown], withoutSuspects: true }).toEqual({ ...all[place], withoutSuspects: true });
      }),
    );
  });
});
