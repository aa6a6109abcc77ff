import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { addedText, answerParts } from '@/lib/core/retrieval/answer-text';
import type { MemoryRecord, TaskRecord, TrialRecord } from '../importer';
import { readFiles, treeOf } from '../source/tree-fixture';
import { describeTable } from './describe-table';
import { guessRecipe } from './guess-recipe';
import { previewRecipe } from './preview-recipe';
import { type TableRecipe, tableRecipe } from './recipe';
import { sampleTable } from './sample-table';

const runs: TableRecipe = {
  name: 'our runs',
  kind: 'trials',
  match: ['task', 'method', 'run', 'result'],
  columns: {
    task: 'task',
    benchmark: 'bench',
    condition: 'method',
    attempt: 'run',
    reward: 'result',
    costUsd: 'cost',
  },
  constants: { benchmark: 'lite' },
  values: { reward: { ok: '1', timeout: '0' } },
  settings: ['temperature'],
  attemptsFromZero: true,
};

const notes: TableRecipe = {
  name: 'our notes',
  kind: 'memories',
  match: ['kind', 'text'],
  columns: { type: 'kind', title: 'name', content: 'text', benchmark: 'meta.bench', utility: 'score' },
  constants: {},
  values: { type: { skill: 'workflow' } },
  embeddings: [{ column: 'vector', model: 'small' }],
  listSeparator: '|',
};

type Files = Parameters<typeof readFiles>[0];
const read = async (files: Files, ...recipes: TableRecipe[]) => {
  const result = await readFiles(files, { recipes });
  const records = result.records.map(({ record }) => record);
  return {
    trials: records.filter((record) => record.kind === 'trial') as TrialRecord[],
    memories: records.filter((record) => record.kind === 'memory') as MemoryRecord[],
    tasks: records.filter((record) => record.kind === 'task') as TaskRecord[],
    notes: result.notes.map(
      ({ note }) => `${note.where}: ${note.kind === 'warning' ? note.message : note.reason}`,
    ),
    outcomes: result.outcomes,
  };
};
const described = async (name: string, content: string | Buffer) =>
  describeTable(await (await treeOf({ [name]: content })).open(name));

const csv =
  'task,method,run,result,temperature,comment\na,bm25,0,ok,0.2,"x, y"\na,bm25,1,0.5,0.2,\nb,none,0,timeout,,\n';

describe('a table without a recipe', () => {
  it.each<[string, string | Buffer]>([
    ['runs.csv', csv],
    ['runs.tsv', csv.replaceAll('"x, y"', 'x').replaceAll(',', '\t')],
    ['runs.jsonl', '{"task": "a", "passed": true}\n{"task": "b", "passed": false}\n'],
    ['runs.json', '[{"task": "a", "passed": true}]'],
    ['runs.parquet', parquet({ task: ['a'], passed: [true] })],
  ])('waits for one: %s', async (file, content) => {
    const { outcomes, trials } = await read({ [file]: content }, notes);
    expect(trials).toEqual([]);
    expect(outcomes.get(file)).toMatchObject({ status: 'refused', code: 'needs-mapping', format: 'table' });
    expect(outcomes.get(file)).toMatchObject({ reason: expect.stringContaining('columns task') });
  });

  it.each<[string, string]>([
    ['prose.txt', 'One, two.\nThree, four.\n'],
    ['words.csv', 'one\ntwo\n'],
    ['nested.json', '[{"a": {"b": [{"c": 1}]}, "d": [{"e": 2}]}]'],
    ['numbers.json', '[1, 2, 3]'],
    ['unlike.json', '[{"a": 1, "b": 2}, {"c": 3, "d": 4}]'],
    ['settings.json', '{"a": 1, "b": 2}'],
  ])('%s is no table', async (file, content) => {
    const { outcomes } = await read({ [file]: content });
    expect(outcomes.get(file)).toMatchObject({ status: 'refused', code: 'unknown-format' });
  });

  it('leaves what rules ignore alone', async () => {
    const { outcomes } = await read({ 'job/lock.json': '[{"a": 1, "b": 2}]', 'a/README.csv': 'a,b\n1,2\n' });
    expect([...outcomes.values()].map(({ status }) => status)).toEqual(['ignored', 'ignored']);
  });
});

