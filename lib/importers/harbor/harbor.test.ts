import { describe, expect, it } from 'vitest';
import type { TrialRecord } from '../importer';
import { readFiles } from '../source/tree-fixture';
import { readPromptMemories } from '../steps/prompt-memories';
import { readRetrievalLog } from './retrieval-log';

const trialResult = (name: string, more: object = {}) => ({
  id: `uuid-${name}`,
  task_name: 'fix-the-bug',
  trial_name: name,
  source: 'small-bench',
  config: {
    trial_name: name,
    trials_dir: 'jobs/2026-01-29__10-03-50',
    job_id: 'job-1',
    task: { path: 'tasks/fix-the-bug' },
    agent: {
      name: 'claude-code',
      model_name: 'maker/model-1',
      kwargs: { api_key: 'hidden', step_limit: 50 },
    },
  },
  agent_info: { name: 'claude-code', version: '2', model_info: { name: 'model-1', provider: 'maker' } },
  agent_result: { n_input_tokens: 100, n_cache_tokens: 10, n_output_tokens: 0, cost_usd: 0.5 },
  verifier_result: { rewards: { reward: 0.25 } },
  exception_info: null,
  started_at: '2026-01-29T02:03:50.5Z',
  finished_at: '2026-01-29T02:03:52.5Z',
  ...more,
});

const jobConfig = {
  job_name: '2026-01-29__10-03-50',
  jobs_dir: 'jobs',
  n_attempts: 2,
  agents: [{ name: 'claude-code', model_name: 'maker/model-1' }],
  datasets: [{ path: '/home/someone/small-bench' }],
};

const jobResult = {
  id: 'job-1',
  started_at: '2026-01-29T10:03:50',
  finished_at: '2026-01-29T11:00:00',
  n_total_trials: 4,
  stats: {
    evals: {
      'claude-code__model-1__small-bench': {
        reward_stats: { reward: { '0.25': ['fix-the-bug__aaaaaaa'], '1.0': ['fix-the-bug__bbbbbbb'] } },
        exception_stats: {
          AgentTimeoutError: ['fix-the-bug__bbbbbbb', 'a-task-name-of-thirty-two-charac__ccccccc'],
        },
      },
    },
  },
};

const atif = (system: string) => ({
  schema_version: 'ATIF-v1.2',
  session_id: 's',
  agent: { name: 'a', version: '1' },
  steps: [
    { step_id: 1, source: 'system', message: system },
    {
      step_id: 2,
      source: 'user',
      message:
        '<pr_description>\nConsider the following PR description:\nMend it.\n</pr_description>\nHow to.',
    },
    {
      step_id: 3,
      source: 'agent',
      message: 'Done',
      tool_calls: [{ tool_call_id: 'c', function_name: 'bash', arguments: { command: 'ls' } }],
    },
  ],
  final_metrics: { total_completion_tokens: 7 },
});

const trialsOf = (result: Awaited<ReturnType<typeof readFiles>>) =>
  result.records.map(({ record }) => record as TrialRecord);
const messages = (result: Awaited<ReturnType<typeof readFiles>>) =>
  result.notes.map(({ note }) => (note.kind === 'warning' ? note.message : note.reason)).join('\n');

