'use client';

import type { ReactNode } from 'react';
import { ExportMenu, type Pictures } from '@/app/_components/export-menu';
import { formatCount } from '@/app/_components/format';
import { TableFrame } from '@/app/_components/table-frame';
import type { Provenance } from '@/lib/exporters/provenance';
import type { ExportTable } from '@/lib/exporters/table/export-table';
import { toPng, toPngFile, toSvgText } from './export-image';
import { ExportedRows } from './exported-rows';
import { Legend, type LegendMark } from './legend';
import { usePrint } from './print-layout';

/** More rows than this make a page slow; the CSV file holds them all. */
const mostRows = 500;

interface Props {
  title: string;
  /** Unit, direction, what the marks mean. */
  note?: ReactNode;
  /** How the intervals were made. */
  caption?: ReactNode;
  /** The numbers behind the drawing, shown on demand and exported. */
  table: ExportTable;
  /** Where they come from; written into exported files. */
  provenance?: Provenance | null;
  /** Name of exported files, without an ending. */
  file: string;
  controls?: ReactNode;
  /** What the marks mean: above the drawing on the page, below it in exported pictures. */
  legend?: readonly LegendMark[];
  children: ReactNode;
  /** Makes the picture where the drawing is not SVG: a PNG and how many pixels it is wide. */
  picture?: () => Promise<{ png: Blob; width: number }>;
}

/** What every chart has: a title with its unit, a caption, the same numbers as a table, and exports. */
export function ChartFrame({
  title,
  note,
  caption,
  table,
  provenance = null,
  file,
  controls,
  legend,
  children,
  picture,
}: Props) {
  const { place, print } = usePrint(children);
  const own: Pictures = {
    endings: ['png'],
    anyTheme: false,
    make: async (_, { width }) => {
      const made = await picture!();
      return toPngFile(made.png, made.width / width.inches, provenance);
    },
  };
  const printed: Pictures = {
    endings: ['svg', 'png'],
    anyTheme: true,
    make: (ending, { width, theme }) =>
      print({ width: width.layoutWidth, theme }, async (drawing) => {
        const figure = { legend, width, provenance };
        if (ending === 'png') return toPng(drawing, figure);
        return new Blob([await toSvgText(drawing, figure)], { type: 'image/svg+xml' });
      }),
  };
  return (
    <section className="min-w-0 rounded-lg border border-line bg-raised" aria-label={title}>
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-4 pt-3">
        <div className="min-w-0">
          <h2>{title}</h2>
          {note ? <p className="max-w-4xl text-xs text-muted">{note}</p> : null}
        </div>
        <div className="flex flex-wrap items-end gap-2 no-print">
          {controls}
          <ExportMenu
            title={title}
            file={file}
            table={table}
            provenance={provenance}
            pictures={picture ? own : printed}
          />
        </div>
      </div>
      <div className="px-4 pb-3 pt-3">
        {legend ? <Legend marks={legend} /> : null}
        <div>{children}</div>
        {place}
        {caption ? <p className="mt-2 text-xs text-muted">{caption}</p> : null}
        <details className="mt-2">
          <summary className="text-xs text-muted">The same numbers as a table</summary>
          <div className="mt-2">
            <TableFrame caption={title}>
              <ExportedRows table={table} most={mostRows} />
            </TableFrame>
            {table.rows.length > mostRows ? (
              <p className="mt-2 text-xs text-muted">
                The first {mostRows} of {formatCount(table.rows.length)} rows; exported files hold all of
                them.
              </p>
            ) : null}
          </div>
        </details>
      </div>
    </section>
  );
}
