import fc from 'fast-check';
import type { ColumnKind, ExportTable, Interval, TableCell, TableRow } from './export-table';

/** Texts that some format could take for its own signs. */
export const hostileText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({
    unit: fc.constantFrom(...'|\\&%$#_{}~^*[]<>"\'`=+-@,;\r\n\t éßŁ漢🙂−–…\u00a0\u202f\u0085\u2028e\u0301'),
    maxLength: 16,
  }),
  fc.constantFrom(
    '=1+1',
    '\\input{/etc/passwd}',
    '\\\\',
    '--',
    "''",
    '|',
    '\\|',
    '[2ex]',
    '*',
    '',
    ' ',
    '% x',
  ),
);

const finite = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 });
const anyInterval: fc.Arbitrary<Interval> = fc.record({ low: finite, high: finite });
const empty = fc.record({ value: fc.constant(null), reason: hostileText });

const anyKind: fc.Arbitrary<ColumnKind> = fc.constantFrom<ColumnKind>(
  { kind: 'text' },
  { kind: 'integer' },
  { kind: 'number', digits: 3 },
  { kind: 'percent' },
  { kind: 'points' },
  { kind: 'p-value' },
  { kind: 'interval', of: 'percent', digits: 1 },
);

function anyCell({ kind }: ColumnKind): fc.Arbitrary<TableCell> {
  const marks = { best: fc.boolean(), stars: fc.constantFrom(0 as const, 1 as const, 3 as const) };
  if (kind === 'text') return fc.oneof(fc.record({ value: hostileText, ...marks }), empty);
  if (kind === 'interval') return fc.oneof(fc.record({ interval: anyInterval }), empty);
  if (kind === 'integer') return fc.oneof(fc.record({ value: fc.maxSafeInteger() }), empty);
  const value = fc.record({ value: finite, ...marks, interval: anyInterval }, { requiredKeys: ['value'] });
  return fc.oneof(value, empty);
}

/** Any table of a few columns and rows, with hostile texts wherever a text can be. */
export const anyTable: fc.Arbitrary<ExportTable> = fc
  .uniqueArray(
    fc.record(
      {
        // An object has no place for the second, and readers of Parquet make objects of rows.
        key: hostileText.filter((key) => key !== '' && key !== '__proto__'),
        label: hostileText,
        group: hostileText,
        type: anyKind,
      },
      { requiredKeys: ['key', 'label', 'type'] },
    ),
    { minLength: 1, maxLength: 6, selector: ({ key }) => key.toWellFormed() },
  )
  .chain((columns) =>
    fc.record({
      title: hostileText,
      notes: fc.array(hostileText, { maxLength: 2 }),
      columns: fc.constant(columns),
      rows: fc.array(
        fc.record(
          {
            cells: fc.tuple(...columns.map(({ type }) => anyCell(type))),
            continues: fc.boolean(),
          },
          { requiredKeys: ['cells'] },
        ) as fc.Arbitrary<TableRow>,
        { maxLength: 5 },
      ),
    }),
  );
