import { provenanceKey } from '../../provenance';
import { checkTable } from '../export-table';
import type { TableFormat } from '../table-format';

/** The table as it is, with its marks and kinds. */
export const jsonFormat = {
  label: 'JSON',
  ending: 'json',
  mediaType: 'application/json',
  for: 'data',
  holdsProvenance: true,
  write: (table, provenance) =>
    `${JSON.stringify({ ...checkTable(table), [provenanceKey]: provenance }, null, 2)}\n`,
} satisfies TableFormat;
