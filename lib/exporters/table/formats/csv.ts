import { csvLine } from '../../csv';
import { flatColumns } from '../flat-columns';
import type { TableFormat } from '../table-format';

/** RFC 4180, at full precision. Where it comes from would have no place in it, and is a file beside it. */
export const csvFormat = {
  label: 'CSV',
  ending: 'csv',
  mediaType: 'text/csv',
  for: 'data',
  holdsProvenance: false,
  write(table) {
    const columns = flatColumns(table);
    const lines = [
      columns.map(({ name }) => name),
      ...table.rows.map((_, r) => columns.map(({ values }) => values[r]!)),
    ];
    return lines.map((cells) => `${csvLine(cells)}\r\n`).join('');
  },
} satisfies TableFormat;