describe('trials', () => {
  it('come out of a CSV as the recipe says', async () => {
    const { trials, notes: told } = await read({ 'sweep/runs.csv': csv }, runs);
    expect(told).toEqual([]);
    expect(
      trials.map((trial) => [
        trial.benchmark,
        trial.task,
        trial.condition.label,
        trial.attempt,
        trial.reward,
      ]),
    ).toEqual([
      ['lite', 'a', 'bm25', 1, 1],
      ['lite', 'a', 'bm25', 2, 0.5],
      ['lite', 'b', 'none', 1, 0],
    ]);
    expect(trials[0]).toMatchObject({
      source: 'table',
      condition: { basis: 'column “method”', settings: { temperature: '0.2' } },
      details: { comment: 'x, y' },
    });
  });

  it('say which column does not fit, and cost the others nothing', async () => {
    const rows =
      'task,method,run,result,cost\na,m,0,perhaps,\n,m,0,1,\nb,m,0,1,-3\nc,m,0,nan,0.5\nd,m\ne,m,x7,1,"';
    const { trials, notes: told } = await read({ 'runs.csv': rows }, runs);
    expect(trials.map(({ task, reward, costUsd }) => [task, reward, costUsd])).toEqual([['c', null, 0.5]]);
    expect(told).toEqual([
      'line 2, column “result”: “perhaps” is neither a number nor a verdict; say in the recipe what it stands for',
      'line 3, column “task”: the task is missing',
      'line 4, column “cost”: “-3” is less than nothing',
      'line 6: it has 2 cells, and the table 5 columns',
      'line 7: a quotation mark above is not closed; the rows from there on could not be read',
    ]);
  });

  it('keep their ids when the table grows, and rows that say the same are told apart', async () => {
    const recipe: TableRecipe = {
      ...runs,
      columns: { task: 'task', reward: 'result' },
      constants: {},
      settings: [],
    };
    const first = await read({ 'runs.csv': csv }, recipe);
    const grown = await read({ 'runs.csv': `${csv}c,none,0,ok,,\n` }, recipe);
    const ids = (trials: TrialRecord[]) => trials.map(({ externalId }) => externalId);
    expect(new Set(ids(grown.trials)).size).toBe(4);
    expect(ids(grown.trials).slice(0, 3)).toEqual(ids(first.trials));
    expect(first.trials[0]!.condition).toMatchObject({ label: 'study/runs', basis: 'name of the table' });
  });

  it('take the name of their condition from what sets them apart', async () => {
    const recipe: TableRecipe = {
      ...runs,
      match: ['task'],
      columns: { task: 'task', agent: 'agent', topN: 'k', memoryType: 'memory', exception: 'error' },
    };
    const rows = [
      { task: 't', agent: 'mini', k: 3, memory: 'Insight', temperature: 1, error: 'TimeoutError: 60 s' },
    ];
    const { trials } = await read({ 'runs.json': rows }, recipe);
    expect(trials[0]!.condition.label).toBe('mini · insight · top 3 · temperature 1');
    expect(trials[0]!.condition.settings).toMatchObject({ memoryType: 'insight', topN: 3 });
    expect(trials[0]!.exception).toEqual({ type: 'TimeoutError', message: '60 s' });
  });

  it('are read by the recipe that asks for the most of their columns', async () => {
    const coarse: TableRecipe = { ...runs, match: ['task'], columns: { task: 'task' }, constants: {} };
    const { trials } = await read({ 'runs.csv': csv }, coarse, runs);
    expect(trials[0]!.condition.label).toBe('bm25');
  });
});

describe('memories', () => {
  const rows = [
    {
      name: 'N',
      kind: 'skill',
      text: 'one | two',
      score: 0.5,
      meta: { bench: 'b', api_key: 'x' },
      vector: [1, 0, 0],
    },
    { name: '', kind: 'Insight', text: 'three', meta: { bench: 'c' }, vector: '[0.1 0.2\n 0.3]' },
    { name: 'O', kind: 'insight', text: 'four', vector: [1, 0] },
    { name: 'P', kind: 'lore', text: 'five' },
  ];

  it('keep type, vectors and the columns nobody asked for', async () => {
    const { memories, notes: told } = await read({ 'pool.json': rows }, notes);
    expect(memories).toMatchObject([
      {
        type: 'workflow',
        originalType: 'skill',
        title: 'N',
        content: 'one\ntwo',
        utility: 0.5,
        sourceBenchmark: 'b',
      },
      { type: 'insight', originalType: null, title: 'three', content: 'three' },
      { type: 'insight', title: 'O', embeddings: [] },
    ]);
    expect(memories[0]!.embeddings).toEqual([{ model: 'small', vector: new Float32Array([1, 0, 0]) }]);
    expect(memories[1]!.embeddings[0]!.vector).toEqual(new Float32Array([0.1, 0.2, 0.3]));
    expect(memories[0]!.details).toEqual({ 'meta.api_key': '[removed]' });
    expect(told).toEqual([
      'item 3: its vector has 2 dimensions, those before it 3; its text is kept',
      'item 4, column “kind”: “lore” is none of the four types; say in the recipe which it stands for',
    ]);
  });

  it('come out of Parquet as out of JSON', async () => {
    const file = parquet({
      kind: ['insight', 'skill'],
      text: ['a', 'b'],
      score: [1, 2],
      seen: [2n ** 40n, 3n],
      vector: [
        [1, 0],
        [0, 1],
      ],
    });
    const { memories, notes: told } = await read({ 'pool.parquet': file }, notes);
    expect(told).toEqual([]);
    expect(memories).toMatchObject([
      { content: 'a', utility: 1, details: { seen: 2 ** 40 }, embeddings: [{ model: 'small' }] },
      { content: 'b', type: 'workflow' },
    ]);
  });
});

