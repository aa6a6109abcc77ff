import { expect, it } from 'vitest';
import type { TrialRecord } from '../importer';
import { readFiles } from '../source/tree-fixture';

const root = (steps: unknown[], more: object = {}) => ({
  schema_version: 'ATIF-v1.5',
  session_id: 's',
  agent: { name: 'helper', version: '1', model_name: 'maker/model' },
  steps,
  ...more,
});
const user = { step_id: 1, source: 'user', message: 'Count the vowels!' };

const read = async (files: Record<string, object | string>) => {
  const result = await readFiles(files);
  return {
    ...result,
    trials: result.records.map(({ record }) => record as TrialRecord),
    told: result.notes.map(({ note }) => (note.kind === 'warning' ? note.message : note.reason)).join('\n'),
    status: (path: string) => result.outcomes.get(path)?.status,
  };
};

it('makes a lone trajectory a trial without a verdict, named by what was asked', async () => {
  const { trials } = await read({
    'a/x.json': root([user, { step_id: 2, source: 'agent', message: 'five', metrics: { prompt_tokens: 3 } }]),
    'b/y.json': root([user]),
  });
  expect(trials[0]).toMatchObject({
    source: 'atif',
    reward: null,
    finished: null,
    attempt: null,
    benchmark: 'unassigned',
    inputTokens: 3,
    condition: { label: 'helper · maker/model' },
    taskText: 'Count the vowels!',
  });
  expect(trials[0]!.task).toMatch(/^count-the-vowels-[0-9a-f]{8}$/);
  expect(trials[1]!.task).toBe(trials[0]!.task);
  expect(trials[1]!.externalId).not.toBe(trials[0]!.externalId);
});

it('is the same trial however the file is formatted', async () => {
  const value = root([user]);
  const { trials } = await read({
    'a.json': JSON.stringify(value),
    'b.json': `\ufeff${JSON.stringify(value, null, 4)}`,
  });
  expect(trials[0]!.externalId).toBe(trials[1]!.externalId);
});

it('reads a chain once, whatever the names of its files, and leaves repeated context out of sums', async () => {
  const step = (id: number, tokens: number, copied = false) => ({
    step_id: id,
    source: 'agent',
    message: `${id}`,
    is_copied_context: copied,
    metrics: { prompt_tokens: tokens },
  });
  const { trials, status } = await read({
    'z.json': root([user, step(2, 10)], { continued_trajectory_ref: 'a.json' }),
    'a.json': root([step(1, 10, true), step(2, 5)], { continued_trajectory_ref: 'images/b.json' }),
    'b.json': root([step(1, 1)], { continued_trajectory_ref: 'z.json' }),
  });
  // They refer to each other in a circle; the first of them by name is taken for the beginning.
  expect(['a.json', 'b.json', 'z.json'].map(status)).toEqual(['understood', 'part-of', 'part-of']);
  expect(trials).toHaveLength(1);
  expect(trials[0]!.trajectory!.steps).toHaveLength(5);
  expect(trials[0]!.inputTokens).toBe(5 + 1 + 10);
});

it('joins continuations by their names where no reference leads on, but not to a broken file', async () => {
  const part = (message: string) => root([{ step_id: 1, source: 'agent', message }]);
  const { trials, status, told } = await read({
    'a/run.json': part('one'),
    'a/run.cont-1.json': part('two'),
    'b/run.json': '{"schema_version": "ATIF-v1.5", "steps": [',
    'b/run.cont-1.json': part('three'),
    'c/run.cont-1.json': part('four'),
    'c/other.run.json': part('five'),
  });
  expect(trials.map((trial) => trial.trajectory?.steps.map(({ message }) => message)).sort()).toEqual([
    ['five'],
    ['four'],
    ['one', 'two'],
    ['three'],
  ]);
  expect(status('a/run.cont-1.json')).toBe('part-of');
  expect(status('b/run.json')).toBe('refused');
  expect(told).toBe('a/run.cont-1.json was joined by its name: nothing refers to it');
});

it('joins continuation and sub-agents', async () => {
  const ref = {
    observation: {
      results: [{ subagent_trajectory_ref: [{ session_id: 'x', trajectory_path: 'sub.json' }] }],
    },
  };
  const { trials, status } = await read({
    'main.json': root([user, { step_id: 2, source: 'agent', message: '', ...ref }], {
      continued_trajectory_ref: 'cont.json',
    }),
    'cont.json': root([{ step_id: 3, source: 'agent', message: 'done' }]),
    'sub.json': root([{ step_id: 1, source: 'agent', message: 'helped' }]),
  });
  expect(trials).toHaveLength(1);
  expect(trials[0]!.trajectory!.steps).toHaveLength(3);
  expect(trials[0]!.trajectory!.subagents).toMatchObject([
    { label: 'sub.json', steps: [{ message: 'helped' }] },
  ]);
  expect(trials[0]!.trajectory!.steps[1]!.observations).toEqual([
    { callId: null, content: '', subagent: 'sub.json' },
  ]);
  expect([status('main.json'), status('cont.json'), status('sub.json')]).toEqual([
    'understood',
    'part-of',
    'part-of',
  ]);
});

it('never follows a reference out of the folder', async () => {
  const { trials, told } = await read({
    'a/main.json': root([user], { continued_trajectory_ref: '../b/other.json' }),
    'b/other.json': root([user, user]),
  });
  expect(trials).toHaveLength(2);
  expect(told).toMatch(/continuation \.\.\/b\/other\.json is missing/);
});

it('shows what departs from the format and says so', async () => {
  const odd = root(
    [
      { step_id: 1, source: 'robot', message: { a: 1 }, timestamp: 'yesterday' },
      'step',
      {
        step_id: 1,
        source: 'user',
        message: [{ type: 'image', source: { media_type: 'image/png', path: '/etc/passwd' } }],
      },
    ],
    { schema_version: 'ATIF-v2.0' },
  );
  const { trials, told } = await read({ 'x.json': odd });
  expect(trials[0]!.trajectory!.steps.map((step) => [step.source, step.message, step.timestamp])).toEqual([
    ['system', '{\n  "a": 1\n}', null],
    ['user', '[image: /etc/passwd]', null],
  ]);
  for (const message of [
    'ATIF-v2.0 is not a known version',
    'no known source',
    'no text',
    'no date',
    'not an object',
    'repeats the step_id',
  ]) {
    expect(told).toContain(message);
  }
});

it('refuses a trajectory without steps', async () => {
  const { outcomes } = await read({ 'x.json': root([]) });
  expect(outcomes.get('x.json')).toMatchObject({
    status: 'refused',
    reason: 'steps: the trajectory has no steps',
  });
});

it('says which sub-agents are referred to and not here', async () => {
  const ref = (more: object) => ({ subagent_trajectory_ref: [{ session_id: 'sub', ...more }] });
  const agent = {
    step_id: 1,
    source: 'agent',
    message: 'Ask another.',
    observation: { results: [ref({ trajectory_path: 'gone.json' }), ref({})] },
  };
  const { trials, told } = await read({ 'x.json': root([agent]) });
  expect(trials[0]!.trajectory!.steps[0]!.observations.map(({ subagent }) => subagent)).toEqual([
    'gone.json',
    'sub',
  ]);
  expect(told).toContain('2 times: sub-agent is referred to and its trajectory is not here');
});
