import { expect, it } from 'vitest';
import type { TrialRecord } from '../importer';
import { readFiles } from '../source/tree-fixture';

const lines = (...values: unknown[]) => `${values.map((value) => JSON.stringify(value)).join('\n')}\n`;
const only = async (name: string, content: string | object) =>
  (await readFiles({ [name]: content })).records.map(({ record }) => record as TrialRecord);

it('reads a Claude Code session: usage once per message, results with their calls, sub-agents apart', async () => {
  const usage = {
    input_tokens: 3,
    cache_read_input_tokens: 10,
    cache_creation_input_tokens: 2,
    output_tokens: 5,
  };
  const base = { sessionId: 's1', version: '2.0', timestamp: '2026-01-01T00:00:00Z' };
  const trials = await only(
    'projects/-home-me/s1.jsonl',
    lines(
      { type: 'summary', summary: 'A title', leafUuid: 'x' },
      { ...base, type: 'user', message: { role: 'user', content: 'Fix the login' } },
      {
        ...base,
        type: 'assistant',
        message: { id: 'm1', model: 'claude-x', usage, content: [{ type: 'thinking', thinking: 'hm' }] },
      },
      {
        ...base,
        type: 'assistant',
        timestamp: '2026-01-01T00:01:00Z',
        message: {
          id: 'm1',
          model: 'claude-x',
          usage,
          content: [{ type: 'tool_use', id: 't1', name: 'Bash', input: { command: 'ls' } }],
        },
      },
      {
        ...base,
        type: 'user',
        message: {
          role: 'user',
          content: [{ type: 'tool_result', tool_use_id: 't1', content: [{ type: 'text', text: 'a.py' }] }],
        },
      },
      {
        ...base,
        type: 'assistant',
        isSidechain: true,
        agentId: 'helper',
        message: { id: 'm2', content: [{ type: 'text', text: 'inside' }] },
      },
    ),
  );
  expect(trials).toHaveLength(1);
  expect(trials[0]).toMatchObject({
    source: 'claude-code',
    externalId: 's1',
    taskText: 'Fix the login',
    reward: null,
    finished: null,
    inputTokens: 15,
    outputTokens: 5,
    cachedTokens: 10,
    durationMs: 60_000,
    condition: { label: 'Claude Code · claude-x' },
  });
  const { steps, subagents } = trials[0]!.trajectory!;
  expect(
    steps.map((s) => [s.source, s.reasoning, s.toolCalls[0]?.input, s.observations[0]?.content]),
  ).toEqual([
    ['user', null, undefined, undefined],
    ['agent', 'hm', undefined, undefined],
    ['agent', null, 'ls', 'a.py'],
  ]);
  expect(subagents).toMatchObject([{ label: 'helper', steps: [{ message: 'inside' }] }]);
});

