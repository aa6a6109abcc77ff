import { expect, it } from 'vitest';
import type { TrialRecord } from '../importer';
import { readFiles } from '../source/tree-fixture';

const at = (exercise: string) =>
  `2026-01-01-10-00-00--demo_run2/go/exercises/practice/${exercise}/.aider.results.json`;

it('takes whether any try passed, and counts a crash as an attempt of its run', async () => {
  const { records } = await readFiles({
    [at('bowling')]: {
      testcase: 'bowling',
      model: 'm1',
      edit_format: 'diff',
      tests_outcomes: [false, true],
      cost: 0.1,
      duration: 2.5,
      prompt_tokens: 7,
    },
    [at('zipper')]: { testcase: 'zipper', model: 'm1', edit_format: 'diff', tests_outcomes: [false, false] },
    [at('broken')]: { exception: 'Traceback (most recent call last):\n  …\nTimeoutError: too long' },
  });
  const trials = records.map(({ record }) => record as TrialRecord);
  const one = (task: string) => trials.find((t) => t.task === task);
  expect(one('go/bowling')).toMatchObject({
    benchmark: 'aider-polyglot',
    attempt: 2,
    reward: 1,
    rewards: { pass_1: 0, pass_2: 1 },
    costUsd: 0.1,
    durationMs: 2500,
    inputTokens: 7,
    condition: { label: 'demo · m1', settings: { agent: 'aider', editFormat: 'diff' } },
  });
  expect(one('go/zipper')).toMatchObject({ reward: 0, rewards: { pass_1: 0, pass_2: 0 } });
  expect(one('go/broken')).toMatchObject({
    reward: null,
    exception: { type: 'TimeoutError' },
    condition: { label: 'demo · m1' },
  });
});

it('has no verdict where no test was run', async () => {
  const { records } = await readFiles({ [at('x')]: { testcase: 'x', tests_outcomes: [] } });
  expect(records[0]!.record).toMatchObject({ reward: null, rewards: null, condition: { label: 'demo' } });
});
