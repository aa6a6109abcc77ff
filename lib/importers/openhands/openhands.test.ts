import { expect, it } from 'vitest';
import type { TrialRecord } from '../importer';
import { readFiles } from '../source/tree-fixture';

const lines = (...values: unknown[]) => values.map((value) => `${JSON.stringify(value)}\n`).join('');

const metadata = {
  agent_class: 'CodeActAgent',
  llm_config: { model: 'maker/model-1', api_key: 'secret-value' },
  dataset: 'princeton-nlp__SWE-bench_Lite-test',
  max_iterations: 30,
};
const answered = (id: string) => ({
  tool_call_metadata: {
    model_response: { id, model: 'model-1-dated', usage: { prompt_tokens: 9, completion_tokens: 2 } },
  },
});
const history = [
  {
    source: 'agent',
    action: 'system',
    message: 'You are an agent.\n\n# Memory Item 1\n## Title: Look first',
  },
  { source: 'user', action: 'message', message: 'Mend the sum' },
  {
    source: 'agent',
    action: 'run',
    args: { command: 'ls', thought: 'Look.' },
    message: 'ls',
    ...answered('r1'),
  },
  { source: 'agent', observation: 'run', content: 'a.py' },
  { source: 'agent', action: 'run', args: { command: 'cat a.py' }, message: 'cat', ...answered('r1') },
];
const output = (instance: string, more: object = {}) => ({
  instance_id: instance,
  test_result: { git_patch: 'diff' },
  instruction: 'Mend the sum',
  metadata,
  history,
  metrics: { accumulated_cost: 0.5 },
  error: null,
  ...more,
});
const run = 'outputs/CodeActAgent/model-1_maxiter_30_N_v1-run_2';

it('reads the output of a run and its verdicts as one trial per instance', async () => {
  const { records, outcomes } = await readFiles({
    [`${run}/metadata.json`]: metadata,
    [`${run}/output.jsonl`]: `${lines(
      output('o__r-1'),
      output('o__r-2', { history: null, error: 'AgentStuckInLoopError: it went round and round' }),
    )}{"instance_id": \n`,
    [`${run}/output.swebench.jsonl`]: lines({
      instance_id: 'o__r-1',
      model_patch: 'diff',
      model_name_or_path: 'x',
    }),
    [`${run}/output.swebench_eval.jsonl`]: lines(
      { instance_id: 'o__r-1', test_result: { report: { resolved: true } } },
      { instance_id: 'o__r-2', test_result: { report: { resolved: false, empty_generation: true } } },
    ),
    [`${run}/report.json`]: { submitted_ids: ['o__r-1'], resolved_ids: ['o__r-1'], unresolved_ids: [] },
  });
  const trials = records.map(({ record }) => record as TrialRecord);
  const id = 'model-1_maxiter_30_N_v1-run_2/maker__model-1/o__r-1';
  expect(trials.filter(({ externalId }) => externalId === id).map(({ reward }) => reward)).toEqual([
    null,
    1,
    1,
  ]);
  const [first, second] = trials.filter(({ trajectory, exception }) => trajectory || exception);
  expect(first).toMatchObject({
    source: 'swe-bench',
    benchmark: 'swe-bench-lite',
    attempt: 2,
    costUsd: 0.5,
    inputTokens: 9,
    condition: {
      label: 'model-1_maxiter_30_N_v1 · maker/model-1',
      settings: { agent: 'OpenHands CodeActAgent' },
    },
    retrieval: { hits: [{ text: '## Title: Look first' }] },
    trajectory: { steps: [{}, {}, { reasoning: 'Look.', observations: [{ content: 'a.py' }] }, {}] },
  });
  expect(second).toMatchObject({ reward: null, exception: { type: 'AgentStuckInLoopError' } });
  expect(outcomes.get(`${run}/output.swebench.jsonl`)).toMatchObject({ status: 'part-of' });
  expect(JSON.stringify(trials)).not.toContain('secret-value');
});

it('reads events of version 1, and a benchmark with a score of its own', async () => {
  const events = [
    {
      kind: 'SystemPromptEvent',
      source: 'agent',
      system_prompt: { type: 'text', text: 'You are an agent.' },
    },
    {
      kind: 'MessageEvent',
      source: 'user',
      llm_message: { role: 'user', content: [{ type: 'text', text: 'Ask' }] },
    },
    {
      kind: 'ActionEvent',
      source: 'agent',
      thought: [{ type: 'text', text: 'Look.' }],
      tool_name: 'terminal',
      tool_call_id: 'c1',
      action: { kind: 'TerminalAction', command: 'ls' },
    },
    { kind: 'ConversationStateUpdateEvent', source: 'environment', key: 'x', value: 1 },
    {
      kind: 'ObservationEvent',
      source: 'environment',
      tool_call_id: 'c1',
      observation: { kind: 'TerminalObservation', content: [{ type: 'text', text: 'a.py' }] },
    },
  ];
  const { records } = await readFiles({
    'gaia/output.jsonl': lines(
      output('7', {
        metadata: { llm: { model: 'maker/model-2' }, dataset: 'gaia' },
        test_result: { score: false },
        history: events,
      }),
    ),
    'alone/events.json': events,
  });
  const [alone, scored] = records.map(({ record }) => record as TrialRecord);
  expect(scored).toMatchObject({ source: 'openhands', benchmark: 'gaia', task: '7', reward: 0 });
  expect(alone).toMatchObject({ source: 'openhands', taskText: 'Ask' });
  for (const { trajectory } of [alone!, scored!]) {
    expect(trajectory!.steps.map(({ source, message }) => [source, message])).toEqual([
      ['system', 'You are an agent.'],
      ['user', 'Ask'],
      ['agent', 'Look.'],
    ]);
    expect(trajectory!.steps[2]).toMatchObject({
      toolCalls: [{ name: 'terminal', input: 'ls' }],
      observations: [{ callId: 'c1', content: 'a.py' }],
    });
  }
});
