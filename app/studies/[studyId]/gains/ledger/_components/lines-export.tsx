'use client';

import { ExportMenu } from '@/app/_components/export-menu';
import { sendJson } from '@/app/_components/send-json';
import type { Provenance } from '@/lib/exporters/provenance';
import type { ExportTable } from '@/lib/exporters/table/export-table';

/** Saves every line that is shown; they are fetched when they are asked for, since there may be tens of thousands. */
export function LinesExport({
  file,
  address,
  provenance,
}: {
  file: string;
  address: string;
  provenance: Provenance;
}) {
  return (
    <ExportMenu title="the list" file={file} table={() => fetchTable(address)} provenance={provenance} />
  );
}

async function fetchTable(address: string): Promise<ExportTable> {
  const answer = await sendJson<ExportTable>('GET', address);
  if (!answer.ok) throw new Error(answer.problem.message);
  return answer.value;
}
