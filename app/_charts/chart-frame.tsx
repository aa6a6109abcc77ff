'use client';

import { type ReactNode, useRef, useState } from 'react';
import { formatCount } from '@/app/_components/format';
import { TableFrame } from '@/app/_components/table-frame';
import { type ChartTable, toCsv } from './csv';
import { download, toPng, toSvgText } from './export-image';
import { Legend, type LegendMark } from './legend';

/** More rows than this make a page slow; the CSV file holds them all. */
const mostRows = 500;

interface Props {
  title: string;
  /** Unit, direction, what the marks mean. */
  note?: ReactNode;
  /** How the intervals were made. */
  caption?: ReactNode;
  /** The numbers behind the drawing, shown on demand and exported as CSV. */
  table: ChartTable;
  /** Name of exported files, without an ending. */
  file: string;
  controls?: ReactNode;
  /** What the marks mean: above the drawing on the page, below it in exported pictures. */
  legend?: readonly LegendMark[];
  children: ReactNode;
  /** Makes the picture where the drawing is not SVG. */
  picture?: () => Promise<Blob>;
}

/** What every chart has: a title with its unit, a caption, the same numbers as a table, and exports. */
export function ChartFrame({
  title,
  note,
  caption,
  table,
  file,
  controls,
  legend,
  children,
  picture,
}: Props) {
  const drawing = useRef<HTMLDivElement>(null);
  const [problem, setProblem] = useState('');
  const svg = () => drawing.current?.querySelector<SVGSVGElement>('svg') ?? null;
  const save = async (make: () => Promise<Blob> | Blob, ending: string) => {
    try {
      download(`${file}.${ending}`, await make());
      setProblem('');
    } catch (error) {
      setProblem(`The file could not be made: ${(error as Error).message}`);
    }
  };
  const exporter = 'rounded px-1.5 py-0.5 text-xs text-muted hover:bg-sunken hover:text-ink';
  return (
    <section className="min-w-0 rounded-lg border border-line bg-raised" aria-label={title}>
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-4 pt-3">
        <div className="min-w-0">
          <h2>{title}</h2>
          {note ? <p className="max-w-4xl text-xs text-muted">{note}</p> : null}
        </div>
        <div className="flex flex-wrap items-end gap-1 no-print">
          {controls}
          {picture ? null : (
            <button
              type="button"
              className={exporter}
              onClick={() =>
                save(() => new Blob([toSvgText(svg()!, legend)], { type: 'image/svg+xml' }), 'svg')
              }
            >
              SVG
            </button>
          )}
          <button
            type="button"
            className={exporter}
            onClick={() => save(picture ?? (() => toPng(svg()!, legend)), 'png')}
          >
            PNG
          </button>
          <button
            type="button"
            className={exporter}
            onClick={() => save(() => new Blob([toCsv(table)], { type: 'text/csv' }), 'csv')}
          >
            CSV
          </button>
        </div>
      </div>
      <div className="px-4 pb-3 pt-3">
        {legend ? <Legend marks={legend} /> : null}
        <div ref={drawing}>{children}</div>
        {problem ? (
          <p role="alert" className="text-xs text-bad">
            {problem}
          </p>
        ) : null}
        {caption ? <p className="mt-2 text-xs text-muted">{caption}</p> : null}
        <details className="mt-2">
          <summary className="text-xs text-muted">The same numbers as a table</summary>
          <div className="mt-2">
            <TableFrame caption={title}>
              <thead>
                <tr>
                  {table.header.map((h) => (
                    <th key={h} scope="col">
                      {h}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {table.rows.slice(0, mostRows).map((row) => (
                  <tr key={row.slice(0, 3).join(' ')}>
                    {row.map((cell, c) => (
                      <td key={table.header[c]} className={typeof cell === 'number' ? 'num' : ''}>
                        {cell === null ? '–' : typeof cell === 'number' ? Number(cell.toFixed(4)) : cell}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </TableFrame>
            {table.rows.length > mostRows ? (
              <p className="mt-2 text-xs text-muted">
                The first {mostRows} of {formatCount(table.rows.length)} rows; the CSV file holds all of them.
              </p>
            ) : null}
          </div>
        </details>
      </div>
    </section>
  );
}
