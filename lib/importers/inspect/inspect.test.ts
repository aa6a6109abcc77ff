import { expect, it } from 'vitest';
import type { TrialRecord } from '../importer';
import { readFiles } from '../source/tree-fixture';
import { readScores } from './score';

const hash = 'a'.repeat(32);
const sample = (over: object = {}) => ({
  id: 7,
  epoch: 1,
  input: 'Add 1',
  target: '2',
  messages: [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: `attachment://${hash}` },
    {
      role: 'assistant',
      model: 'm',
      content: [
        { type: 'reasoning', reasoning: 'hm' },
        { type: 'text', text: 'Run' },
      ],
      tool_calls: [{ id: 'c', function: 'bash', arguments: { cmd: 'ls' } }],
    },
    { role: 'tool', tool_call_id: 'c', content: 'a.py' },
  ],
  scores: { match: { value: 'C' } },
  attachments: { [hash]: 'What is 1 + 1?' },
  model_usage: { m: { input_tokens: 4, output_tokens: 2, input_tokens_cache_read: 1 } },
  total_time: 1.5,
  ...over,
});
const log = (samples: unknown[], over: object = {}) => ({
  version: 2,
  status: 'success',
  eval: {
    run_id: 'r',
    task_id: 't',
    task: 'set/sums',
    model: 'maker/m',
    dataset: { name: 'd' },
    config: { epochs: 2 },
    model_args: { api_key: 'secret-value' },
  },
  plan: { name: 'react' },
  samples,
  ...over,
});

it('reads samples as attempts, with attachments and tool results in place', async () => {
  const { records, notes } = await readFiles({
    'log.json': log([sample(), sample({ epoch: 2, scores: { match: { value: 'I' } } }), 'junk']),
  });
  const trials = records.map(({ record }) => record as TrialRecord);
  expect(trials.map((t) => [t.externalId, t.attempt, t.reward])).toEqual([
    ['r/t/7#1', 1, 1],
    ['r/t/7#2', 2, 0],
  ]);
  expect(trials[0]).toMatchObject({
    benchmark: 'sums',
    task: '7',
    taskText: 'What is 1 + 1?',
    inputTokens: 5,
    outputTokens: 2,
    durationMs: 1500,
    condition: { label: 'react · maker/m' },
  });
  expect(trials[0]!.trajectory!.steps.at(-1)).toMatchObject({
    message: 'Run',
    reasoning: 'hm',
    toolCalls: [{ name: 'bash', input: 'ls' }],
    observations: [{ content: 'a.py' }],
  });
  expect(JSON.stringify(trials)).not.toContain('secret-value');
  expect(notes).toHaveLength(1);
});

it('keeps errors and limits as reasons, and a run that was stopped as far as it came', async () => {
  const { records, notes } = await readFiles({
    'log.json': log(
      [
        sample({ scores: null, error: { message: "RuntimeError('no sandbox')" } }),
        sample({ id: 'b', scores: {}, limit: { type: 'token', limit: 100 } }),
      ],
      { status: 'cancelled' },
    ),
  });
  expect(
    records.map(({ record }) => record as TrialRecord).map((t) => [t.reward, t.exception?.type]),
  ).toEqual([
    [null, 'RuntimeError'],
    [null, 'token-limit'],
  ]);
  expect(notes.map(({ note }) => note)).toMatchObject([{ message: expect.stringContaining('cancelled') }]);
});

it.each([
  [{ a: { value: 'P' } }, 0.5, null],
  [{ a: { value: true }, b: { value: 0.25 } }, 1, 'several'],
  [{ a: { value: { x: 1, y: 'N' } } }, 1, 'several'],
  [{ a: { value: '0.75' } }, 0.75, null],
  [{ a: { value: [1, 2] } }, null, 'no number'],
  [{ a: { value: Number.NaN } }, null, 'no number'],
  [null, null, null],
])('scores %j', (scores, reward, remark) => {
  const read = readScores(scores);
  expect(read.reward).toBe(reward);
  if (remark) expect(read.remark).toContain(remark);
  else expect(read.remark).toBeNull();
});

it('refuses an archive that is cut', async () => {
  const { outcomes } = await readFiles({ 'log.eval': Buffer.from('PK\u0003\u0004 and then nothing of use') });
  expect(outcomes.get('log.eval')).toMatchObject({ status: 'refused', code: 'unreadable-file' });
});

it('reads the one score that samples of the first version have', async () => {
  const { records } = await readFiles({
    'log.json': log([sample({ scores: undefined, score: { value: 'P' } })], { version: 1 }),
  });
  expect(records[0]!.record).toMatchObject({ reward: 0.5, rewards: { score: 0.5 } });
});

it('keeps the gold patch and tests as the answer, else the target', async () => {
  const metadata = { patch: '+fix', test_patch: '+test', repo: 'a/b' };
  const { records } = await readFiles({ 'log.json': log([sample(), sample({ id: 8, metadata })]) });
  expect(records.map(({ record }) => (record as TrialRecord).answer)).toEqual(['2', '+fix\n\f\n+test']);
});
