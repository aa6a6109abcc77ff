import {
  type AsyncBuffer,
  type Compressors,
  type FileMetaData,
  parquetMetadataAsync,
  parquetReadObjects,
  parquetSchema,
  type SchemaTree,
} from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { AppError } from '@/lib/core/errors';
import type { SourceFile } from '../importer';
import { asObject } from '../json-values';
import { cellsOf } from './flatten';
import { checkPages } from './parquet-pages';
import type { TableLine } from './table-rows';

/** A row group is read whole. Writers make them of 128 MB; a few bytes can claim any size. */
const groupLimit = 1024 * 1024 * 1024;
const pageLimit = 256 * 1024 * 1024;
const groupRowLimit = 5_000_000;
const metadataLimit = 64 * 1024 * 1024;

/** The rows of a Parquet file, one row group after another. */
export async function* parquetRows(file: SourceFile, limit: number): AsyncGenerator<TableLine> {
  const metadata = await metadataOf(file);
  let start = 0;
  for (const group of metadata.row_groups) {
    const rows = Number(group.num_rows);
    refuseLarge(file, rows, Number(group.total_byte_size));
    const read = await orRefuse(file, async () => {
      await checkPages(bufferOf(file), metadata, group, boundedCompressors);
      return parquetReadObjects({
        file: bufferOf(file),
        metadata,
        compressors: boundedCompressors,
        rowStart: start,
        rowEnd: Math.min(start + rows, limit),
      });
    });
    for (const [i, row] of read.entries()) {
      const fields = asObject(plain(row, 0));
      yield fields
        ? { where: `row ${start + i + 1}`, row: cellsOf(fields) }
        : { where: `row ${start + i + 1}`, row: null, problem: 'it is no row' };
    }
    start += rows;
    if (start >= limit) return;
  }
}

export const parquetRowCount = async (file: SourceFile): Promise<number> =>
  Number((await metadataOf(file)).num_rows);

async function metadataOf(file: SourceFile): Promise<FileMetaData> {
  const end = await file.slice(Math.max(0, file.size - 8), file.size);
  const length = end.length === 8 ? end.readUInt32LE(0) : 0;
  if (end.subarray(4).toString('latin1') !== 'PAR1' || length === 0 || length > file.size - 12)
    throw unreadable(file, 'it is cut off: its index, which stands at the end, is missing');
  if (length > metadataLimit)
    throw new AppError('limit-exceeded', `${file.path}: its index is larger than 64 MB.`, {
      where: file.path,
    });
  const metadata = await orRefuse(file, () => parquetMetadataAsync(bufferOf(file)));
  const rows = metadata.row_groups.map((group) => Number(group.num_rows));
  if (rows.some((count) => !Number.isSafeInteger(count) || count < 0))
    throw unreadable(file, 'its index is malformed');
  await orRefuse(file, async () => checkColumns(metadata));
  return metadata;
}

/**
 * Every row group must hold each column of the schema once. The library starts to read all that a group names and
 * waits only for what the schema names: an error in any other would end the process.
 */
function checkColumns(metadata: FileMetaData): void {
  const leaves = leavesOf(parquetSchema(metadata)).sort();
  const top = parquetSchema(metadata).children.map(({ element }) => element.name);
  if (new Set(top).size !== top.length) throw new Error('two columns have one name');
  for (const { columns } of metadata.row_groups) {
    const named = columns.map(({ meta_data }) => meta_data?.path_in_schema.join('\u0000')).sort();
    if (named.length !== leaves.length || named.some((name, i) => name !== leaves[i]))
      throw new Error('its columns are not those of its schema');
  }
}

const leavesOf = (tree: SchemaTree): string[] =>
  tree.children.length === 0 ? [tree.path.join('\u0000')] : tree.children.flatMap(leavesOf);

function refuseLarge(file: SourceFile, rows: number, bytes: number): void {
  if (rows <= groupRowLimit && bytes <= groupLimit) return;
  throw new AppError(
    'limit-exceeded',
    `${file.path}: a row group holds ${rows} rows of ${Math.ceil(bytes / 1024 / 1024)} MB; one is read at once.`,
    { where: file.path, hint: 'Write it again with smaller row groups.' },
  );
}

const bufferOf = (file: SourceFile): AsyncBuffer => ({
  byteLength: file.size,
  slice: async (start, end = file.size) => {
    const bytes = await file.slice(start < 0 ? file.size + start : start, end);
    return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  },
});

/** Decompressors make a buffer of the length that a page claims, so the claim is checked first. */
const boundedCompressors = Object.fromEntries(
  Object.entries(compressors).map(([codec, decompress]) => [
    codec,
    (input: Uint8Array, length: number) => {
      if (length < 0 || length > pageLimit) throw new Error(`a page claims to hold ${length} bytes`);
      return decompress!(input, length);
    },
  ]),
) as Compressors;

/** The library throws bare errors at whatever does not parse; all of them mean that the file is damaged. */
async function orRefuse<Result>(file: SourceFile, read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (cause) {
    throw unreadable(file, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

const unreadable = (file: SourceFile, reason: string, cause?: unknown) =>
  new AppError('unreadable-file', `${file.path} is no readable Parquet file: ${reason}.`, {
    where: file.path,
    cause,
  });

const depthLimit = 8;

/** Parquet's own kinds of values as JSON has them. */
function plain(value: unknown, depth: number): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
  if (ArrayBuffer.isView(value)) return [...(value as Float32Array)];
  if (depth >= depthLimit) return null;
  if (Array.isArray(value)) return value.map((item) => plain(item, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, plain(held, depth + 1)]));
}