describe('a job with trial folders', () => {
  const files = {
    'job/config.json': jobConfig,
    'job/result.json': jobResult,
    'job/job.log': 'log',
    'job/fix-the-bug__aaaaaaa/result.json': trialResult('fix-the-bug__aaaaaaa'),
    'job/fix-the-bug__aaaaaaa/config.json': trialResult('fix-the-bug__aaaaaaa').config,
    'job/fix-the-bug__aaaaaaa/agent/trajectory.json': atif('You are an agent.'),
    'job/fix-the-bug__aaaaaaa/agent/sessions/other.json': atif('inner'),
    'job/fix-the-bug__aaaaaaa/verifier/reward.txt': '0.25',
    'job/fix-the-bug__aaaaaaa/verifier/test-stdout.txt': 'ok',
  };

  it('gives each trial once, with three separate facts', async () => {
    const result = await readFiles(files);
    const trials = trialsOf(result);
    expect(
      trials.map(({ externalId, task, reward, exception }) => [
        externalId,
        task,
        reward,
        exception?.type ?? null,
      ]),
    ).toEqual([
      ['job-1/fix-the-bug__bbbbbbb', 'fix-the-bug', 1, 'AgentTimeoutError'],
      [
        'job-1/a-task-name-of-thirty-two-charac__ccccccc',
        'a-task-name-of-thirty-two-charac',
        null,
        'AgentTimeoutError',
      ],
      ['job-1/fix-the-bug__aaaaaaa', 'fix-the-bug', 0.25, null],
    ]);
    expect(new Set(trials.map((trial) => trial.condition.label))).toEqual(
      new Set(['claude-code · maker/model-1']),
    );
    expect(new Set(trials.map((trial) => trial.benchmark))).toEqual(new Set(['small-bench']));
    expect(messages(result)).toMatch(/task names of 1 trials may be cut at 32 characters/);
    expect(messages(result)).toMatch(/4 trials were planned and 3 are in the result/);
  });

  it('reads the trial’s own facts, its trajectory and nothing secret', async () => {
    const trial = trialsOf(await readFiles(files)).find((candidate) =>
      candidate.externalId.endsWith('aaaaaaa'),
    )!;
    expect(trial).toMatchObject({
      attempt: null,
      finished: true,
      durationMs: 2000,
      startedAt: '2026-01-29T02:03:50.5Z',
      inputTokens: 100,
      outputTokens: 7,
      costUsd: 0.5,
      taskText: 'Mend it.',
      retrieval: null,
    });
    expect(trial.trajectory?.steps[2]?.toolCalls).toEqual([{ id: 'c', name: 'bash', input: 'ls' }]);
    expect(JSON.stringify(trial)).not.toContain('hidden');
    expect(trial.condition.settings.agentKwargs).toEqual({ api_key: '[removed]', step_limit: 50 });
  });

  it('settles every companion', async () => {
    const { outcomes } = await readFiles(files);
    const told = Object.fromEntries([...outcomes].map(([path, o]) => [path.replace('job/', ''), o.status]));
    expect(told).toEqual({
      'config.json': 'part-of',
      'job.log': 'part-of',
      'result.json': 'understood',
      'fix-the-bug__aaaaaaa/result.json': 'understood',
      'fix-the-bug__aaaaaaa/config.json': 'part-of',
      'fix-the-bug__aaaaaaa/agent/trajectory.json': 'part-of',
      'fix-the-bug__aaaaaaa/agent/sessions/other.json': 'ignored',
      'fix-the-bug__aaaaaaa/verifier/reward.txt': 'part-of',
      'fix-the-bug__aaaaaaa/verifier/test-stdout.txt': 'ignored',
    });
  });
});

