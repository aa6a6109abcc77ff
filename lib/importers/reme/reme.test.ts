import { expect, it } from 'vitest';
import type { MemoryRecord } from '../importer';
import { readFiles } from '../source/tree-fixture';

const node = {
  workspace_id: 'kitchen_small',
  memory_id: 'm1',
  memory_type: 'procedural',
  when_to_use: 'When a list comes in pages',
  content: 'Loop until a page is empty.',
  score: 0.5,
  time_created: '2025-11-01 10:00:00',
  author: 'small-model',
  metadata: { author: 'small-model', task_query: 'Count songs', category: 'failure', utility: 3, freq: 4 },
};
const older = {
  workspace_id: 'kitchen_small',
  experience_id: 'e1',
  experience_type: 'text',
  when_to_use: 'When tokens expire',
  content: 'Ask for a new one.',
  score: null,
  metadata: { author: 'old-model', created_time: '2025-08-11', extra_info: { source: 'hand' } },
};

const memoriesOf = async (files: Parameters<typeof readFiles>[0]) =>
  (await readFiles(files)).records.map(({ record }) => record as MemoryRecord);

it('reads both spellings, from lines and from an array in a .jsonl', async () => {
  const lines = await memoriesOf({ 'pool.jsonl': `${JSON.stringify(node)}\n${JSON.stringify(older)}\n` });
  expect(lines).toMatchObject([
    {
      externalId: 'm1',
      pool: 'study/pool',
      type: 'insight',
      originalType: 'procedural',
      title: 'When a list comes in pages',
      keyText: 'When a list comes in pages',
      content: 'Loop until a page is empty.',
      sourceBenchmark: 'kitchen_small',
      sourceTaskText: 'Count songs',
      sourceModel: 'small-model',
      success: false,
      utility: 3,
      details: { freq: 4, score: 0.5, category: 'failure', createdAt: '2025-11-01 10:00:00' },
    },
    {
      externalId: 'e1',
      originalType: 'text',
      sourceModel: 'old-model',
      success: null,
      utility: null,
      details: { createdAt: '2025-08-11', source: 'hand' },
    },
  ]);
  const array = await memoriesOf({ 'pool.jsonl': JSON.stringify([node, older], null, 2) });
  expect(array).toEqual(lines);
});

it('takes comparisons for no verdict, no uses for no utility and personal notes for summaries', async () => {
  const metadata = { category: 'comparative', utility: 0, freq: 0 };
  const [memory] = await memoriesOf({ 'a.json': [{ ...node, memory_type: 'personal', metadata }] });
  expect(memory).toMatchObject({ type: 'summary', originalType: 'personal', success: null, utility: null });
});

it('rejects what is no node and keeps two nodes of one id apart', async () => {
  const { records, notes } = await readFiles({
    'a.jsonl': [node, older, node, { when_to_use: 'x', content: '' }, [1], { when_to_use: 7, content: 'x' }]
      .map((value) => JSON.stringify(value))
      .join('\n')
      .concat('\n{"cut": '),
  });
  expect(records.map(({ record }) => (record as MemoryRecord).externalId)).toEqual(['m1', 'e1', 'm1#2']);
  expect(notes.map(({ note }) => (note.kind === 'rejection' ? `${note.where}: ${note.reason}` : ''))).toEqual(
    [
      'line 4: it holds no text',
      'line 5: it is no object',
      'line 6: it is no entry of such a pool (keys: when_to_use, content)',
      expect.stringContaining('line 7: line 7 is cut off'),
    ],
  );
});

it('lets no secret of the metadata through', async () => {
  const metadata = { api_key: 'sk-FAKEFAKEFAKEFAKEFAKE', category: 'success' };
  const [memory] = await memoriesOf({ 'a.json': [{ ...node, metadata }] });
  expect(memory!.details).toMatchObject({ api_key: '[removed]', category: 'success' });
});

it('takes the occasion from what is told about a node that has none itself', async () => {
  const [memory] = await memoriesOf({
    'pool.jsonl': `${JSON.stringify({ ...node, when_to_use: null, metadata: { when_to_use: 'When it rains' } })}\n`,
  });
  expect(memory).toMatchObject({ description: 'When it rains', keyText: 'When it rains' });
});