describe('a damaged Parquet file', () => {
  const whole = parquet({ kind: ['insight', 'skill'], text: ['a', 'b'] });
  it('is refused in words', async () => {
    for (const bytes of [
      whole.subarray(0, whole.length - 20),
      Buffer.from('PAR1PAR1'),
      Buffer.from('PAR1'),
    ]) {
      const { outcomes } = await read({ 'a.parquet': bytes }, notes);
      expect(outcomes.get('a.parquet')).toMatchObject({ status: 'refused', code: 'unreadable-file' });
    }
  });
});

describe('rows of a data set', () => {
  const instance = {
    repo: 'psf/requests',
    instance_id: 'psf__requests-1',
    base_commit: 'abc',
    patch: 'diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n',
    test_patch: '--- a/t\n+++ b/t\n@@ -0,0 +1 @@\n+assert b',
    problem_statement: 'a should be b',
    created_at: '2014-01-01T00:00:00Z',
    version: '2.3',
    FAIL_TO_PASS: '["t"]',
  };
  const columns = Object.fromEntries(Object.entries(instance).map(([name, value]) => [name, [value]]));

  it.each<[string, string | Buffer]>([
    ['verified.json', JSON.stringify([instance])],
    ['verified.jsonl', `${JSON.stringify(instance)}\n`],
    ['verified.parquet', parquet(columns)],
  ])('are guessed to be tasks and give their gold patch and tests: %s', async (name, content) => {
    const guess = guessRecipe(await described(name, content), 'verified');
    expect(guess).toMatchObject({
      kind: 'tasks',
      columns: { task: 'instance_id', taskText: 'problem_statement', answer: 'patch', tests: 'test_patch' },
    });
    // Nothing in the rows names their benchmark.
    expect(tableRecipe.safeParse(guess).error?.issues[0]?.message).toMatch(/^Say which benchmark/);
    const recipe = tableRecipe.parse({ ...guess, constants: { benchmark: 'swe-bench' } });
    const { tasks, trials, notes } = await read({ [name]: content }, recipe);
    expect(trials).toEqual([]);
    expect(notes).toEqual([]);
    expect(tasks).toMatchObject([{ benchmark: 'swe-bench', task: 'psf__requests-1', text: 'a should be b' }]);
    expect(
      answerParts(tasks[0]!.answer!)
        .map(addedText)
        .map((text) => text.trim()),
    ).toEqual(['b', 'assert b']);
    expect(previewRecipe(recipe, [instance])[0]!.fields).toContainEqual(['task', 'psf__requests-1']);
  });

  it('are trials where they tell of one, and then their patch is the agent’s own', async () => {
    const table = 'instance_id,patch,resolved\nx-1,"+b",1\n';
    const guess = guessRecipe(await described('runs.csv', table), 'runs');
    expect(guess.kind).toBe('trials');
    expect(Object.values(guess.columns)).not.toContain('patch');
    const given = { ...guess, columns: { ...guess.columns, answer: 'patch' } } as TableRecipe;
    expect((await read({ 'runs.csv': table }, given)).trials[0]!.answer).toBe('+b');
  });
});

describe('the time of a memory', () => {
  it('is taken with its zone, and kept beside it without', async () => {
    const table =
      'kind,text,made_at\ninsight,A,2026-01-02T10:00:00Z\ninsight,B,2026-01-02 10:00\ninsight,C,\n';
    const recipe = { ...notes, columns: { type: 'kind', content: 'text', madeAt: 'made_at' } } as TableRecipe;
    const { memories } = await read({ 'pool.csv': table }, recipe);
    expect(memories.map(({ madeAt, details }) => [madeAt, details?.madeAt])).toEqual([
      ['2026-01-02T10:00:00.000Z', undefined],
      [null, '2026-01-02 10:00'],
      [null, undefined],
    ]);
  });
});

