'use client';

import { ExportMenu } from '@/app/_components/export-menu';
import type { Average } from '@/lib/core/gains/report';
import { gainsDataTable, gainsPageTable } from '@/lib/exporters/gains-tables';
import type { Provenance } from '@/lib/exporters/provenance';
import { fetchReport, type ReportSource } from './fetch-report';

/** Saves the table as it is read, or everything the report says; the report is fetched when either is asked for. */
export function GainsExport({
  file,
  average,
  source,
  caption,
  provenance,
}: {
  file: string;
  average: Average;
  source: ReportSource;
  caption: string;
  provenance: Provenance;
}) {
  const table = async () => gainsPageTable(await fetchReport(source), average, [caption]);
  const data = async () => {
    const report = await fetchReport(source);
    return gainsDataTable(report, [caption, ...report.warnings]);
  };
  return <ExportMenu {...{ title: 'the table', file, table, data, provenance }} />;
}
