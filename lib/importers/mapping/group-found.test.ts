import { describe, expect, it } from 'vitest';
import { choiceOf, mappingOf } from './choices';
import { type FoundTrials, groupFound } from './group-found';
import { emptyMapping, studyMapping } from './mapping';

const setting = (label: string, benchmark: string, settings = {}) => ({
  label,
  basis: 'folder of the run',
  benchmark,
  settings: { agent: 'mini', ...settings },
});

/** Two runs over two benchmarks, and one of a second agent. */
const found: FoundTrials = {
  settings: [
    setting('run_a', 'alpha'),
    setting('run_a', 'beta'),
    setting('run_b', 'alpha'),
    setting('run_a', 'alpha', { step_limit: 50 }),
  ],
  trials: [
    [0, 'outputs/run_a/alpha/1/t1/result.json', 1],
    [0, 'outputs/run_a/alpha/2/t1/result.json', 2],
    [1, 'outputs/run_a/beta/1/t2/result.json', 1],
    [2, 'outputs/run_b/alpha/1/t1/result.json', 1],
    [3, 'elsewhere/t9/result.json', null],
  ],
};

describe('groupFound', () => {
  it('groups by every fact but the benchmark', () => {
    const { groups, trials } = groupFound(found, emptyMapping);
    expect(trials).toBe(5);
    expect(groups.map((g) => [g.name, g.where.settings, g.trials])).toEqual([
      ['run_a', undefined, 3],
      ['run_a', 'step_limit 50', 1],
      ['run_b', undefined, 1],
    ]);
    expect(groups[0]!.benchmarks).toEqual([
      { name: 'alpha', trials: 2 },
      { name: 'beta', trials: 1 },
    ]);
    expect(groups[0]!.examples).toHaveLength(3);
  });

  it('splits by the pieces of a template and counts what it does not fit', () => {
    const { groups, offTemplate } = groupFound(found, {
      ...emptyMapping,
      template: 'outputs/{run}/{benchmark}/{attempt}',
    });
    expect(groups.find((g) => g.where.run === 'run_a')).toMatchObject({ name: 'run_a', trials: 3 });
    expect(offTemplate).toEqual({ trials: 1, examples: ['elsewhere/t9/result.json'] });
  });

  it('refuses a template that cannot be read', () => {
    expect(() => groupFound(found, { ...emptyMapping, template: 'a/{b' })).toThrow(/not closed/);
  });
});

describe('the mapping of choices', () => {
  const { groups } = groupFound(found, emptyMapping);
  const all = groups.map((group) => ({ group, choice: choiceOf(group) }));

  it('is empty while everything stays as proposed', () => {
    expect(mappingOf(emptyMapping, null, all, [])).toEqual(emptyMapping);
  });

  it('says what was renamed, and gives the same groups when it is applied', () => {
    const chosen = all.map(({ group, choice }) => ({
      group,
      choice: group.name === 'run_b' ? { ...choice, name: 'zero-shot', baseline: true } : choice,
    }));
    const mapping = studyMapping.parse(mappingOf(emptyMapping, null, chosen, []));
    expect(mapping.conditions).toEqual([
      { where: { label: 'run_b', agent: 'mini' }, name: 'zero-shot', settings: {}, baseline: true },
    ]);
    const again = groupFound(found, mapping).groups;
    expect(again.find((g) => g.name === 'zero-shot')).toMatchObject({ ruled: true, proposed: 'run_b' });
    const unchanged = again.map((group) => ({ group, choice: choiceOf(group) }));
    expect(mappingOf(mapping, null, unchanged, [])).toEqual(mapping);
  });

  it('takes a rule back when its group is called what the logs call it', () => {
    const older = studyMapping.parse({
      conditions: [{ where: { label: 'run_a', agent: 'mini' }, name: 'memory' }],
    });
    const [first, ...others] = groupFound(found, older).groups;
    expect(first).toMatchObject({ name: 'memory', ruled: true });
    const chosen = [
      { group: first!, choice: { ...choiceOf(first!), name: 'run_a' } },
      ...others.map((group) => ({ group, choice: choiceOf(group) })),
    ];
    const mapping = mappingOf(older, null, chosen, []);
    expect(groupFound(found, mapping).groups.map((g) => g.name)).toEqual(['run_a', 'memory', 'run_b']);
  });

  it('never lets a general rule hide a special one', () => {
    const older = studyMapping.parse({
      conditions: [
        {
          where: { label: 'run_a', agent: 'mini', settings: 'step_limit 50' },
          name: 'short',
          baseline: true,
        },
      ],
    });
    const newer = { where: { label: 'run_a', agent: 'mini' }, name: 'long', settings: {}, baseline: true };
    const mapping = mappingOf(older, null, [], []);
    expect(mapping).toEqual(older);
    const group = groups[0]!;
    const merged = mappingOf(older, null, [{ group, choice: { ...newer, benchmark: null } }], []);
    expect(groupFound(found, merged).groups.map((g) => [g.name, g.baseline])).toEqual([
      ['long', true],
      ['run_b', false],
      ['short', false],
    ]);
  });
});
