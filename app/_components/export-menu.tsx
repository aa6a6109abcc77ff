'use client';

import { ChevronDown } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import { download } from '@/app/_charts/export-image';
import { type PrintWidth, type PrintWidthId, printWidths } from '@/lib/exporters/figure/print-widths';
import { type Provenance, provenanceFile } from '@/lib/exporters/provenance';
import type { ExportTable } from '@/lib/exporters/table/export-table';
import { tableFormats } from '@/lib/exporters/table/formats';
import type { TableFormat } from '@/lib/exporters/table/table-format';

export interface PictureChoice {
  width: PrintWidth;
  theme: 'light' | 'dark';
}

/** The pictures that a chart can be saved as. */
export interface Pictures {
  endings: readonly ('svg' | 'png')[];
  make(ending: 'svg' | 'png', choice: PictureChoice): Promise<Blob>;
}

interface Props {
  /** What is exported, for those who hear the page. */
  title: string;
  /** Name of the files, without an ending. */
  file: string;
  /** As people read it; made when it is asked for where it is large. */
  table: ExportTable | (() => ExportTable | Promise<ExportTable>);
  /** As programs read it, where that is another shape. */
  data?: ExportTable | (() => ExportTable | Promise<ExportTable>) | undefined;
  provenance: Provenance | null;
  pictures?: Pictures | undefined;
}

const entry =
  'rounded border border-line px-2.5 py-1 text-left text-sm text-ink hover:border-line-strong hover:bg-sunken';

/** Everything that a table or a chart can be saved as, behind one button. */
export function ExportMenu({ title, file, table, data = table, provenance, pictures }: Props) {
  const id = useId();
  const menu = useRef<HTMLElement>(null);
  const [problem, setProblem] = useState('');
  const save = async (ending: string, make: () => Promise<Blob>) => {
    try {
      download(`${file}.${ending}`, await make());
      setProblem('');
      menu.current?.hidePopover();
    } catch (error) {
      setProblem(`The file could not be made: ${(error as Error).message}`);
    }
  };
  const saveTable = ({ ending, mediaType, for: reader, write }: TableFormat) =>
    save(ending, async () => {
      const asked = reader === 'data' ? data : table;
      const content = await write(typeof asked === 'function' ? await asked() : asked, provenance);
      return new Blob([content], { type: mediaType });
    });
  return (
    <>
      <button
        type="button"
        popoverTarget={id}
        className="button min-h-7! px-2! text-xs no-print"
        aria-label={`Export ${title}`}
      >
        Export
        <ChevronDown className="size-3.5 text-muted" aria-hidden="true" />
      </button>
      <section
        id={id}
        ref={menu}
        popover="auto"
        aria-label={`Export ${title}`}
        className="m-auto w-72 max-w-[calc(100vw-2rem)] rounded-lg border border-line-strong bg-raised p-4 text-left text-ink shadow-lg [position-area:bottom_span-left] [position-try-fallbacks:flip-inline,flip-block] supports-[position-area:bottom]:m-1"
      >
        {pictures ? <PictureEntries pictures={pictures} save={save} /> : null}
        <p className="field-label">Numbers</p>
        <div className="grid grid-cols-2 gap-1.5">
          {Object.values(tableFormats).map((format) => (
            <button key={format.ending} type="button" className={entry} onClick={() => saveTable(format)}>
              {format.label}
            </button>
          ))}
          {provenance ? (
            <button
              type="button"
              className={entry}
              title="Data hash, settings, seeds, version and the command that gives the same numbers. All files but CSV and Markdown hold it, too."
              onClick={() => save('provenance.json', async () => new Blob([provenanceFile(provenance)]))}
            >
              Provenance
            </button>
          ) : null}
        </div>
        {problem ? (
          <p role="alert" className="mt-2 text-xs text-bad">
            {problem}
          </p>
        ) : null}
      </section>
    </>
  );
}

function PictureEntries({
  pictures: { endings, make },
  save,
}: {
  pictures: Pictures;
  save: (ending: string, make: () => Promise<Blob>) => Promise<void>;
}) {
  const id = useId();
  const [width, setWidth] = useState<PrintWidthId>('double');
  const [dark, setDark] = useState(false);
  const choice = { width: printWidths[width], theme: dark ? ('dark' as const) : ('light' as const) };
  return (
    <div className="mb-3">
      <label htmlFor={id} className="field-label">
        Width of the picture
      </label>
      <select
        id={id}
        className="field w-full"
        value={width}
        onChange={(e) => setWidth(e.target.value as PrintWidthId)}
      >
        {Object.entries(printWidths).map(([key, { label }]) => (
          <option key={key} value={key}>
            {label}
          </option>
        ))}
      </select>
      <label className="mt-2 flex items-center gap-2 text-sm">
        <input type="checkbox" checked={dark} onChange={(e) => setDark(e.target.checked)} />
        On a dark ground
      </label>
      <div className="mt-2 grid grid-cols-2 gap-1.5">
        {endings.map((ending) => (
          <button
            key={ending}
            type="button"
            className={entry}
            onClick={() => save(ending, () => make(ending, choice))}
          >
            {ending.toUpperCase()}
          </button>
        ))}
      </div>
    </div>
  );
}
