import { expect, it } from 'vitest';
import { readFiles } from '../source/tree-fixture';

const verdict = {
  input: [],
  trajectory: [],
  llm_judgement: 'PASS',
  llm_judgement_bool: true,
  gt_verifier: false,
};
const result = {
  id: 'i',
  task_name: 'me__repo-1',
  trial_name: 'me__repo-1__abc',
  trial_uri: 'x',
  task_id: { path: 't' },
  source: 'swe',
  task_checksum: 'c',
  config: { job_id: 'job-1', trial_name: 'me__repo-1__abc', task: { path: 'tasks/me__repo-1' } },
  agent_info: { name: 'a', version: '1' },
  verifier_result: { rewards: { reward: 0 } },
};

it('links a verdict to the one trial of its job', async () => {
  const { records } = await readFiles({
    'outputs/T_run1/swe-bench/0/llm_judgement.json': verdict,
    'outputs/T_run1/swe-bench/0/me__repo-1__abc/result.json': result,
  });
  const trial = records.find(({ record }) => record.kind === 'trial')!.record;
  expect(records.find(({ record }) => record.kind === 'judgement')!.record).toMatchObject({
    benchmark: 'swe-bench',
    task: 'me__repo-1',
    trial: { source: 'harbor', externalId: (trial as { externalId: string }).externalId },
    verdict: true,
    truth: false,
    response: 'PASS',
  });
});

it('keeps a verdict whose trial is not here, with the benchmark of its folders', async () => {
  const { records } = await readFiles({
    'outputs/T_run1/swe-bench/0/llm_judgement.json': { ...verdict, gt_verifier: null },
  });
  expect(records[0]!.record).toMatchObject({ benchmark: 'swe-bench', trial: null, task: null, truth: null });
});

it('reads a study, with cases where they agree with it', async () => {
  const { records, notes } = await readFiles({
    'llm_judge_swe-bench-new.json': {
      preds: [true, false, 'x', true],
      gts: [true, true, true],
      cases: [
        { id: 'a', pred: true, gt: true, response: 'PASS' },
        { id: 'b', pred: true },
        { id: 'c', pred: true },
        { id: 'd', pred: true },
      ],
    },
  });
  expect(
    records.map(
      ({ record }) =>
        record.kind === 'judgement' && [record.benchmark, record.task, record.verdict, record.truth],
    ),
  ).toEqual([
    ['swe-bench', 'a', true, true],
    ['swe-bench', null, false, true],
  ]);
  expect(notes.map(({ note }) => note.kind)).toEqual(['warning', 'rejection']);
});

it('takes no names from cases that are fewer than the verdicts', async () => {
  const { records } = await readFiles({
    'llm_judge_b.json': {
      preds: [true, true],
      gts: [true, false],
      cases: [{ id: 'the-second', pred: true, gt: false, response: 'PASS' }],
    },
  });
  expect(records.map(({ record }) => record.kind === 'judgement' && record.task)).toEqual([null, null]);
});
