import { expect, it } from 'vitest';
import type { TrialRecord } from '../importer';
import { readFiles } from '../source/tree-fixture';

const run = {
  environment: 'main',
  history: [
    { role: 'system', message_type: 'system_prompt', content: 'You fix code.' },
    { role: 'user', is_demo: true, content: 'A demonstration.' },
    { role: 'user', content: [{ type: 'text', text: 'Fix the sum.' }] },
    { role: 'assistant', content: 'Look.', action: 'ls' },
  ],
  trajectory: [
    { thought: 'Look.', action: 'ls\n', observation: 'a.py', response: 'Look.\n```\nls\n```' },
    { thought: '', action: 'submit', observation: null, response: 'Done.' },
  ],
  info: {
    exit_status: 'submitted (exit_cost)',
    model_stats: { instance_cost: 0.5, tokens_sent: 10, tokens_received: 0 },
  },
  replay_config: JSON.stringify({ agent: { model: { name: 'maker/gpt', api_key: 'secret-value' } } }),
};

it('reads what came before the agent from the history and its turns from the trajectory', async () => {
  const { records } = await readFiles({ 'runs/base_run2/o__r-1/o__r-1.traj': run });
  const trial = records[0]!.record as TrialRecord;
  expect(trial).toMatchObject({
    source: 'swe-bench',
    externalId: 'base_run2/maker__gpt/o__r-1',
    task: 'o__r-1',
    taskText: 'Fix the sum.',
    attempt: 2,
    reward: null,
    exception: { type: 'submitted (exit_cost)' },
    costUsd: 0.5,
    inputTokens: 10,
    outputTokens: null,
    condition: { label: 'base · maker/gpt', settings: { agent: 'SWE-agent' } },
  });
  expect(
    trial.trajectory!.steps.map((s) => [
      s.source,
      s.copied,
      s.toolCalls[0]?.input,
      s.observations[0]?.content,
    ]),
  ).toEqual([
    ['system', false, undefined, undefined],
    ['user', true, undefined, undefined],
    ['user', false, undefined, undefined],
    ['agent', false, 'ls', 'a.py'],
    ['agent', false, 'submit', undefined],
  ]);
  expect(JSON.stringify(trial)).not.toContain('secret-value');
});

it('names a task of its own by what was asked, and shows a demonstration that is only a history', async () => {
  const { records } = await readFiles({ 'warmup.traj': { history: run.history, environment: 'x' } });
  expect(records[0]!.record).toMatchObject({
    source: 'swe-agent',
    task: expect.stringMatching(/^fix-the-sum-[0-9a-f]{8}$/),
    exception: null,
    finished: null,
    condition: { label: 'SWE-agent' },
  });
  const empty = await readFiles({ 'empty.traj': { history: [], environment: 'x' } });
  expect(empty.outcomes.get('empty.traj')).toMatchObject({ status: 'refused' });
});

it('finds memories in what the agent was told, demonstrations aside', async () => {
  const told = '\n\n# Memory Item 1\n## Title: Look first\n\n# Memory Item 2\n## Title: Test last';
  const history = [
    ...run.history.slice(0, 2),
    { role: 'user', content: `Fix it.${told}` },
    ...run.history.slice(3),
  ];
  const { records } = await readFiles({ 'runs/base/o__r-1/o__r-1.traj': { ...run, history } });
  expect((records[0]!.record as TrialRecord).retrieval!.hits.map(({ rank, text }) => [rank, text])).toEqual([
    [1, '## Title: Look first'],
    [2, '## Title: Test last'],
  ]);
});

it('is one trial with its verdict in a report that the harness named for the folder of the run', async () => {
  const folder = 'default__gpt__t-0.00__c-1.00';
  const { records } = await readFiles({
    [`trajectories/${folder}/o__r-1/o__r-1.traj`]: run,
    [`trajectories/${folder}/preds.json`]: {
      'o__r-1': { model_name_or_path: folder, instance_id: 'o__r-1', model_patch: 'diff' },
      'o__r-2': { model_name_or_path: folder, instance_id: 'o__r-2', model_patch: '' },
    },
    [`${folder}.judged.json`]: {
      submitted_ids: ['o__r-1', 'o__r-2'],
      resolved_ids: ['o__r-1'],
      unresolved_ids: [],
      empty_patch_ids: ['o__r-2'],
    },
  });
  const trials = records.map(({ record }) => record as TrialRecord);
  expect(trials).toHaveLength(4);
  expect(new Set(trials.map(({ externalId }) => externalId))).toEqual(
    new Set([`judged/${folder}/o__r-1`, `judged/${folder}/o__r-2`]),
  );
  expect(new Set(trials.map(({ condition }) => condition.label)).size).toBe(1);
});
