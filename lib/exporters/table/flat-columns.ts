import { type ColumnKind, checkTable, type ExportTable, type TableCell } from './export-table';

/** A column of plain values, as programs read it. */
export interface FlatColumn {
  name: string;
  type: 'text' | 'integer' | 'number';
  /** What the numbers are, for whoever has only the file. */
  unit: string;
  values: (string | number | null)[];
}

const units: Record<ColumnKind['kind'], string> = {
  text: 'text',
  integer: 'count',
  number: 'number',
  percent: 'proportion, 0 to 1',
  points: 'difference of proportions, -1 to 1',
  'p-value': 'p-value',
  interval: 'number',
};

const intervalOf = (cell: TableCell) => ('interval' in cell ? cell.interval : undefined);

/**
 * A table as columns of plain values: an estimate becomes its value and, in columns beside it, the ends of its interval
 * and the reason where there is no value. A name that is taken is numbered.
 *
 * @throws RangeError as {@link checkTable}
 */
export function flatColumns(table: ExportTable): FlatColumn[] {
  checkTable(table);
  const taken = new Set(table.columns.map(({ key }) => key));
  const free = (name: string): string => {
    let own = name;
    for (let n = 2; taken.has(own); n++) own = `${name}_${n}`;
    taken.add(own);
    return own;
  };
  return table.columns.flatMap(({ key, type, estimate }, c) => {
    const cells = table.rows.map(({ cells }) => cells[c]!);
    const unit = units[type.kind === 'interval' ? type.of : type.kind];
    const number = type.kind === 'text' ? 'text' : type.kind === 'integer' ? 'integer' : 'number';
    const columns: FlatColumn[] = [];
    if (type.kind !== 'interval')
      columns.push({ name: key, type: number, unit, values: cells.map(({ value }) => value ?? null) });
    if (estimate || type.kind === 'interval' || cells.some(intervalOf)) {
      for (const end of ['low', 'high'] as const)
        columns.push({
          name: free(`${key}_ci_${end}`),
          type: 'number',
          unit,
          values: cells.map((cell) => intervalOf(cell)?.[end] ?? null),
        });
    }
    if (estimate || cells.some((cell) => cell.value === null && cell.reason !== ''))
      columns.push({
        name: free(`${key}_reason`),
        type: 'text',
        unit: `why ${key} has no value`,
        values: cells.map((cell) => (cell.value === null && cell.reason !== '' ? cell.reason : null)),
      });
    return columns;
  });
}
