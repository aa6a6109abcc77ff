import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MemoryRecord, RetrievalRecord } from '../importer';
import { readFiles } from '../source/tree-fixture';
import { stepsOfPlan } from './steps-of-plan';
import { verdict } from './verdict';

const read = async (files: Parameters<typeof readFiles>[0]) => {
  const { records, notes, outcomes } = await readFiles(files);
  return {
    memories: records.flatMap(({ record }) => (record.kind === 'memory' ? [record as MemoryRecord] : [])),
    retrievals: records.flatMap(({ record }) =>
      record.kind === 'retrieval' ? [record as RetrievalRecord] : [],
    ),
    notes: notes.map(({ note }) => (note.kind === 'warning' ? note.message : note.reason)),
    outcomes,
  };
};

describe('Agent-KB', () => {
  it('reads plan and experience of both agents as one workflow', async () => {
    const { memories, notes } = await read({
      'kb.json': JSON.stringify([
        {
          question: 'How tall is the tower?',
          agent_planning: '1. Find the tower.',
          agent_experience: 'Check two sources.',
          search_agent_planning: null,
          search_agent_experience: 'Prefer encyclopaedias.',
        },
        { question: 'Nothing learnt', agent_planning: null },
      ]),
    });
    expect(memories).toMatchObject([
      {
        type: 'workflow',
        originalType: 'knowledge',
        keyText: 'How tall is the tower?',
        sourceTaskText: 'How tall is the tower?',
        content:
          '## Plan\n1. Find the tower.\n\n## Experience\nCheck two sources.\n\n## Experience of the search agent\nPrefer encyclopaedias.',
      },
    ]);
    expect(notes).toEqual(['it holds no text']);
  });
});

describe('Memento', () => {
  it('reads both layouts, with the plan out of its string', async () => {
    const plan = JSON.stringify({
      plan: [
        { id: 1, description: 'Look it up' },
        { id: 2, description: 'Answer' },
      ],
    });
    const { memories } = await read({
      'memory.jsonl': `${JSON.stringify({ case: 'Which river?', plan, case_label: 'negative' })}\n`,
      'dummy.jsonl': `${JSON.stringify({ question: 'Which sea?', plan: 'just ask', reward: 1 })}\n`,
    });
    expect(memories.map((m) => [m.description, m.content, m.success])).toEqual([
      ['Which sea?', 'just ask', true],
      ['Which river?', '1. Look it up\n2. Answer', false],
    ]);
  });
});

describe('Dynamic Cheatsheet', () => {
  const sheet = (count: number) =>
    `Version: 1.0\nGeneral methods\n<memory_item>\n<description>Count pairs. (Reference: Q1, Q2)</description>\n<example>n(n-1)/2</example>\n</memory_item>\n** Count: ${count} **\n<memory_item><description>Only of one (Reference: Q2)</description>\n<example>x`;

  it('reads the items of a text, with their counts, sources and an item that was cut', async () => {
    const { memories } = await read({ 'sheet.txt': sheet(3) });
    expect(memories).toMatchObject([
      {
        type: 'insight',
        description: 'Count pairs.',
        content: 'n(n-1)/2',
        sourceTask: null,
        details: { count: 3, references: ['Q1', 'Q2'], section: 'General methods' },
      },
      { description: 'Only of one', content: 'x', sourceTask: 'Q2' },
    ]);
  });

  it('takes the cheatsheet of the last line of a run log, and the texts of its questions', async () => {
    const line = (n: number) =>
      JSON.stringify({ input_txt: `Question #${n}: …`, raw_input: `text ${n}`, final_cheatsheet: sheet(n) });
    const { memories, notes } = await read({ 'run.jsonl': `${line(1)}\n${line(2)}\n` });
    expect(memories[0]).toMatchObject({ details: { count: 2 } });
    expect(memories[1]).toMatchObject({ sourceTask: 'Q2', sourceTaskText: 'text 2' });
    expect(notes).toEqual([expect.stringContaining('2 answers')]);
  });
});

describe('ACE', () => {
  it('reads bullets of several lines, their counts, and headings outside of code', async () => {
    const text = [
      '## STRATEGIES',
      '[shr-00001] helpful=3 harmful=1 :: Page through lists:',
      '```python',
      '## not a heading',
      'while page:',
      '```',
      '## APIS TO USE',
      '- [api-00002] Log in first.',
      '[api-00003]   ',
    ].join('\n');
    const { memories, notes } = await read({ 'x_playbook.txt': text });
    expect(memories).toMatchObject([
      {
        externalId: 'shr-00001',
        originalType: 'shr',
        content: 'Page through lists:\n```python\n## not a heading\nwhile page:\n```',
        details: { section: 'STRATEGIES', helpful: 3, harmful: 1 },
      },
      { externalId: 'api-00002', content: 'Log in first.', details: { section: 'APIS TO USE' } },
    ]);
    expect(notes).toEqual(['it has no text']);
  });
});

