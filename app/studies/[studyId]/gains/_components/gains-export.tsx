'use client';

import { ExportMenu } from '@/app/_components/export-menu';
import { gainsDataTable } from '@/lib/exporters/gains-tables';
import type { Provenance } from '@/lib/exporters/provenance';
import type { ExportTable } from '@/lib/exporters/table/export-table';
import { fetchReport } from './fetch-report';

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
    const report = await fetchReport(address);
    return gainsDataTable(report, [caption, ...report.warnings]);
  };
  return <ExportMenu {...{ title: 'the table', file, table, data, provenance }} />;
}