describe('a trial that did not end well', () => {
  it('recovers the reward of a crashed trial from its verifier', async () => {
    const name = 'fix-the-bug__aaaaaaa';
    const result = await readFiles({
      [`job/${name}/config.json`]: trialResult(name).config,
      [`job/${name}/verifier/reward.txt`]: ' 1.0\n',
      [`job/${name}/result.json`]: '{"id": "uuid", "task_na',
    });
    expect(trialsOf(result)).toMatchObject([
      { externalId: `job-1/${name}`, task: 'fix-the-bug', reward: 1, finished: false },
    ]);
    expect(messages(result)).toMatch(/crashed, was killed or still runs/);
    expect(messages(result)).toMatch(/recovered from job\/fix-the-bug__aaaaaaa\/verifier\/reward\.txt/);
    expect(result.outcomes.get(`job/${name}/result.json`)).toMatchObject({
      status: 'refused',
      code: 'unreadable-file',
    });
  });

  it.each([
    [{ verifier_result: null }, null, null],
    [{ verifier_result: { rewards: { score: 0.5 } } }, 0.5, { score: 0.5 }],
    [{ verifier_result: { rewards: { a: 1, b: 0 } } }, null, { a: 1, b: 0 }],
    [{ verifier_result: { rewards: { a: 1, reward: 0 } } }, 0, { a: 1, reward: 0 }],
    [{ verifier_result: { rewards: null } }, null, null],
  ])('%j has the reward %j', async (more, reward, rewards) => {
    const result = await readFiles({ 't/result.json': trialResult('t__aaaaaaa', more) });
    expect(trialsOf(result)).toMatchObject([{ reward, rewards }]);
  });

  it.each<[Record<string, string>, number | null, string | null]>([
    [{ 'reward.txt': '0.5', 'reward.json': '{"reward": 1}' }, 0.5, 'reward.txt'],
    [{ 'reward.txt': '', 'reward.json': '{"reward": 1}' }, 1, 'reward.json'],
    [{ 'reward.txt': 'nan', 'reward.json': '{"score": 0.25}' }, 0.25, 'reward.json'],
    [{ 'reward.txt': ' '.repeat(5000), 'reward.json': '{"reward": 0}' }, 0, 'reward.json'],
    [{ 'reward.json': '{"a": 1, "b": 0}' }, null, 'reward.json'],
    [{ 'reward.json': '{}' }, null, null],
    [{ 'reward.json': '{"reward": "high"' }, null, null],
  ])('recovers from %j the reward %j', async (verifier, reward, from) => {
    const written = Object.entries(verifier).map(([name, text]) => [`t/verifier/${name}`, text]);
    const result = await readFiles({
      't/result.json': trialResult('t__a', { verifier_result: null }),
      ...Object.fromEntries(written),
    });
    expect(trialsOf(result)[0]!.reward).toBe(reward);
    if (from === null) expect(messages(result)).not.toMatch(/recovered/);
    else expect(messages(result)).toContain(`recovered from t/verifier/${from}`);
  });

  it('takes no reward from a list without a number', async () => {
    const evals = { e: { reward_stats: { reward: { '': ['a__1'], ' ': ['b__1'], '1': ['c__1'] } } } };
    const result = await readFiles({ 'result.json': { ...jobResult, stats: { evals } } });
    expect(trialsOf(result).map(({ task, reward }) => [task, reward])).toEqual([
      ['c', 1],
      ['a', null],
      ['b', null],
    ]);
  });

  it('sums tokens over the steps of a multi-step task and takes their exception', async () => {
    const steps = [
      { step_name: 'one', agent_result: { n_input_tokens: 5, cost_usd: 1 } },
      {
        step_name: 'two',
        agent_result: { n_input_tokens: 6 },
        exception_info: { exception_type: 'ValueError', exception_message: 'no' },
      },
    ];
    const result = await readFiles({
      't/result.json': trialResult('t__a', { agent_result: null, step_results: steps }),
    });
    expect(trialsOf(result)).toMatchObject([
      {
        inputTokens: 11,
        costUsd: 1,
        exception: { type: 'ValueError', message: 'no' },
        details: { stepNames: ['one', 'two'] },
      },
    ]);
  });

  it('never measures across a local and a universal stamp', async () => {
    const result = await readFiles({
      't/result.json': trialResult('t__a', { finished_at: '2026-01-29T10:03:52' }),
    });
    expect(trialsOf(result)).toMatchObject([{ durationMs: null }]);
  });
});

describe('a trajectory in several files', () => {
  const part = (message: string, more: object = {}) => ({
    schema_version: 'ATIF-v1.6',
    session_id: 's',
    agent: { name: 'a', version: '1' },
    steps: [
      {
        step_id: 1,
        source: 'agent',
        message: [
          { type: 'text', text: message },
          { type: 'image', source: { media_type: 'image/png', path: 'images/gone.png' } },
        ],
      },
    ],
    ...more,
  });
  const trial = { 't/result.json': trialResult('t__a') };

  it.each([
    ['follows its references', { continued_trajectory_ref: 'trajectory.cont-1.json' }],
    ['follows the names of its files where no reference leads on', {}],
  ])('%s, and stays one trial', async (_, more) => {
    const result = await readFiles({
      ...trial,
      't/agent/trajectory.json': part('one', more),
      't/agent/trajectory.cont-1.json': part('two'),
      't/agent/trajectory.cont-2.json': part('three'),
    });
    const trials = trialsOf(result);
    expect(trials).toHaveLength(1);
    expect(trials[0]!.trajectory?.steps.map(({ message }) => message)).toEqual(
      ['one', 'two', 'three'].map((text) => `${text}\n[image: images/gone.png]`),
    );
    expect(result.outcomes.get('t/agent/trajectory.cont-2.json')).toMatchObject({ status: 'part-of' });
    expect(messages(result)).toContain('cont-2.json was joined by its name');
  });
});

