'use client';

import { ExportMenu } from '@/app/_components/export-menu';
import type { GainsReport } from '@/lib/core/gains/report';
import { gainsDataTable } from '@/lib/exporters/gains-tables';
import type { Provenance } from '@/lib/exporters/provenance';
import type { ExportTable } from '@/lib/exporters/table/export-table';

/** Saves the table as it is read, or everything the report says, which is fetched when it is asked for. */
export function GainsExport({
  file,
  table,
  address,
  caption,
  provenance,
}: {
  file: string;
  table: ExportTable;
  /** Of the report. */
  address: string;
  caption: string;
  provenance: Provenance;
}) {
  const data = async () => {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`the numbers could not be read (status ${answer.status})`);
    const report = (await answer.json()) as GainsReport;
    return gainsDataTable(report, [caption, ...report.warnings]);
  };
  return <ExportMenu {...{ title: 'the table', file, table, data, provenance }} />;
}
