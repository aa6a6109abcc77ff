'use client';

import { type ReactNode, useState } from 'react';
import { ExportMenu, type Pictures } from '@/app/_components/export-menu';
import { PanelHead } from '@/app/_components/panel';
import { RowsLeftOut } from '@/app/_components/rows-left-out';
import { TableFrame } from '@/app/_components/table-frame';
import type { Provenance } from '@/lib/exporters/provenance';
import type { ExportTable } from '@/lib/exporters/table/export-table';
import { toPng, toSvgText } from './export-image';
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
  /** Where they are too many to hold as rows all the time: how many there are, and all of them when they are exported. */
  whole?: { rows: number; make: () => ExportTable };
  /** Where they come from; written into exported files. */
  provenance?: Provenance | null;
  /** Name of exported files, without an ending. */
  file: string;
  controls?: ReactNode;
  /** What the marks mean: above the drawing on the page, below it in exported pictures. */
  legend?: readonly LegendMark[];
  /** The same for exported pictures alone, where the page has a legend of its own. */
  printedLegend?: readonly LegendMark[];
  children: ReactNode;
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
  printedLegend = legend,
  whole = { rows: table.rows.length, make: () => table },
  children,
}: Props) {
  const [opened, setOpened] = useState(false);
  const { place, print } = usePrint(children);
  const printed: Pictures = {
    endings: ['svg', 'png'],
    make: (ending, { width, theme }) =>
      print({ width: width.layoutWidth, theme }, async (svg) => {
        const figure = { legend: printedLegend, width, provenance };
        if (ending === 'png') return toPng(svg, figure);
        return new Blob([await toSvgText(svg, figure)], { type: 'image/svg+xml' });
      }),
  };
  return (
    <section className="min-w-0 rounded-lg border border-line bg-raised" aria-label={title}>
      <PanelHead title={title} note={note}>
        <div className="flex flex-wrap items-end gap-2 no-print">
          {controls}
          <ExportMenu
            title={title}
            file={file}
            table={whole.make}
            provenance={provenance}
            pictures={printed}
          />
        </div>
      </PanelHead>
      <div className="px-4 pb-3 pt-3">
        {legend ? <Legend marks={legend} /> : null}
        <div>{children}</div>
        {place}
        {caption ? <p className="mt-2 text-xs text-muted">{caption}</p> : null}
        {/* Laid out when it is opened: hundreds of rows that few look at would slow every change down. */}
        <details className="mt-2" onToggle={(e) => setOpened(e.currentTarget.open)}>
          <summary className="text-xs text-muted">The same numbers as a table</summary>
          {opened ? (
            <div className="mt-2">
              <TableFrame caption={title}>
                <ExportedRows table={table} most={mostRows} />
              </TableFrame>
              <RowsLeftOut shown={mostRows} of={whole.rows} />
            </div>
          ) : null}
        </details>
      </div>
    </section>
  );
}
