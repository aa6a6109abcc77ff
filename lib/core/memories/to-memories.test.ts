import { describe, expect, it } from 'vitest';
import type { MemoryRecord } from '@/lib/importers/importer';
import { metaKnowledge, metaKnowledgeKinds } from './meta-knowledge';
import { type MemorySource, titleOf, toMemories } from './to-memories';

const source: MemorySource = {
  pool: 'generated',
  trial: { id: 'id', source: 'harbor', externalId: 'job/trial-1' },
  benchmark: 'alpha',
  task: 'task-1',
  taskText: 'Fix the thing.\nIt is broken.',
  endedAt: '2026-01-02T10:00:00.000Z',
  model: 'a-model',
  success: true,
  details: { prompt: 'workflow v1' },
};

describe('toMemories', () => {
  it('finds a trajectory by its task, and falls back on the task’s name', () => {
    const memories: MemoryRecord[] = toMemories('trajectory', { text: '$ ls' }, source);
    expect(memories).toEqual([
      {
        kind: 'memory',
        madeAt: source.endedAt,
        pool: 'generated',
        externalId: 'trajectory/harbor/job/trial-1',
        type: 'trajectory',
        title: 'Fix the thing.',
        description: '',
        content: '$ ls',
        keyText: 'Fix the thing.\nIt is broken.',
        sourceBenchmark: 'alpha',
        sourceTask: 'task-1',
        sourceTaskText: 'Fix the thing.\nIt is broken.',
        sourceModel: 'a-model',
        success: true,
        embeddings: [],
        details: { prompt: 'workflow v1', trialId: 'id' },
      },
    ]);
    expect(toMemories('trajectory', { text: '$ ls' }, { ...source, taskText: null })[0]!.keyText).toBe(
      'task-1',
    );
  });

  it('numbers the steps of a workflow once', () => {
    const [memory] = toMemories('workflow', { goal: 'Mend it', steps: ['1. Look', 'Change'] }, source);
    expect(memory).toMatchObject({ title: 'Mend it', keyText: 'Mend it', content: '1. Look\n2. Change' });
  });

  it('keeps the task of a summary apart from what was done', () => {
    const [memory] = toMemories('summary', { task: 'T', done: 'D', ending: 'E' }, source);
    expect(memory).toMatchObject({ title: 'T', description: 'T', keyText: 'T', content: 'D\n\nE' });
  });

  it('makes each insight a memory of its own', () => {
    const insight = (title: string) => ({ title, description: 'when', content: 'what' });
    const memories = toMemories('insight', { insights: [insight('One'), insight('Two')] }, source);
    expect(memories.map(({ externalId, keyText }) => [externalId, keyText])).toEqual([
      ['insight/harbor/job/trial-1#1', 'One'],
      ['insight/harbor/job/trial-1#2', 'Two'],
    ]);
  });

  it('cuts titles between words', () => {
    const title = titleOf(`${'word '.repeat(40)}\nmore`);
    expect(title.length).toBeLessThanOrEqual(121);
    expect(title).toMatch(/word…$/);
    expect(titleOf(' short ')).toBe('short');
  });
});

it('has ten kinds of meta-knowledge, each with a name and a scope', () => {
  expect(metaKnowledgeKinds).toHaveLength(10);
  expect(Object.keys(metaKnowledge).sort()).toEqual([...metaKnowledgeKinds].sort());
});