it('reads a Codex rollout of today and one of the first versions', async () => {
  const at = { timestamp: '2026-01-01T00:00:00Z' };
  const call = { type: 'function_call', call_id: 'c1', name: 'shell', arguments: '{"command":"ls"}' };
  const answer = { type: 'function_call_output', call_id: 'c1', output: '{"output":"a.py","metadata":{}}' };
  const asked = { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Fix it' }] };
  const [today] = await only(
    'rollout-1.jsonl',
    lines(
      { ...at, type: 'session_meta', payload: { id: 'r1', cli_version: '0.9' } },
      {
        ...at,
        type: 'response_item',
        payload: {
          type: 'message',
          role: 'user',
          content: [{ type: 'input_text', text: '<environment_context>x</environment_context>' }],
        },
      },
      {
        ...at,
        type: 'response_item',
        payload: {
          type: 'message',
          role: 'user',
          content: [{ type: 'input_text', text: '# AGENTS.md instructions for /app\n\n<INSTRUCTIONS>y' }],
        },
      },
      { ...at, type: 'response_item', payload: asked },
      { ...at, type: 'turn_context', payload: { model: 'gpt-x' } },
      { ...at, type: 'response_item', payload: call },
      {
        ...at,
        type: 'event_msg',
        payload: {
          type: 'token_count',
          info: { last_token_usage: { input_tokens: 9, output_tokens: 2, cached_input_tokens: 4 } },
        },
      },
      { ...at, type: 'response_item', payload: answer },
    ),
  );
  expect(today).toMatchObject({
    source: 'codex',
    externalId: 'r1',
    taskText: 'Fix it',
    inputTokens: 9,
    condition: { label: 'Codex · gpt-x' },
  });
  expect(today!.trajectory!.steps[3]).toMatchObject({
    toolCalls: [{ input: 'ls' }],
    observations: [{ callId: 'c1', content: 'a.py' }],
  });
  const [first] = await only(
    'rollout-0.jsonl',
    lines({ id: 'r0', ...at, instructions: null }, asked, call, {
      type: 'message',
      role: 'assistant',
      content: [{ type: 'output_text', text: 'Done' }],
    }),
  );
  expect(first).toMatchObject({ externalId: 'r0', taskText: 'Fix it' });
  expect(first!.trajectory!.steps).toHaveLength(3);
});

it('reads OpenHands events, episodes and a Gemini session', async () => {
  const [openHands] = await only('events.json', [
    { source: 'agent', action: 'system', message: 'sys', args: { openhands_version: '0.9' } },
    { source: 'user', action: 'message', message: 'Fix it' },
    { source: 'agent', action: 'run', args: { command: 'ls' }, message: 'run ls' },
    { source: 'agent', observation: 'run', content: 'a.py' },
  ]);
  expect(openHands).toMatchObject({
    source: 'openhands',
    taskText: 'Fix it',
    details: { agentVersion: '0.9' },
  });
  expect(openHands!.trajectory!.steps.at(-1)).toMatchObject({ observations: [{ content: 'a.py' }] });
  const [episodes] = await only('log.jsonl', lines({ episode: 0, prompt: 'Do', response: 'Done' }));
  expect(episodes).toMatchObject({ source: 'episodes', taskText: 'Do' });
  const [gemini] = await only('session.json', {
    sessionId: 'g1',
    messages: [
      { type: 'user', content: 'Hi' },
      { type: 'gemini', content: 'Hello', model: 'gemini-x' },
    ],
  });
  expect(gemini).toMatchObject({ externalId: 'g1', condition: { label: 'Gemini CLI · gemini-x' } });
});

it('refuses a session in which nothing was done', async () => {
  const { outcomes } = await readFiles({
    's.jsonl': lines({ type: 'user', sessionId: 's', message: { role: 'user', content: 'Hi' } }),
  });
  expect(outcomes.get('s.jsonl')).toMatchObject({
    status: 'refused',
    reason: expect.stringContaining('nothing was done'),
  });
});

it('reads the files of sub-agents with the session that they belong to', async () => {
  const turn = (type: string, text: string, more: object = {}) => ({
    sessionId: 's1',
    type,
    message: { role: type, content: text },
    ...more,
  });
  const subagent = (agentId: string) =>
    lines(
      turn('user', `Look into ${agentId}`, { isSidechain: true, agentId }),
      turn('assistant', 'Found it', { isSidechain: true, agentId }),
    );
  const session = lines(turn('user', 'Fix the login'), turn('assistant', 'Done'));
  const files = { 'p/agent-a.jsonl': subagent('a'), 'p/s1/subagents/agent-b.jsonl': subagent('b') };
  const { records, outcomes } = await readFiles({ 'p/s1.jsonl': session, ...files });
  expect(records).toMatchObject([
    {
      path: 'p/s1.jsonl',
      record: {
        externalId: 's1',
        taskText: 'Fix the login',
        trajectory: { subagents: [{ label: 'a' }, { label: 'b' }] },
      },
    },
  ]);
  for (const path of Object.keys(files)) {
    expect(outcomes.get(path)).toMatchObject({ status: 'part-of', of: 'p/s1.jsonl' });
  }
  const alone = await readFiles(files);
  expect(alone.records.map(({ record }) => (record as TrialRecord).externalId)).toEqual(['s1/a', 's1/b']);
});

it('reads what Claude Code prints, with its own account of the end', async () => {
  const line = (type: string, more: object) => ({ type, session_id: 's2', ...more });
  const said = (text: string) => ({
    message: { id: text, model: 'claude-x', content: [{ type: 'text', text }] },
  });
  const end = { subtype: 'error_max_turns', is_error: true, total_cost_usd: 0.25, duration_ms: 900 };
  const [trial] = await only(
    'log.txt',
    lines(
      line('system', { subtype: 'init', claude_code_version: '2.1', model: 'claude-x' }),
      line('assistant', said('I look.')),
      line('assistant', { ...said('inside'), parent_tool_use_id: 't1' }),
      line('result', end),
    ),
  );
  expect(trial).toMatchObject({
    externalId: 's2',
    finished: true,
    exception: { type: 'error_max_turns' },
    costUsd: 0.25,
    durationMs: 900,
    details: { agentVersion: '2.1' },
    trajectory: { steps: [{ message: 'I look.' }], subagents: [{ label: 't1' }] },
  });
});
