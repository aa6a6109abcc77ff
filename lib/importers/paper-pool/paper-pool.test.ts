import { expect, it } from 'vitest';
import type { MemoryRecord } from '../importer';
import { readFiles } from '../source/tree-fixture';
import { poolKind, toMemory } from './to-memory';
import { toVector } from './vector';

const common = { benchmark: 'b', task_name: 't', task: 'Mend the\nthing.' };
const insight = {
  ...common,
  type: 'insight',
  llm_judge: true,
  insight: { title: 'T', description: 'D', content: 'C' },
};

it.each([
  [insight, 'insight', { title: 'T', description: 'D', content: 'C', keyText: 'T', success: true }],
  [
    { ...common, workflow: { goal: 'G', workflow: ['a', '2. b'] }, judgement: false },
    'workflow',
    { type: 'workflow', title: 'G', content: '1. a\n2. b', keyText: 'G', success: false },
  ],
  [
    { ...common, workflow: { goal: 'G', workflow: 'do it' } },
    'workflow',
    { content: 'do it', success: null },
  ],
  [
    { ...common, summary: { task_summary: 'S', experience_summary: 'E' }, llm_judge: 'PASS' },
    'summary',
    { type: 'summary', title: 'S', content: 'E', success: true },
  ],
  [
    { ...common, task_summary: 'S', experience_summary: 'E' },
    'summary',
    { type: 'summary', keyText: 'S', content: 'E' },
  ],
  [
    {
      ...common,
      trajectory: [
        { role: 'agent', message: 'ls' },
        { role: 'observation', message: 'a' },
      ],
    },
    'trajectory',
    {
      type: 'trajectory',
      title: 'Mend the',
      content: '[agent] ls\n\n[observation] a',
      keyText: 'Mend the\nthing.',
    },
  ],
  [{ ...common, type: 'trajectory', commands: ['ls', 'pwd'] }, 'trajectory', { content: '$ ls\n$ pwd' }],
  [
    { when_to_use: 'W', experience: 'E', generalized_query: 'Q', task_query: 'TQ', tags: [] },
    'local',
    { type: 'insight', title: 'W', content: 'E', keyText: 'Q', sourceTaskText: 'TQ' },
  ],
  [
    { title: 'T', description: 'D', content: 'C', util_score: 0.5 },
    'old insight',
    { title: 'T', utility: 0.5, sourceBenchmark: null },
  ],
  [
    { ...common, insight: { title: 7, description: null, content: ['x'] } },
    'insight',
    { title: '7', description: '', content: '[\n  "x"\n]' },
  ],
  [
    { ...common, type: 'insight', insight: [{ title: 'T', description: 'D', content: 'C' }] },
    'insight',
    { title: 'T', content: 'C' },
  ],
  [
    { ...common, type: 'workflow', workflow: '1. Look.\n2. Mend.' },
    'workflow',
    { type: 'workflow', title: '1. Look.', keyText: '1. Look.', content: '1. Look.\n2. Mend.' },
  ],
  [
    { ...insight, tags: ['a'], n_used: 3, api_key: 'x', key_embedding: [1] },
    'insight',
    { details: { tags: ['a'], n_used: 3, api_key: '[removed]' } },
  ],
])('maps %j', (entry, kind, memory) => {
  expect(poolKind(entry)).toBe(kind);
  expect(toMemory(entry)).toMatchObject(memory);
});

it.each([[{}], [{ insight: [] }], [null], [[1]], [{ insight: { title: '', content: '' } }]])(
  'maps %j to nothing',
  (entry) => {
    expect(toMemory(entry)).toBeNull();
  },
);

it.each([
  [
    [1, 0],
    [1, 0],
  ],
  [[[1, 0]], [1, 0]],
  [[], 'empty'],
  [[1, Number.NaN], 'NaN at position 2'],
  [[1, null], 'no number at position 2'],
  [[Infinity], 'Infinity at position 1'],
  [[1e300], 'too large'],
  [['1'], 'no number'],
  ['vector', 'no list of numbers but string'],
  [[[1], [2]], 'no number'],
  [[[[1]]], 'no number'],
])('%j as a vector', (given, expected) => {
  const { vector, problem } = toVector(given);
  if (typeof expected === 'string') expect(problem).toContain(expected);
  else expect([...vector!]).toEqual(expected);
});