describe('SWE-Exp', () => {
  it('reads each stage of an experience, and the retrieval that the file is', async () => {
    const { memories, retrievals } = await read({
      'tmp/experience/me__repo-2/experience.json': JSON.stringify({
        old_experiences: {
          'me__repo-1': {
            perspective: ['Look at rounding.'],
            modification: 'Round once.',
            flag: 'failed',
            issue: 'Sum is off',
          },
        },
        HET: { '1': { perspective: '***Experience 1***: Rounding may matter here.' } },
      }),
    });
    expect(memories.map((m) => [m.externalId, m.type, m.content, m.success, m.sourceTask])).toEqual([
      ['me__repo-1/perspective', 'summary', '- Look at rounding.', false, 'me__repo-1'],
      ['me__repo-1/modification', 'summary', '- Round once.', false, 'me__repo-1'],
    ]);
    expect(retrievals[0]).toMatchObject({
      task: 'me__repo-2',
      retrieval: {
        hits: [
          { rank: 1, memoryExternalId: 'me__repo-1/perspective', text: 'Rounding may matter here.' },
          { rank: 2, memoryExternalId: 'me__repo-1/modification', text: '- Round once.' },
        ],
      },
    });
  });
});

describe('MemRL', () => {
  it('reads a snapshot with vectors and values, and the log of what was retrieved', async () => {
    const item = {
      id: 'm1',
      memory: 'Sort a list',
      metadata: {
        strategy_build: 'script',
        full_content: 'Task: Sort a list\nUse sorted().',
        success: 1,
        q_value: 0.7,
        source_benchmark: 'bigcodebench',
        embedding: [0.6, 0.8],
      },
    };
    const { memories, retrievals } = await read({
      'snapshot/1/cube/textual_memory.json': JSON.stringify([item]),
      'run/epoch1/train/memory_retrieval.jsonl': `${JSON.stringify({ task_id: 'BigCodeBench/7', epoch: 1, phase: 'train', selected_ids: ['m1', 'm9'] })}\n`,
    });
    expect(memories).toMatchObject([
      {
        externalId: 'm1',
        type: 'workflow',
        content: 'Use sorted().',
        keyText: 'Sort a list',
        success: true,
        utility: 0.7,
      },
    ]);
    expect(memories[0]!.embeddings[0]!.model).toBe('imported-2d');
    expect(retrievals).toMatchObject([
      { benchmark: 'bigcodebench', task: 'BigCodeBench/7', condition: 'run · epoch 1 · train' },
    ]);
    expect(retrievals[0]!.retrieval.hits.map((h) => h.memoryExternalId)).toEqual(['m1', 'm9']);
  });
});

describe('Agent Workflow Memory', () => {
  it('reads runs as trajectories and workflows as workflows, in both layouts', async () => {
    const { memories, notes } = await read({
      'workflow/shop.txt': [
        'Website: Shop',
        '## Concrete Examples',
        'Query: Buy soap',
        'Actions:',
        "<action>click('1')</action>",
        '## Summary Workflows',
        'Workflow 1: Buy a thing',
        'When something is to be bought.',
        "<action>click('id')</action>",
        '# Nothing here',
      ].join('\n'),
    });
    expect(memories.map((m) => [m.type, m.title, m.description, m.success, m.details?.website])).toEqual([
      ['trajectory', 'Buy soap', '', true, 'Shop'],
      ['workflow', 'Buy a thing', 'When something is to be bought.', null, 'Shop'],
    ]);
    expect(notes).toEqual(['a heading with nothing below it was passed over']);
  });
});

describe('what pools share', () => {
  it('never fails on entries of any shape', async () => {
    const keys = [
      'question',
      'agent_planning',
      'case',
      'plan',
      'reward',
      'memory',
      'metadata',
      'when_to_use',
      'content',
      'memory_items',
      'status',
      'final_cheatsheet',
      'old_experiences',
    ];
    const entry = fc.dictionary(fc.constantFrom(...keys), fc.jsonValue({ maxDepth: 2 }));
    await fc.assert(
      fc.asyncProperty(fc.array(entry, { maxLength: 4 }), async (entries) => {
        const { outcomes } = await read({ 'a.json': JSON.stringify(entries) });
        const outcome = outcomes.get('a.json');
        expect(outcome?.status === 'refused' ? outcome.code : '').not.toBe('internal');
      }),
      { numRuns: 300 },
    );
  });

  it('writes plans as numbered lines, and leaves other texts alone', () => {
    expect(stepsOfPlan({ plan: ['a', { description: 'b' }] })).toBe('1. a\n2. b');
    expect(stepsOfPlan('{"plan": 3}')).toBe('{"plan": 3}');
    expect(stepsOfPlan(null)).toBe('');
  });

  it('knows the words of judges', () => {
    expect([true, 'Fail', 'positive', 'maybe', null].map(verdict)).toEqual([true, false, true, null, null]);
  });
});
