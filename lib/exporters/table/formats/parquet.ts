import { provenanceKey } from '../../provenance';
import { type FlatColumn, flatColumns } from '../flat-columns';
import type { TableFormat } from '../table-format';

const types = { text: 'STRING', integer: 'INT64', number: 'DOUBLE' } as const;

function toSource({ name, type, values }: FlatColumn) {
  const data = type === 'integer' ? values.map((v) => (v === null ? null : BigInt(v))) : values;
  return { name, data, type: types[type], nullable: true };
}

/** Typed columns: `carryover` in the file's metadata says where it comes from, `table` what its columns are. */
export const parquetFormat = {
  label: 'Parquet',
  ending: 'parquet',
  mediaType: 'application/vnd.apache.parquet',
  for: 'data',
  holdsProvenance: true,
  async write(table, provenance) {
    const columns = flatColumns(table);
    // A page that offers the format does not load the writer before somebody asks for a file.
    const { parquetWriteBuffer } = await import('hyparquet-writer');
    const about = {
      title: table.title,
      notes: table.notes,
      columns: columns.map(({ name, unit }) => ({ name, unit })),
    };
    const bytes = parquetWriteBuffer({
      columnData: columns.map(toSource),
      createdBy: 'Carryover',
      kvMetadata: [
        { key: 'table', value: JSON.stringify(about) },
        ...(provenance ? [{ key: provenanceKey, value: JSON.stringify(provenance) }] : []),
      ],
    });
    return new Uint8Array(bytes);
  },
} satisfies TableFormat;
