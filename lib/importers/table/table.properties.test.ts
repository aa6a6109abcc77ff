import fc from 'fast-check';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { expect, it } from 'vitest';
import { isAppError } from '@/lib/core/errors';
import type { SourceFile } from '../importer';
import { treeOf } from '../source/tree-fixture';
import { applyRecipe } from './apply-recipe';
import type { TableRow } from './cells';
import { describeTable } from './describe-table';
import { memoryFields, taskFields, trialFields } from './fields';
import { guessRecipe } from './guess-recipe';
import { type TableRecipe, tableRecipe } from './recipe';
import { type TableLine, tableRows } from './table-rows';

const opened = async (name: string, content: string | Buffer) =>
  (await treeOf({ [name]: content })).open(name);
const rowsOf = async (file: SourceFile) => {
  const lines: TableLine[] = [];
  for await (const line of tableRows(file)) lines.push(line);
  return lines;
};

/** Lines end in one way once they are read, and NUL makes a file binary. */
const cell = fc
  .string({
    unit: fc.constantFrom('a', 'ü', '😀', '"', ',', ';', '\n', ' ', '\\', "'", '1', '[', '{'),
    maxLength: 12,
  })
  .map((text) => text.replace(/\r/g, ''));

it('reads back any cells that were written as CSV', async () => {
  const table = fc
    .integer({ min: 2, max: 5 })
    .chain((columns) =>
      fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { minLength: 1, maxLength: 6 }),
    );
  await fc.assert(
    fc.asyncProperty(table, async (rows) => {
      const columns = rows[0]!.map((_, i) => `column_${i}`);
      const written = [columns, ...rows].map((cells) =>
        cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(','),
      );
      const lines = await rowsOf(await opened('a.csv', written.join('\r\n')));
      expect(lines.map(({ row }) => row && [...row.values()])).toEqual(rows);
      expect(lines.every(({ row }) => row && [...row.keys()].join() === columns.join())).toBe(true);
    }),
    { numRuns: 150 },
  );
});

it('reads or refuses any text that calls itself a table', async () => {
  const text = fc.string({
    unit: fc.constantFrom('a', 'b', '1', '"', ',', '\t', '\n', '\r', '{', '}', '[', ':'),
    maxLength: 80,
  });
  await fc.assert(
    fc.asyncProperty(text, fc.constantFrom('a.csv', 'a.tsv', 'a.jsonl'), async (content, name) => {
      const file = await opened(name, `a,b\n${content}`);
      if (file.kind !== 'text') return;
      for (const { row, where } of await rowsOf(file)) {
        expect(where).not.toBe('');
        if (row) expect(row.size).toBeGreaterThan(0);
      }
    }),
    { numRuns: 200 },
  );
});

const columnNames = fc.constantFrom(
  'task',
  'reward',
  'text',
  'type',
  'vector',
  '__proto__',
  'constructor',
  'a.b',
  'n',
);
const anyRow: fc.Arbitrary<TableRow> = fc
  .array(fc.tuple(columnNames, fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.double(), cell)), { maxLength: 8 })
  .map((cells) => new Map(cells));

const anyRecipe = fc
  .record({
    kind: fc.constantFrom('trials' as const, 'memories' as const, 'tasks' as const),
    columns: fc.array(fc.tuple(fc.nat(), columnNames), { maxLength: 12 }),
    constants: fc.array(fc.tuple(fc.nat(), cell), { maxLength: 3 }),
    meaning: cell,
  })
  .map(({ kind, columns, constants, meaning }): TableRecipe => {
    const fields = Object.keys({ trials: trialFields, memories: memoryFields, tasks: taskFields }[kind]);
    const byField = <Value>(pairs: [number, Value][]) =>
      Object.fromEntries(pairs.map(([n, value]) => [fields[n % fields.length]!, value]));
    const needed = kind === 'memories' ? { content: 'text' } : { task: 'task' };
    const constant = { trials: {}, memories: { type: 'insight' }, tasks: { benchmark: 'lite' } }[kind];
    return tableRecipe.parse({
      name: 'any',
      kind,
      match: ['task'],
      columns: { ...byField(columns), ...needed },
      constants: { ...byField(constants), ...constant },
      values: {
        trials: { reward: { [meaning]: '1' } },
        memories: { type: { [meaning]: 'workflow' } },
        tasks: { task: { [meaning]: 't' } },
      }[kind],
      ...(kind === 'trials' ? { settings: ['n'] } : {}),
      ...(kind === 'memories' ? { embeddings: [{ column: 'vector', model: null }] } : {}),
    });
  });

it('makes a whole record of any row, or says which column keeps it from being one', () => {
  fc.assert(
    fc.property(anyRecipe, fc.array(anyRow, { maxLength: 4 }), (recipe, rows) => {
      const apply = applyRecipe(recipe, 'table');
      const ids = new Set<string>();
      for (const row of rows) {
        const { record, problem } = apply(row);
        if (!record) {
          expect(problem?.reason).toBeTruthy();
          continue;
        }
        if (record.kind === 'task') {
          expect([record.task, record.benchmark]).not.toContain('');
          continue;
        }
        expect(ids.has(record.externalId)).toBe(false);
        ids.add(record.externalId);
        const numbers = Object.values(record).filter((value) => typeof value === 'number');
        expect(numbers.every(Number.isFinite)).toBe(true);
        if (record.kind === 'trial') expect(record.task).toBeTruthy();
        else {
          expect(record.title).toBeTruthy();
          expect(record.embeddings.every(({ vector }) => vector.every(Number.isFinite))).toBe(true);
        }
      }
    }),
    { numRuns: 2000 },
  );
});

it('guesses something for any table', async () => {
  const flat = fc.dictionary(
    columnNames,
    fc.oneof(fc.string(), fc.double(), fc.boolean(), fc.array(fc.double())),
    {
      noNullPrototype: true,
    },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(flat, { minLength: 1, maxLength: 4 }), async (rows) => {
      const description = await describeTable(await opened('a.json', JSON.stringify(rows)));
      const recipe = guessRecipe(description, 'guess');
      const names = description.columns.map(({ name }) => name);
      expect(Object.values(recipe.columns).every((column) => names.includes(column))).toBe(true);
    }),
    { numRuns: 150 },
  );
});

it('refuses damaged Parquet in words and never fails otherwise', async () => {
  const count = 120;
  const column = (name: string, make: (i: number) => unknown) => ({
    name,
    data: Array.from({ length: count }, (_, i) => make(i)),
  });
  const whole = Buffer.from(
    parquetWriteBuffer({
      columnData: [
        column('kind', (i) => (i % 3 ? 'insight' : 'skill')),
        column('score', (i) => i / 7),
        column('vector', (i) => [i, 1, 2]),
      ],
    }),
  );
  const damage = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 })), {
    minLength: 1,
    maxLength: 3,
  });
  await fc.assert(
    fc.asyncProperty(damage, async (flips) => {
      const bytes = Buffer.from(whole);
      for (const [at, mask] of flips) bytes[at]! ^= mask;
      const file = await opened('a.parquet', bytes);
      if (file.kind !== 'parquet') return;
      const refusal: unknown = await rowsOf(file).then(
        () => null,
        (error: unknown) => error,
      );
      expect(refusal === null || isAppError(refusal)).toBe(true);
    }),
    { numRuns: 400 },
  );
});