describe('the layout of the paper', () => {
  it('names benchmark, condition and attempt by folder', async () => {
    const trial = trialResult('fix__aaaaaaa');
    const result = await readFiles({
      'outputs/T-SE_run2/aider-polyglot/17/fix__aaaaaaa/result.json': trial,
      'outputs/T-SE_run2/aider-polyglot/18/config.json': { ...jobConfig, job_name: '18' },
    });
    expect(trialsOf(result)).toMatchObject([
      { benchmark: 'aider-polyglot', attempt: 2, condition: { label: 'T-SE' } },
    ]);
    expect(messages(result)).toMatch(/job 18 has no readable result\.json/);
  });

  it('finds the names in the settings when only a part was brought in', async () => {
    const trial = trialResult('fix__aaaaaaa');
    trial.config.trials_dir = 'outputs/T-SE_run1/mlgym-bench/3';
    const result = await readFiles({ 'result.json': trial });
    expect(trialsOf(result)).toMatchObject([
      { benchmark: 'mlgym-bench', attempt: 1, condition: { label: 'T-SE' } },
    ]);
  });
});

describe('memories in the prompt', () => {
  const entry = {
    benchmark: 'b',
    task_name: 't',
    type: 'insight',
    insight: { title: 'T', description: 'D', content: 'C' },
  };
  const log = `start\n<retrieval_query>\nplan\n</retrieval_query>\n<memory_items>\n${JSON.stringify([{ score: 0.61, memory: entry }], null, 4)}\n</memory_items>\n<memory_items>[]</memory_items>`;

  it('come from the printed record, scored', async () => {
    const found = readRetrievalLog(log)!;
    expect(found).toMatchObject({ query: 'plan', hits: [{ rank: 1, score: 0.61, text: 'T\nD\nC' }] });
    const result = await readFiles({
      'job/t__a/result.json': trialResult('t__a'),
      'job/t__a/agent/mini-swe-agent.txt': log,
      'job/t__a/agent/trajectory.json': atif('You are.'),
      'pool/insights.json': [{ ...entry, key_embedding: [1, 0] }],
    });
    const memory = result.records.map(({ record }) => record).find((record) => record.kind === 'memory');
    expect(
      trialsOf(result).find((record) => record.kind === 'trial')!.retrieval!.hits[0]!.memoryExternalId,
    ).toBe(memory?.kind === 'memory' ? memory.externalId : null);
  });

  it('say how they were chosen, and give the text that stood in the prompt', () => {
    expect(readRetrievalLog(log)!.method).toBe('cosine');
    const reranked = readRetrievalLog(
      `<plan>\nthe plan\n</plan>\n<rerank_response>\n{'ranking': [2, 1]}\n</rerank_response>\n<memory_items>\n${JSON.stringify([{ score: 0.5, memory: entry, rewrite: 'For this task: C' }, { memory: entry }])}\n</memory_items>`,
    );
    expect(reranked).toMatchObject({
      query: 'the plan',
      method: 'cosine + rerank + rewrite',
      hits: [
        { rank: 1, score: 0.5, text: 'For this task: C' },
        { rank: 2, score: null, text: 'T\nD\nC' },
      ],
    });
  });

  it('keep a memory whose own text shows the marks of the record', () => {
    const quoting = { ...entry, insight: { ...entry.insight, content: 'End with </memory_items>.' } };
    const found = readRetrievalLog(
      `<memory_items>\n${JSON.stringify([{ score: 0.5, memory: quoting }], null, 4)}\n</memory_items>\nchat`,
    );
    expect(found?.hits.map(({ text }) => text)).toEqual(['T\nD\nEnd with </memory_items>.']);
  });

  it('come from the end of the system prompt otherwise', () => {
    const prompt =
      'You are.\nBelow are insights that I accumulated\n# Memory Item 1\n## Title: A\n## Content: x\n# Memory Item 2\n## Goal\ny';
    expect(readPromptMemories(prompt)!.hits.map(({ rank, text }) => [rank, text])).toEqual([
      [1, '## Title: A\n## Content: x'],
      [2, '## Goal\ny'],
    ]);
    expect(readPromptMemories('You are.')).toBeNull();
  });

  it('are missing in words when the pool was not found or the record is cut', async () => {
    expect(readRetrievalLog('<memory_items>\n[{"score": 0.6')).toBeNull();
    expect(readRetrievalLog('<memory_items>\n[{"score": \n</memory_items>')).toBeNull();
    const result = await readFiles({
      'job/t__a/result.json': trialResult('t__a'),
      'job/t__a/agent/mini-swe-agent.txt': '@@@@@@@@@@@ MEMORY PATH NOT FOUND @@@@@@@@@@@ /x.pkl',
    });
    expect(trialsOf(result)[0]!.retrieval).toBeNull();
    expect(messages(result)).toMatch(/found no memory pool/);
  });
});

