import type { ReactNode } from 'react';
import { ExportedRows } from '@/app/_charts/exported-rows';
import { ExportMenu } from '@/app/_components/export-menu';
import { Panel } from '@/app/_components/panel';
import { TableFrame } from '@/app/_components/table-frame';
import type { Provenance } from '@/lib/exporters/provenance';
import type { ExportTable } from '@/lib/exporters/table/export-table';

/** A table that is shown as it is exported, its notes beneath. */
export function NumbersPanel({
  table,
  file,
  provenance,
  note,
  actions,
}: {
  table: ExportTable;
  file: string;
  provenance: Provenance;
  note?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <Panel
      title={table.title}
      note={note}
      actions={
        <>
          {actions}
          <ExportMenu title={table.title} file={file} table={table} provenance={provenance} />
        </>
      }
    >
      <TableFrame caption={table.title}>
        <ExportedRows table={table} most={500} />
      </TableFrame>
      {table.notes.map((line) => (
        <p key={line} className="mt-2 max-w-4xl text-xs text-muted">
          {line}
        </p>
      ))}
    </Panel>
  );
}
