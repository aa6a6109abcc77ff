import { expect, it } from 'vitest';
import type { TrialRecord } from '../importer';
import { readFiles } from '../source/tree-fixture';

const trial = (id: string, resolved: boolean | null, more: object = {}) => ({
  id,
  trial_name: `hello.1-of-1.${id}`,
  task_id: 'hello',
  instruction: 'Say hello.',
  is_resolved: resolved,
  failure_mode: 'unset',
  parser_results: { test_a: 'passed' },
  total_input_tokens: 0,
  total_output_tokens: 12,
  trial_started_at: '2025-09-24T00:00:00+00:00',
  trial_ended_at: '2025-09-24T00:00:09+00:00',
  ...more,
});
const metadata = (run: string) => ({
  run_id: run,
  agent_name: 'Droid',
  model_name: null,
  dataset_name: 'terminal-bench-core',
  username: 'someone',
  api_key: 'hidden',
});
const trialsOf = (result: Awaited<ReturnType<typeof readFiles>>) =>
  result.records.map(({ record }) => record as TrialRecord);

it('takes repetitions of a run as attempts of one condition', async () => {
  const files = Object.fromEntries(
    [1, 2].flatMap((k) => [
      [`x/run_${k}/results.json`, { results: [trial(`u${k}`, k === 1)] }],
      [`x/run_${k}/run_metadata.json`, metadata(`run_${k}`)],
    ]),
  );
  const result = await readFiles(files);
  expect(
    trialsOf(result).map(({ attempt, reward, condition, benchmark }) => [
      attempt,
      reward,
      condition.label,
      benchmark,
    ]),
  ).toEqual([
    [1, 1, 'Droid · run', 'terminal-bench-core'],
    [2, 0, 'Droid · run', 'terminal-bench-core'],
  ]);
  expect(trialsOf(result)[0]).toMatchObject({
    inputTokens: null,
    outputTokens: 12,
    durationMs: 9000,
    taskText: 'Say hello.',
  });
  expect(JSON.stringify(result.records)).not.toMatch(/hidden|someone/);
  expect([...result.outcomes.values()].map((o) => o.status).sort()).toEqual([
    'part-of',
    'part-of',
    'understood',
    'understood',
  ]);
});

it('does not take a missing verdict for a failure', async () => {
  const results = [
    trial('a', null, { failure_mode: 'test_timeout', trial_ended_at: null }),
    { task_id: 'broken' },
  ];
  const result = await readFiles({ 'run/results.json': { results } });
  expect(trialsOf(result)).toMatchObject([
    { reward: null, exception: { type: 'test_timeout' }, finished: true },
  ]);
  expect(result.notes.map(({ note }) => note.kind)).toEqual(['rejection', 'warning']);
});

it('counts attempts within a run by the names of its trials', async () => {
  const results = [2, 1].map((k) => trial(`u${k}`, true, { trial_name: `hello.${k}-of-2.run` }));
  const result = await readFiles({
    'run/results.json': { results },
    'run/run_metadata.json': metadata('run'),
  });
  expect(trialsOf(result).map((found) => found.attempt)).toEqual([2, 1]);
});

it('reads a trial of its own only when its run does not list it', async () => {
  const at = 'run/hello/hello.1-of-1.a/results.json';
  const both = await readFiles({
    [at]: trial('a', true),
    'run/results.json': { results: [trial('a', true)] },
  });
  expect(trialsOf(both)).toHaveLength(1);
  expect(both.outcomes.get(at)).toMatchObject({ status: 'part-of', of: 'run/results.json' });
  const alone = await readFiles({ [at]: trial('a', true) });
  expect(trialsOf(alone)).toMatchObject([{ externalId: 'a', reward: 1 }]);
});

it('knows a run of which nothing has ended yet', async () => {
  const { outcomes, notes } = await readFiles({
    'run/results.json': { id: 'x', results: [], n_resolved: 0 },
  });
  expect(outcomes.get('run/results.json')).toMatchObject({ status: 'understood', format: 'terminal-bench' });
  expect(notes[0]!.note).toMatchObject({ message: 'none of its trials has ended' });
});
