import { expect, it } from 'vitest';
import type { TrialRecord } from '../importer';
import { readFiles } from '../source/tree-fixture';

const report = {
  total_instances: 300,
  resolved_instances: 1,
  submitted_ids: ['o__r-1', 'o__r-2', 'o__r-3', 'o__r-4'],
  completed_ids: ['o__r-1', 'o__r-2'],
  resolved_ids: ['o__r-1'],
  unresolved_ids: ['o__r-2'],
  empty_patch_ids: ['o__r-3'],
  error_ids: ['o__r-4', 7],
  incomplete_ids: ['o__r-5', 'o__r-6'],
  infra_failure_ids: ['o__r-8'],
};

it('tells resolved, unresolved, empty, broken and not run apart', async () => {
  const result = await readFiles({ 'runs/maker__gpt-4.1.baseline_run3.json': report });
  const trials = result.records.map(({ record }) => record as TrialRecord);
  expect(trials.map(({ task, reward, exception }) => [task, reward, exception?.type ?? null])).toEqual([
    ['o__r-1', 1, null],
    ['o__r-8', null, 'InfrastructureFailure'],
    ['o__r-2', 0, null],
    ['o__r-3', 0, 'EmptyPatch'],
    ['o__r-4', 0, 'EvaluationError'],
  ]);
  expect(trials[0]).toMatchObject({
    attempt: 3,
    condition: { label: 'baseline · maker/gpt-4.1', settings: { model: 'maker/gpt-4.1' } },
  });
  expect(
    result.notes.map(({ note }) =>
      note.kind === 'warning' ? note.message : `${note.where}: ${note.reason}`,
    ),
  ).toEqual([
    'error_ids: 7 is no instance id',
    '2 instances without a prediction were not run; they are no failures',
  ]);
});

it('reads the subset from the name of a service report', async () => {
  const result = await readFiles({
    'swe-bench_verified__test__my-run.json': { ...report, pending_ids: ['o__r-9'] },
  });
  expect(result.records[0]!.record).toMatchObject({
    benchmark: 'swe-bench-verified',
    externalId: 'my-run/-/o__r-1',
    condition: { label: 'my-run' },
  });
});

it('rejects a verdict that names no instance', async () => {
  const { records, notes } = await readFiles({
    'logs/run_evaluation/run/maker__model/o__r-1/report.json': {
      '': { resolved: true, patch_exists: true, patch_successfully_applied: true },
      'o__r-1': { resolved: false, patch_exists: true, patch_successfully_applied: true },
    },
  });
  expect(records).toMatchObject([{ record: { task: 'o__r-1' } }]);
  expect(notes).toMatchObject([{ note: { kind: 'rejection', reason: 'a verdict names no instance' } }]);
});

it('counts tests of an instance report and rejects one that does not say', async () => {
  const verdict = {
    patch_exists: true,
    patch_successfully_applied: true,
    resolved: false,
    tests_status: {
      FAIL_TO_PASS: { success: ['a'], failure: ['b'] },
      PASS_TO_PASS: { success: ['c'], failure: [] },
    },
  };
  const at = (instance: string) => `logs/run_evaluation/run/maker__model/${instance}/report.json`;
  const { records, outcomes } = await readFiles({
    [at('o__r-1')]: { 'o__r-1': verdict },
    [at('o__r-2')]: { 'o__r-2': { patch_successfully_applied: false } },
  });
  expect(records[0]!.record).toMatchObject({
    reward: 0,
    details: {
      tests: {
        FAIL_TO_PASS: { passed: 1, failed: 1, failedTests: ['b'] },
        PASS_TO_PASS: { passed: 1, failed: 0 },
      },
    },
  });
  expect(outcomes.get(at('o__r-2'))).toMatchObject({
    status: 'refused',
    reason: expect.stringContaining('o__r-2'),
  });
});