const memoriesOf = ({ records }: Awaited<ReturnType<typeof readFiles>>) =>
  records.map(({ record }) => record as MemoryRecord);

it('drops a vector that is none, in words, and keeps the text', async () => {
  const pool = [
    { ...insight, key_embedding: [1, 0], embedding: [0, 1] },
    { ...insight, key_embedding: [1, 0, 0] },
    { ...insight, key_embedding: [0, 1] },
    '{"NaN": 1}',
  ];
  const text = JSON.stringify(pool).replace('[1,0,0]', '[1,NaN,0]');
  const result = await readFiles({ 'runs/one/bench/pool.json': text, 'mixed.json': pool.slice(0, 3) });
  const [mixed, dropped] = [memoriesOf(result).slice(0, 3), memoriesOf(result).slice(3)];
  expect(mixed.map((memory) => memory.embeddings.map((e) => e.model))).toEqual([
    ['imported-2d', 'imported-2d-task'],
    [],
    ['imported-2d'],
  ]);
  expect(dropped.map((memory) => memory.embeddings.length)).toEqual([2, 0, 1]);
  expect(dropped[0]!.pool).toBe('one/bench/pool');
  expect(mixed[0]!.pool).toBe('study/mixed');
  expect(
    result.notes.map(
      ({ note }) => `${note.where}: ${note.kind === 'rejection' ? note.reason : note.message}`,
    ),
  ).toEqual([
    "entry 2: its vector has 3 dimensions, the pool's have 2; its text is kept",
    'entry 2, key_embedding: its vector holds something that is no number at position 2; its text is kept',
    'entry 4: it is no dict',
    'runs/one/bench/pool.json: 1 bare NaN or Infinity read as null',
  ]);
});

it('keeps equal entries apart and gives the same ids again', async () => {
  const files = { 'pool.json': [insight, insight, { ...insight, task_name: 'other' }] };
  const ids = memoriesOf(await readFiles(files)).map((memory) => memory.externalId);
  expect(ids.map((id) => id.split('#')[1])).toEqual(['1', '2', '1']);
  expect(new Set(ids).size).toBe(3);
  expect(memoriesOf(await readFiles(files)).map((memory) => memory.externalId)).toEqual(ids);
});

it('reads the local memories of tasks once, wherever they lie', async () => {
  const memory = { when_to_use: 'W', experience: 'E', generalized_query: 'Q', task_query: 'TQ', tags: ['x'] };
  const other = { ...memory, when_to_use: 'V' };
  const files = {
    'run/bench/0/local_memory.json': { memory, all_memory: [] },
    'run/bench/1/local_memory.json': { memory: other, all_memory: [memory] },
  };
  const alone = memoriesOf(await readFiles(files));
  expect(alone.map(({ pool, title }) => [pool, title])).toEqual([
    ['run/bench/local_memory', 'W'],
    ['run/bench/local_memory', 'V'],
    ['run/bench/local_memory', 'W'],
  ]);
  expect(alone[2]!.externalId).toBe(alone[0]!.externalId);
  const beside = await readFiles({ ...files, 'run/bench/local_memory.pkl': Buffer.from(']q\0.', 'latin1') });
  expect(beside.outcomes.get('run/bench/1/local_memory.json')).toMatchObject({
    status: 'part-of',
    of: 'run/bench/local_memory.pkl',
  });
});

it('leaves other lists of titled texts alone', async () => {
  const { outcomes } = await readFiles({ 'posts.json': [{ title: 'T', content: 'C' }] });
  expect(outcomes.get('posts.json')).toMatchObject({ format: 'table', code: 'needs-mapping' });
});
