'use client';

import { memo, useDeferredValue } from 'react';
import { type ExportTable, typeOf } from '@/lib/exporters/table/export-table';
import { formatCell } from '@/lib/exporters/table/format-cell';

/** A text of more letters than this has room of its own, instead of a column of single words. */
const longText = 60;

/** The first rows of a table that can be exported, as a table of the page. */
export function ExportedRows({ table, most }: { table: ExportTable; most: number }) {
  return <Rows table={useDeferredValue(table)} most={most} />;
}

/** Drawn again only when there is another table. */
const Rows = memo(function Rows({ table: { columns, rows }, most }: { table: ExportTable; most: number }) {
  const aligned = columns.map(({ type }) => (type.kind === 'text' ? '' : 'num'));
  return (
    <>
      <thead>
        <tr>
          {columns.map(({ key, label }, c) => (
            <th key={key} scope="col" className={aligned[c]}>
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.slice(0, most).map((row, r) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have no name of their own and never move
          <tr key={r}>
            {row.cells.map((cell, c) => {
              const { text, interval } = formatCell(cell, typeOf(row, columns[c]!));
              return (
                <td
                  key={columns[c]!.key}
                  className={text.length > longText ? 'min-w-72' : aligned[c]}
                  title={cell.value === null ? cell.reason : undefined}
                >
                  {text}
                  {interval ? <span className="ml-1 text-xs text-muted">{interval}</span> : null}
                  {cell.value === null ? <span className="sr-only"> {cell.reason}</span> : null}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </>
  );
});
