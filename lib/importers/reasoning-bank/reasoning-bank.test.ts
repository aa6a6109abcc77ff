import { expect, it } from 'vitest';
import type { MemoryRecord } from '../importer';
import { readFiles } from '../source/tree-fixture';
import { memoryItems } from './memory-items';

const line = {
  task_id: 12,
  query: 'Find the cheapest kettle',
  memory_items: [
    '# Memory Item 1\n## Title Sort first\n## Description Sorting beats scanning',
    '## Content Use the sort menu.\n\nThen read the first row.',
    '# Memory Item 2\n## Title: Check the unit\n## Description: Prices differ by unit\n## Content: Read the small print.',
  ],
  status: 'success',
  template_id: 7,
};
const jsonl = (...values: unknown[]) => values.map((value) => JSON.stringify(value)).join('\n');
const memoriesOf = ({ records }: Awaited<ReturnType<typeof readFiles>>) =>
  records.map(({ record }) => record as MemoryRecord);

it('joins items that were cut at blank lines and gives them the vector of their query', async () => {
  const result = await readFiles({
    'memory/some-model.jsonl': jsonl(line, {
      ...line,
      task_id: 13,
      status: 'fail',
      memory_items: ['Look twice.'],
    }),
    'memory/some-model_embeddings.jsonl': jsonl(
      { id: '12', text: line.query, embedding: [0, 1] },
      { id: '99', text: 'none of these', embedding: [1, 0] },
      { id: '13', text: 'x', embedding: ['a'] },
    ),
  });
  expect(memoriesOf(result)).toMatchObject([
    {
      title: 'Sort first',
      description: 'Sorting beats scanning',
      content: 'Use the sort menu.\n\nThen read the first row.',
      type: 'insight',
      originalType: 'memory item',
      keyText: 'Find the cheapest kettle',
      sourceTask: '12',
      sourceModel: 'some-model',
      success: true,
      embeddings: [{ model: 'imported-2d', vector: new Float32Array([0, 1]) }],
      details: { templateId: 7 },
    },
    { title: 'Check the unit', description: 'Prices differ by unit', content: 'Read the small print.' },
    { title: 'Look twice.', content: 'Look twice.', sourceTask: '13', success: false, embeddings: [] },
  ]);
  expect(result.outcomes.get('memory/some-model_embeddings.jsonl')).toMatchObject({
    status: 'part-of',
    of: 'memory/some-model.jsonl',
  });
  expect(result.notes.map(({ note }) => note)).toEqual([
    expect.objectContaining({ kind: 'rejection', where: 'memory/some-model_embeddings.jsonl, line 3' }),
    expect.objectContaining({
      kind: 'warning',
      message: 'of the query vectors 1 stands for no task of the pool',
    }),
  ]);
});

it('refuses vectors whose pool is missing, in words', async () => {
  const { outcomes } = await readFiles({
    'm_embeddings.jsonl': jsonl(
      { id: 'a', text: 't', embedding: [1] },
      { id: 'b', text: 't', embedding: [1] },
    ),
  });
  expect(outcomes.get('m_embeddings.jsonl')).toMatchObject({
    status: 'refused',
    format: 'reasoning-bank',
    reason: expect.stringContaining('belong to a pool that is not here'),
  });
});

it('rejects lines without items', async () => {
  const empty = { ...line, memory_items: [] };
  const { notes, records } = await readFiles({
    'm.jsonl': jsonl(line, empty, { ...line, memory_items: null }),
  });
  expect(records).toHaveLength(2);
  expect(notes.map(({ note }) => note.where)).toEqual(['line 2', 'line 3']);
});

it.each([
  [['```markdown', '# Memory Item 1\n## Content a', '```'], [{ title: '', description: '', content: 'a' }]],
  ['# Memory Item 1\n## Title T', [{ title: 'T', description: '', content: 'T' }]],
  [
    '# memory item 1:\n## CONTENT\nx\n# not a heading\ny',
    [{ title: '', description: '', content: 'x\n# not a heading\ny' }],
  ],
  ['plain', [{ title: '', description: '', content: 'plain' }]],
  [[], []],
  [null, []],
])('reads the items of %j', (written, items) => {
  expect(memoryItems(written)).toEqual(items);
});