it.each([
  ['episodes', [{ episode: 0, prompt: 'p', response: 'r' }], 2],
  [
    'OpenHands events',
    [
      { id: 0, source: 'user', action: 'message', message: 'hi' },
      { id: 1, source: 'agent', action: 'run', args: { command: 'ls' }, message: '' },
      { id: 2, source: 'agent', observation: 'run', content: 'a.txt' },
    ],
    2,
  ],
  [
    'a chat session',
    {
      sessionId: 's',
      messages: [
        { type: 'user', content: 'hi' },
        { type: 'gemini', content: 'ho' },
      ],
    },
    2,
  ],
])('shows %s as far as it goes', async (_, trajectory, steps) => {
  const result = await readFiles({
    't/result.json': trialResult('t__a'),
    't/agent/trajectory.json': trajectory,
  });
  expect(trialsOf(result)[0]!.trajectory?.steps).toHaveLength(steps);
  expect(messages(result)).toMatch(/is no ATIF but/);
});

describe('what a job or trial says in its own way', () => {
  it.each([
    ['a reward without a map', { reward: 1 }, {}, 1],
    ['a number where the map should be', { rewards: 0.5 }, {}, 0.5],
    ['a number as text', { rewards: { reward: '1.0' } }, {}, 1],
    ['a bare number in reward.json', null, { 'verifier/reward.json': '0.75' }, 0.75],
  ])('reads %s', async (_, verified, files, reward) => {
    const at = (name: string) => `job/fix-the-bug__aaaaaaa/${name}`;
    const result = await readFiles({
      [at('result.json')]: trialResult('fix-the-bug__aaaaaaa', { verifier_result: verified }),
      ...Object.fromEntries(Object.entries(files).map(([name, content]) => [at(name), content])),
    });
    expect(trialsOf(result)[0]).toMatchObject({ reward });
  });

  it('finds the reason of a trial that never wrote its result', async () => {
    const { config } = trialResult('fix-the-bug__aaaaaaa');
    const traceback = [
      'Traceback (most recent call last):',
      '  File "trial.py", line 1, in run',
      'harbor.trial.trial.AgentTimeoutError: Agent timed out after 900 seconds',
      'OPENAI_API_KEY=not-a-real-key',
    ];
    const result = await readFiles({
      'job/fix-the-bug__aaaaaaa/config.json': config,
      'job/fix-the-bug__aaaaaaa/exception.txt': traceback.join('\n'),
    });
    expect(trialsOf(result)[0]).toMatchObject({
      finished: false,
      reward: null,
      exception: {
        type: 'AgentTimeoutError',
        message: 'Agent timed out after 900 seconds\nOPENAI_API_KEY=[removed]',
      },
    });
  });

  it('tells two agents with one model apart, and one that only the results name', async () => {
    const evals = (key: string, trial: string) => ({
      [key]: { reward_stats: { reward: { '1.0': [trial] } } },
    });
    const result = await readFiles({
      'config.json': {
        ...jobConfig,
        agents: [
          { name: 'claude-code', model_name: 'maker/model-1' },
          { name: 'terminus-2', model_name: 'maker/model-1' },
          { import_path: 'my.agents:Own', model_name: 'maker/own/model' },
        ],
      },
      'result.json': {
        ...jobResult,
        stats: {
          evals: {
            ...evals('claude-code__model-1__small-bench', 'a__1'),
            ...evals('terminus-2__model-1__small-bench', 'b__1'),
            ...evals('own-agent__own-model__small-bench', 'c__1'),
          },
        },
      },
    });
    expect(trialsOf(result).map(({ task, condition }) => [task, condition.label])).toEqual([
      ['a', 'claude-code · maker/model-1'],
      ['b', 'terminus-2 · maker/model-1'],
      ['c', 'own-agent · maker/own/model'],
    ]);
  });

  it('reads results of trials that a job holds in full', async () => {
    const trial = trialResult('fix-the-bug__aaaaaaa', { exception_info: { exception_type: 'RuntimeError' } });
    const result = await readFiles({ 'result.json': { ...jobResult, trial_results: [trial, null] } });
    const trials = trialsOf(result);
    expect(trials).toHaveLength(3);
    expect(trials[0]).toMatchObject({
      externalId: 'job-1/fix-the-bug__aaaaaaa',
      reward: 0.25,
      costUsd: 0.5,
      durationMs: 2000,
      exception: { type: 'RuntimeError' },
    });
  });

  it('follows the agent from step to step of a task, without a trial for each', async () => {
    const at = (name: string) => `job/fix-the-bug__aaaaaaa/${name}`;
    const result = await readFiles({
      [at('result.json')]: trialResult('fix-the-bug__aaaaaaa', {
        step_results: [
          { step_name: 'one', verifier_result: { rewards: { reward: 1 } } },
          { step_name: 'two', verifier_result: null },
        ],
      }),
      [at('steps/two/agent/trajectory.json')]: atif('The second.'),
      [at('steps/one/agent/trajectory.json')]: atif('The first.'),
      [at('steps/one/agent/sessions/other.json')]: atif('inner'),
      [at('steps/one/verifier/reward.txt')]: '1',
    });
    const trials = trialsOf(result);
    expect(trials).toHaveLength(1);
    expect(trials[0]!.trajectory!.steps.map(({ message }) => message)).toEqual([
      'The first.',
      expect.any(String),
      'Done',
      'The second.',
      expect.any(String),
      'Done',
    ]);
    expect(trials[0]).toMatchObject({
      details: { stepNames: ['one', 'two'], stepRewards: [{ reward: 1 }, null] },
    });
    expect(result.outcomes.get(at('steps/two/agent/trajectory.json'))).toMatchObject({ status: 'part-of' });
    expect(result.outcomes.get(at('steps/one/verifier/reward.txt'))).toMatchObject({ status: 'ignored' });
  });
});

it('takes the session that an agent kept where Harbor converted none', async () => {
  const line = (type: string, text: string) =>
    `${JSON.stringify({ type, sessionId: 's1', message: { role: type, content: text, usage: { output_tokens: 4 } } })}\n`;
  const at = 'job/fix-the-bug__aaaaaaa';
  const session = `${at}/agent/sessions/projects/-app/s1.jsonl`;
  const result = await readFiles({
    [`${at}/result.json`]: trialResult('fix-the-bug__aaaaaaa'),
    [session]: line('user', 'Mend it') + line('assistant', 'Done'),
  });
  expect(trialsOf(result)).toHaveLength(1);
  expect(trialsOf(result)[0]).toMatchObject({
    source: 'harbor',
    reward: 0.25,
    taskText: 'Mend it',
    outputTokens: 4,
    trajectory: { format: 'Claude Code session', steps: [{}, { message: 'Done' }] },
  });
  expect(result.outcomes.get(session)).toMatchObject({ status: 'part-of' });
});
