import { expect, it } from 'vitest';
import type { TrialRecord } from '../importer';
import { readAll } from '../read-tree';
import { readFiles, treeOf } from '../source/tree-fixture';
import { readMessages } from './read-messages';

const shown = (messages: unknown[]) =>
  readMessages(messages).map((step) => [
    step.source,
    step.message,
    step.toolCalls.map((call) => call.input),
    step.observations.map((o) => o.content),
  ]);

it('reads v1: one fenced command, its output in the next user message', () => {
  const usage = {
    prompt_tokens: 9,
    completion_tokens: 2,
    prompt_tokens_details: { cached_tokens: 4 },
    completion_tokens_details: null,
  };
  const steps = readMessages([
    { role: 'system', content: 's' },
    { role: 'user', content: [{ type: 'text', text: 'task' }] },
    {
      role: 'assistant',
      content: 'THOUGHT: look\n\n```bash\nls -la\n```',
      extra: { response: { model: 'm', usage, logprobs: [1] } },
    },
    { role: 'user', content: '<returncode>0</returncode>' },
    { role: 'assistant', content: '```bash\na\n```\n```bash\nb\n```' },
    { role: 'user', content: 'Please always provide EXACTLY ONE action' },
  ]);
  expect(steps.map((step) => [step.source, step.toolCalls.length, step.observations.length])).toEqual([
    ['system', 0, 0],
    ['user', 0, 0],
    ['agent', 1, 1],
    ['agent', 0, 1],
  ]);
  expect(steps[1]!.message).toBe('task');
  expect(steps[2]).toMatchObject({
    toolCalls: [{ name: 'bash', input: 'ls -la' }],
    promptTokens: 9,
    completionTokens: 2,
    cachedTokens: 4,
    model: 'm',
  });
  expect(JSON.stringify(steps)).not.toContain('logprobs');
});

it('reads v2: tool calls, outputs by id, rejected turns, the exit', () => {
  const call = (id: string, command: string) => ({
    id,
    type: 'function',
    function: { name: 'bash', arguments: JSON.stringify({ command }) },
  });
  expect(
    shown([
      { role: 'user', content: 'task' },
      {
        role: 'assistant',
        content: null,
        tool_calls: [call('1', 'ls'), call('2', 'pwd')],
        extra: { cost: 0.5, timestamp: 1775715329.6 },
      },
      { role: 'tool', tool_call_id: '2', content: '/x', extra: { returncode: 0 } },
      { role: 'tool', tool_call_id: '1', content: 'a.txt' },
      {
        role: 'assistant',
        content: 'again',
        extra: { actions: [{ command: 'cat a.txt' }] },
        tool_calls: [call('3', 'other')],
      },
      { role: 'user', content: 'No tool call found', extra: { interrupt_type: 'FormatError' } },
      { role: 'exit', content: 'diff', extra: { exit_status: 'Submitted' } },
    ]),
  ).toEqual([
    ['user', 'task', [], []],
    ['agent', '', ['ls', 'pwd'], ['/x', 'a.txt']],
    ['agent', 'again', ['cat a.txt'], []],
    ['user', 'No tool call found', [], []],
    ['system', 'Submitted\n\ndiff', [], []],
  ]);
});

it('reads items of the Responses API, which have no role', () => {
  const response = {
    object: 'response',
    output: [
      { type: 'reasoning', summary: [{ type: 'summary_text', text: 'hm' }] },
      { type: 'message', content: [{ type: 'output_text', text: 'Look.' }] },
      { type: 'function_call', call_id: 'c', name: 'bash', arguments: '{"command":"ls"}' },
    ],
    usage: { input_tokens: 7, output_tokens: 3, input_tokens_details: { cached_tokens: 1 } },
  };
  const [step] = readMessages([response, { type: 'function_call_output', call_id: 'c', output: 'a.txt' }]);
  expect(step).toMatchObject({
    source: 'agent',
    message: 'Look.',
    reasoning: 'hm',
    promptTokens: 7,
    cachedTokens: 1,
    toolCalls: [{ id: 'c', name: 'bash', input: 'ls' }],
    observations: [{ callId: 'c', content: 'a.txt' }],
  });
});

