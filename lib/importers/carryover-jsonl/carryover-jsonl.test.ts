import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { MemoryRecord, TrialRecord } from '../importer';
import { readFiles } from '../source/tree-fixture';
import { carryoverJsonSchema } from './schema';

const lines = (...values: (object | string)[]) =>
  values.map((v) => (typeof v === 'string' ? v : JSON.stringify(v))).join('\n');
const trial = { type: 'trial', benchmark: 'b', task: 't', condition: 'c', reward: 1 };
const memory = { type: 'memory', pool: 'p', memoryType: 'insight', title: 'T', content: 'C' };

describe('Carryover JSON Lines', () => {
  it('reads every type of line', async () => {
    const { records, notes } = await readFiles({
      'own.jsonl': lines(
        {
          ...trial,
          id: 'x',
          exception: 'Timeout',
          model: 'm',
          settings: { topN: 3, api_key: 'hidden' },
          retrieval: { query: 'q', hits: [{ memory: 'm1', score: 0.5 }] },
        },
        {
          type: 'step',
          trial: 'x',
          source: 'agent',
          message: 'hi',
          toolCalls: [{ name: 'bash', input: 'ls' }],
        },
        { type: 'step', source: 'user', message: 'ho' },
        { ...memory, id: 'm1', embeddings: [{ model: 'e', vector: [1, 0] }] },
        { type: 'retrieval', benchmark: 'b', task: 't', trial: 'x', hits: [{ memory: 'm1' }] },
        { type: 'task', benchmark: 'b', task: 't', text: 'Mend it.' },
        { type: 'judgement', judge: 'j', benchmark: 'b', task: 't', trial: 'x', verdict: false },
      ),
    });
    expect(notes).toEqual([]);
    expect(records.map(({ record }) => record.kind)).toEqual([
      'trial',
      'memory',
      'retrieval',
      'task',
      'judgement',
    ]);
    expect(records[0]!.record).toMatchObject({
      source: 'carryover',
      externalId: 'x',
      exception: { type: 'Timeout', message: '' },
      condition: { label: 'c', settings: { model: 'm', topN: 3, api_key: '[removed]' } },
      trajectory: {
        steps: [{ source: 'agent', toolCalls: [{ id: null, name: 'bash', input: 'ls' }] }, { message: 'ho' }],
      },
      retrieval: { query: 'q', hits: [{ rank: 1, score: 0.5, memoryExternalId: 'm1' }] },
    });
    expect(records[1]!.record).toMatchObject({
      externalId: 'm1',
      keyText: 'T',
      embeddings: [{ model: 'e' }],
    });
    expect(records[2]!.record).toMatchObject({ trial: { source: 'carryover', externalId: 'x' } });
    expect(records[4]!.record).toEqual({
      kind: 'judgement',
      judge: 'j',
      externalId: 'x',
      benchmark: 'b',
      task: 't',
      trial: { source: 'carryover', externalId: 'x' },
      verdict: false,
      truth: null,
      response: null,
    });
  });

  it('rejects a bad line by its number and goes on', async () => {
    const { records, notes } = await readFiles({
      'own.jsonl': lines(
        trial,
        '{"type":"trial"',
        { ...trial, reward: 'yes' },
        { type: 'other' },
        { type: 'step', trial: 'z', source: 'agent' },
        { ...trial, reward: null },
      ),
    });
    expect(records).toHaveLength(2);
    expect(notes.map(({ note }) => `${note.where}: ${note.kind === 'rejection' ? note.reason : ''}`)).toEqual(
      [
        expect.stringMatching(/^line 2: line 2 is cut off/),
        expect.stringMatching(/^line 3: reward: /),
        expect.stringMatching(/^line 4: type: /),
        expect.stringMatching(/^line 5: a step line must follow/),
      ],
    );
  });

  it('knows trials and memories without an id by what they are, the same each time', async () => {
    const files = { 'own.jsonl': lines(trial, trial, { ...trial, attempt: 2 }, memory, memory) };
    const ids = async () =>
      (await readFiles(files)).records.map(({ record }) => (record as TrialRecord | MemoryRecord).externalId);
    const first = await ids();
    expect(first.slice(0, 3)).toEqual(['c/b/t//1', 'c/b/t//2', 'c/b/t/2/1']);
    expect(new Set(first).size).toBe(5);
    expect(await ids()).toEqual(first);
  });

  it('drops vectors that are none or of another length, and keeps their memories', async () => {
    const vector = (...numbers: (number | null)[]) => ({
      ...memory,
      embeddings: [{ model: 'e', vector: numbers }],
    });
    const { records, notes } = await readFiles({
      'own.jsonl': lines(vector(1, 0), vector(1, 0, 0), vector(1, null)),
    });
    expect(records.map(({ record }) => (record as MemoryRecord).embeddings.length)).toEqual([1, 0, 0]);
    expect(notes.map(({ note }) => note.where)).toEqual(['line 2, embeddings[0]', 'line 3, embeddings[0]']);
  });

  it('takes answers in parts, and times of memories that name their zone', async () => {
    const { records, notes } = await readFiles({
      'own.jsonl': lines(
        { ...trial, answer: '+fix' },
        { type: 'task', benchmark: 'b', task: 't', answer: ['+fix', '+test'] },
        { ...memory, madeAt: '2026-01-02T10:00:00+02:00' },
        { ...memory, madeAt: '2026-01-02T10:00:00' },
      ),
    });
    const [ran, asked, zoned, naive] = records.map(({ record }) => record);
    expect(ran).toMatchObject({ kind: 'trial', answer: '+fix' });
    expect(asked).toMatchObject({ kind: 'task', text: null, answer: '+fix\n\f\n+test' });
    expect(zoned).toMatchObject({ madeAt: '2026-01-02T08:00:00.000Z' });
    expect(naive).toMatchObject({ madeAt: null });
    expect(notes.map(({ note }) => note)).toMatchObject([
      { kind: 'warning', where: 'line 4', message: expect.stringMatching(/no time with a zone/) },
    ]);
  });

  it('also comes as one JSON array', async () => {
    const { records } = await readFiles({ 'own.json': [trial, memory] });
    expect(records).toHaveLength(2);
  });
});

describe('its documentation', () => {
  const docs = path.resolve('docs');

  it('has a JSON Schema that is the schema in use', () => {
    const written: unknown = JSON.parse(readFileSync(path.join(docs, 'carryover-jsonl.schema.json'), 'utf8'));
    expect(written).toEqual(JSON.parse(JSON.stringify(carryoverJsonSchema())));
  });

  it('shows lines that are read without a word', async () => {
    const page = readFileSync(path.join(docs, 'import-format.md'), 'utf8');
    const examples = [...page.matchAll(/```jsonl\n([\s\S]*?)```/g)].map((match) => match[1]!);
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) {
      const { records, notes } = await readFiles({ 'own.jsonl': example });
      expect(notes).toEqual([]);
      expect(records.length).toBeGreaterThan(0);
    }
  });

  it.skipIf(spawnSync('python3', ['--version']).status !== 0)(
    'has an example adapter that runs',
    async () => {
      const example = path.join(docs, 'examples');
      const { stdout, status } = spawnSync('python3', ['adapter.py', 'results.csv'], { cwd: example });
      expect(status).toBe(0);
      const { records, notes } = await readFiles({ 'out.jsonl': stdout });
      expect(notes).toEqual([]);
      expect(
        records.map(({ record }) => [(record as TrialRecord).task, (record as TrialRecord).reward]),
      ).toEqual([
        ['python/bowling', 1],
        ['python/bowling', 0],
        ['go/ledger', null],
      ]);
    },
  );
});