describe('a guess', () => {
  it('finds the columns of runs and reads their table', async () => {
    const table =
      'Instance ID,Dataset,method,seed,Resolved,cost_usd,duration\nx-1,lite,bm25,0,True,0.1,12\nx-1,lite,bm25,1,False,0.2,9\n';
    const description = await described('runs.csv', table);
    const recipe = guessRecipe(description, 'runs');
    expect(tableRecipe.parse(recipe)).toEqual(recipe);
    expect(recipe).toMatchObject({
      kind: 'trials',
      columns: {
        task: 'Instance ID',
        benchmark: 'Dataset',
        condition: 'method',
        attempt: 'seed',
        reward: 'Resolved',
      },
      attemptsFromZero: true,
    });
    const { trials } = await read({ 'runs.csv': table }, recipe);
    expect(trials.map(({ attempt, reward, durationMs }) => [attempt, reward, durationMs])).toEqual([
      [1, 1, 12000],
      [2, 0, 9000],
    ]);
  });

  it('finds the columns of memories, what their types come to, and their vectors', async () => {
    const vector = [1, 2, 3, 4, 5, 6, 7, 8];
    const rows = [
      {
        id: 'm1',
        memory: 'Check twice.',
        metadata: { type: 'procedural', when_to_use: 'always' },
        embedding: vector,
      },
      { id: 'm2', memory: 'Ask.', metadata: { type: 'insight', when_to_use: 'in doubt' }, embedding: vector },
    ];
    const description = await described('pool.jsonl', rows.map((row) => JSON.stringify(row)).join('\n'));
    expect(description.columns.map(({ name, holds }) => [name, holds])).toEqual([
      ['id', 'text'],
      ['memory', 'text'],
      ['metadata.type', 'text'],
      ['metadata.when_to_use', 'text'],
      ['embedding', 'vector'],
    ]);
    const recipe = guessRecipe(description, 'pool');
    expect(recipe).toMatchObject({
      kind: 'memories',
      columns: { id: 'id', content: 'memory', type: 'metadata.type', description: 'metadata.when_to_use' },
      values: { type: { procedural: 'workflow' } },
      embeddings: [{ column: 'embedding', model: null }],
    });
    expect(tableRecipe.safeParse(recipe).success).toBe(true);
  });

  it('takes memories without a type for insights', async () => {
    const description = await described('pool.csv', 'title,content,type\nA,b,x\n');
    expect(guessRecipe(description, 'pool')).toMatchObject({
      kind: 'memories',
      constants: { type: 'insight' },
    });
  });
});

describe('a sample', () => {
  it('shows what the recipe will make of the rows, vectors in text included', async () => {
    const vector = `[[${Array.from({ length: 1536 }, (_, i) => (i / 7).toFixed(6)).join(' ')}]]`;
    const file = await (
      await treeOf({ 'pool.csv': `title,content,vector\nA,b,"${vector}"\n,,"${vector}"\n` })
    ).open('pool.csv');
    const sample = await sampleTable(file);
    expect(JSON.stringify(sample.rows).length).toBeLessThan(6000);
    const [whole, empty] = previewRecipe(sample.guess, sample.rows);
    expect(whole).toMatchObject({ problem: null, warnings: [] });
    expect(whole!.fields).toContainEqual(['vector', expect.stringMatching(/^\d+ dimensions$/)]);
    expect(empty).toMatchObject({ fields: null, problem: { reason: 'it has neither title nor content' } });
  });
});

describe('a recipe', () => {
  it.each<[string, object]>([
    ['nothing that is a task', { ...runs, columns: {} }],
    ['no type', { ...notes, columns: { content: 'text' } }],
    ['a type that is none', { ...notes, values: { type: { skill: 'habit' } } }],
    ['a field that is none', { ...runs, columns: { task: 'task', colour: 'x' } }],
    ['a field of the other kind', { ...runs, columns: { task: 'task', utility: 'x' } }],
  ])('with %s is refused', (_, recipe) => {
    expect(tableRecipe.safeParse(recipe).success).toBe(false);
  });

  it('fits only tables that have its columns', async () => {
    const { outcomes } = await read({ 'a.csv': 'task,method,run\nt,m,1\n' }, runs, { ...runs, match: [] });
    expect(outcomes.get('a.csv')).toMatchObject({ code: 'needs-mapping' });
  });
});

/** A Parquet file, compressed as pandas does it. */
function parquet(columns: Record<string, unknown[]>): Buffer {
  const columnData = Object.entries(columns).map(([name, data]) => ({ name, data }));
  return Buffer.from(parquetWriteBuffer({ columnData, codec: 'SNAPPY' }));
}