it('names reports by their folder where all runs call them alike, with the model that acted', async () => {
  const trajectory = {
    environment: 'e',
    history: [{ role: 'user', content: 'Fix it' }],
    trajectory: [{ action: 'ls', observation: 'a.py', response: '', thought: 'Look.' }],
    replay_config: JSON.stringify({ agent: { model: { name: 'maker/model-1' } } }),
  };
  const verdict = { resolved: true, patch_exists: true, patch_successfully_applied: true };
  const { records } = await readFiles({
    'base_run1/results.json': report,
    'base_run1/o__r-1/o__r-1.traj': trajectory,
    'base_run2/results.json': { ...report, resolved_ids: [] },
    'logs/evaluation/own/results.json': report,
    'logs/evaluation/own/maker__model-2/o__r-1/report.json': { 'o__r-1': verdict },
  });
  const first = records.map(({ record }) => record as TrialRecord).filter(({ task }) => task === 'o__r-1');
  expect(first.map(({ externalId, reward }) => [externalId, reward]).sort()).toEqual([
    ['base_run1/maker__model-1/o__r-1', null],
    ['base_run1/maker__model-1/o__r-1', 1],
    ['own/maker__model-2/o__r-1', 1],
    ['own/maker__model-2/o__r-1', 1],
  ]);
  expect(
    records.some(({ record }) => record.kind === 'trial' && record.externalId === 'base_run2/-/o__r-2'),
  ).toBe(true);
});

it('keeps what a newer report says of instances that it also counts as unresolved or broken', async () => {
  const { records } = await readFiles({
    'model.run.json': {
      submitted_ids: ['o__r-1', 'o__r-2'],
      resolved_ids: [],
      unresolved_ids: ['o__r-1'],
      error_ids: ['o__r-2'],
      ambiguous_failure_ids: ['o__r-1'],
      infra_failure_ids: ['o__r-2'],
      failure_reasons: { 'o__r-1': 'no_tests_collected' },
    },
  });
  expect(records.map(({ record }) => record)).toMatchObject([
    { task: 'o__r-2', reward: null, exception: { type: 'InfrastructureFailure' } },
    { task: 'o__r-1', reward: 0, exception: { type: 'AmbiguousFailure', message: 'no_tests_collected' } },
  ]);
});

it('reads what the makers of the leaderboard tell of each instance, and joins its trajectories', async () => {
  const submission = 'evaluation/bash-only/20250726_mini-v1_model';
  const { records, outcomes, notes } = await readFiles({
    [`${submission}/metadata.yaml`]: 'info:\n  name: mini\n',
    [`${submission}/per_instance_details.json`]: {
      'o__r-1': { cost: 0.25, api_calls: 20, resolved: true },
      'o__r-2': { cost: 0.5, api_calls: 30, resolved: false },
      'o__r-3': { cost: 0.5 },
    },
    [`${submission}/results/resolved_by_repo.json`]: { 'o/r': { resolved: 1, total: 2 } },
    [`${submission}/trajs/o__r-1/o__r-1.traj.json`]: {
      trajectory_format: 'mini-swe-agent-1',
      instance_id: 'o__r-1',
      info: { exit_status: 'Submitted' },
      messages: [{ role: 'user', content: 'Fix it' }],
    },
  });
  expect(records.map(({ record }) => record)).toMatchObject([
    {
      externalId: '20250726_mini-v1_model/-/o__r-1',
      benchmark: 'swe-bench-verified',
      reward: 1,
      costUsd: 0.25,
    },
    { task: 'o__r-2', reward: 0, details: { apiCalls: 30 } },
    { externalId: '20250726_mini-v1_model/-/o__r-1', reward: null },
  ]);
  expect(notes).toMatchObject([{ note: { kind: 'rejection', where: 'o__r-3' } }]);
  expect(outcomes.get(`${submission}/metadata.yaml`)).toMatchObject({ status: 'part-of' });
  expect(outcomes.get(`${submission}/results/resolved_by_repo.json`)).toMatchObject({ status: 'ignored' });
});
