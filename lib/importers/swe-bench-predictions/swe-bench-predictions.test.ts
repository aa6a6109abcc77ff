import { expect, it } from 'vitest';
import type { TrialRecord } from '../importer';
import { readFiles } from '../source/tree-fixture';

const prediction = (id: string, patch: string | null = 'diff') => ({
  instance_id: id,
  model_name_or_path: 'maker/gpt',
  model_patch: patch,
});
const trialsOf = (result: Awaited<ReturnType<typeof readFiles>>) =>
  result.records.map(({ record }) => record as TrialRecord);

it('makes a trial without a verdict of each prediction, with the exit status that came last', async () => {
  const result = await readFiles({
    'run_a/preds.json': {
      'o__r-1': prediction('o__r-1'),
      'o__r-2': prediction('o__r-2', ''),
      'o__r-3': prediction('o__r-3', null),
      'o__r-4': { model_patch: 'x', instance_id: 7 },
    },
    'run_a/exit_statuses_10.5.yaml': 'instances_by_exit_status:\n    Timeout:\n    - o__r-1\n    - o__r-3\n',
    'run_a/exit_statuses_9.5.yaml': "instances_by_exit_status:\n  'Submitted':\n  - 'o__r-3'\n  Empty: []\n",
  });
  expect(trialsOf(result).map((t) => [t.externalId, t.reward, t.exception?.type ?? null])).toEqual([
    ['run_a/maker__gpt/o__r-1', null, 'Timeout'],
    ['run_a/maker__gpt/o__r-2', null, 'EmptyPatch'],
    ['run_a/maker__gpt/o__r-3', null, 'Timeout'],
  ]);
  expect(result.notes.map(({ note }) => note)).toMatchObject([{ where: 'o__r-4' }]);
  expect(result.outcomes.get('run_a/exit_statuses_9.5.yaml')).toMatchObject({ status: 'part-of' });
});

it('shares its identity with the report of its run, and leaves instances with trajectories to these', async () => {
  const result = await readFiles({
    'run_a/preds.json': { 'o__r-1': prediction('o__r-1'), 'o__r-2': prediction('o__r-2') },
    'run_a/o__r-2/o__r-2.traj.json': {
      info: { mini_version: '2.0' },
      messages: [{ role: 'user', content: 'x' }],
      instance_id: 'o__r-2',
    },
    'maker__gpt.run_a.json': { submitted_ids: ['o__r-1'], resolved_ids: ['o__r-1'] },
  });
  const ids = trialsOf(result).map((t) => t.externalId);
  expect(ids.filter((id) => id === 'run_a/maker__gpt/o__r-1')).toHaveLength(2);
  expect(ids.filter((id) => id.endsWith('o__r-2'))).toHaveLength(1);
});

it('reads predictions in lines', async () => {
  const result = await readFiles({
    'run_b/all_preds.jsonl': `${JSON.stringify(prediction('o__r-1'))}\n{"cut": \n${JSON.stringify(prediction('o__r-2'))}\n`,
  });
  expect(trialsOf(result)).toHaveLength(2);
  expect(result.notes).toHaveLength(1);
});

it('ignores exit statuses without predictions by name', async () => {
  const { outcomes } = await readFiles({
    'run/exit_statuses_1.yaml': 'instances_by_exit_status:\n  A:\n  - b\n',
  });
  expect(outcomes.get('run/exit_statuses_1.yaml')).toMatchObject({ status: 'ignored' });
});

it('reads a submission of the public leaderboard as one run', async () => {
  const at = (file: string) => `evaluation/lite/20240402_agent/${file}`;
  const result = await readFiles({
    [at('results/results.json')]: {
      no_generation: ['o__r-2'],
      no_logs: [],
      generated: ['o__r-1', 'o__r-3'],
      resolved: ['o__r-1'],
      test_timeout: ['o__r-3'],
    },
    [at('all_preds.jsonl')]: `${JSON.stringify(prediction('o__r-4'))}\n`,
    [at('logs/o__r-1/report.json')]: { 'o__r-1': { patch_successfully_applied: true, resolved: true } },
    [at('metadata.yaml')]: 'name: Agent\n',
  });
  const trials = trialsOf(result);
  const one = (id: string) => trials.filter((t) => t.task === id);
  expect(trials.map((t) => t.benchmark)).toEqual(trials.map(() => 'swe-bench-lite'));
  expect(new Set(trials.map((t) => t.condition.label))).toEqual(new Set(['20240402_agent']));
  expect(one('o__r-1').map((t) => [t.externalId, t.reward])).toEqual([
    ['20240402_agent/-/o__r-1', 1],
    ['20240402_agent/-/o__r-1', 1],
  ]);
  expect(one('o__r-2')[0]).toMatchObject({ reward: 0, exception: { type: 'NoGeneration' } });
  expect(one('o__r-3')[0]).toMatchObject({ reward: 0, exception: { type: 'TestsTimedOut' } });
  expect(
    one('o__r-4')
      .map((t) => t.reward)
      .sort(),
  ).toEqual([0, null]);
  expect(result.outcomes.get(at('metadata.yaml'))).toMatchObject({ status: 'part-of' });
});

it('says so when a submission names no failures', async () => {
  const { notes } = await readFiles({
    '20240402_agent/results/results.json': { no_generation: [], no_logs: [], resolved: ['o__r-1'] },
  });
  expect(notes.map(({ note }) => note.kind)).toEqual(['warning']);
});
