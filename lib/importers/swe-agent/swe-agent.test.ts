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