const run = (more: object = {}) => ({
  info: {
    exit_status: 'LimitsExceeded',
    model_stats: { instance_cost: 0.4, api_calls: 3 },
    mini_version: '2.2.7',
    config: { model: { model_name: 'maker/model', api_key: 'hidden' } },
  },
  messages: [
    { role: 'user', content: 'Please solve this issue: mend it\n\nYou can execute bash commands and' },
  ],
  trajectory_format: 'mini-swe-agent-1.1',
  ...more,
});

it('shares its identity with the report of its run, in any order of files', async () => {
  const report = {
    submitted_ids: ['o__r-1', 'o__r-2'],
    resolved_ids: ['o__r-1'],
    unresolved_ids: ['o__r-2'],
    incomplete_ids: ['o__r-3'],
  };
  const result = await readFiles({
    'out/my_run2/o__r-1/o__r-1.traj.json': run({ instance_id: 'o__r-1' }),
    'maker__model.my_run2.json': report,
    'logs/run_evaluation/my_run2/maker__model/o__r-1/report.json': {
      'o__r-1': { patch_exists: true, patch_successfully_applied: true, resolved: true },
    },
  });
  const trials = result.records
    .map(({ record }) => record as TrialRecord)
    .filter((trial) => trial.task === 'o__r-1');
  expect(trials.map((trial) => [trial.source, trial.externalId])).toEqual(
    Array(3).fill(['swe-bench', 'my_run2/maker__model/o__r-1']),
  );
  expect(
    new Set(trials.map((trial) => `${trial.benchmark} ${trial.condition.label} ${trial.attempt}`)),
  ).toEqual(new Set(['swe-bench my · maker/model 2']));
  expect(trials.map((trial) => trial.reward)).toEqual([1, null, 1]);
  const trajectory = trials[1]!;
  expect(trajectory).toMatchObject({
    exception: { type: 'LimitsExceeded' },
    costUsd: 0.4,
    taskText: 'mend it',
    finished: true,
  });
  expect(JSON.stringify(result.records)).not.toContain('hidden');
});

it('does not join an uploaded file with a run it does not name', async () => {
  const upload = await treeOf({ 'o__r-1.traj.json': run({ instance_id: 'o__r-1' }) }, '');
  const { records, notes } = await readAll(upload);
  expect(records[0]!.record).toMatchObject({
    source: 'mini-swe-agent',
    benchmark: 'swe-bench',
    task: 'o__r-1',
  });
  expect(notes).toMatchObject([{ note: { message: expect.stringContaining('cannot be joined') } }]);
});

it('takes bare lists and runs without an instance, saying what is unknown', async () => {
  const result = await readFiles({
    'traj.json': [
      { role: 'user', content: 'hi' },
      { role: 'assistant', content: 'ho' },
    ],
    'b.json': run(),
  });
  expect(result.records.map(({ record }) => (record as TrialRecord).benchmark)).toEqual([
    'unassigned',
    'unassigned',
  ]);
  expect(result.notes).toMatchObject([
    { path: 'traj.json', note: { message: expect.stringContaining('bare list') } },
  ]);
});

it('refuses a run of nothing', async () => {
  const { outcomes } = await readFiles({
    'x.json': { trajectory_format: 'mini-swe-agent-1', info: {}, messages: [] },
  });
  expect(outcomes.get('x.json')).toMatchObject({ status: 'refused' });
});

it('knows a run of the first versions, which wrote neither a format nor their number', async () => {
  const { records } = await readFiles({
    'run.traj.json': {
      info: {
        exit_status: 'LimitsExceeded',
        submission: '',
        model_stats: { instance_cost: 0.1, api_calls: 2 },
      },
      messages: [{ role: 'user', content: 'Fix it.\n\n# Memory Item 1\n## Title: Look first' }],
    },
  });
  expect(records[0]!.record).toMatchObject({
    source: 'mini-swe-agent',
    costUsd: 0.1,
    exception: { type: 'LimitsExceeded' },
    retrieval: { hits: [{ text: '## Title: Look first' }] },
  });
});
