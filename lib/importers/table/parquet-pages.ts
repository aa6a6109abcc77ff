import { type AsyncBuffer, type Compressors, type FileMetaData, parquetSchema } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { decompressPage } from 'hyparquet/src/datapage.js';
import { getMaxDefinitionLevel, getMaxRepetitionLevel, getTreePath } from 'hyparquet/src/schema.js';
import { checkRuns, type PageReader } from './parquet-runs';

type RowGroup = FileMetaData['row_groups'][number];
type ColumnMetaData = NonNullable<RowGroup['columns'][number]['meta_data']>;
type PageHeader = ReturnType<typeof parquetHeader>;

/** Vectors count by their numbers: 32,000 of 1,536. */
const valueLimit = 50_000_000;
const pageLimit = 256 * 1024 * 1024;

interface Column {
  meta: ColumnMetaData;
  compressors: Compressors;
  repetition: number;
  definition: number;
}

/**
 * Walks the pages of a row group and compares what they claim with what they hold. The library believes the run lengths
 * and counts it reads, and a wrong one makes it fill an array until the engine ends the process.
 *
 * @throws Error in words at the first claim that cannot be true
 */
export async function checkPages(
  file: AsyncBuffer,
  metadata: FileMetaData,
  group: RowGroup,
  compressors: Compressors,
): Promise<void> {
  const schema = parquetSchema(metadata);
  for (const { meta_data: meta } of group.columns) {
    if (!meta) throw new Error('a column is not described');
    const path = getTreePath(schema, meta.path_in_schema);
    const start = Number(meta.dictionary_page_offset || meta.data_page_offset);
    const length = Number(meta.total_compressed_size);
    if (start < 0 || length < 0 || start + length > file.byteLength)
      throw new Error('a column lies outside of the file');
    if (Number(meta.num_values) > valueLimit)
      throw new Error(`a column holds more than ${valueLimit / 1e6} million values in one row group`);
    const repetition = getMaxRepetitionLevel(path);
    if (repetition === 0 && meta.num_values !== group.num_rows)
      throw new Error('a column does not have a value for each row');
    const bytes = new DataView(await file.slice(start, start + length));
    checkColumn(
      { view: bytes, offset: 0 },
      { meta, compressors, repetition, definition: getMaxDefinitionLevel(path) },
    );
  }
}

function checkColumn(reader: PageReader, column: Column): void {
  let left = Number(column.meta.num_values);
  // The library stops one byte before the end, too.
  while (left > 0 && reader.offset < reader.view.byteLength - 1) {
    const header = parquetHeader(reader);
    const size = header.compressed_page_size;
    if (!(size >= 0 && reader.offset + size <= reader.view.byteLength && header.uncompressed_page_size >= 0))
      throw new Error('a page is longer than its column');
    if (header.uncompressed_page_size > pageLimit) throw new Error('a page claims to hold more than 256 MB');
    const bytes = new Uint8Array(reader.view.buffer, reader.view.byteOffset + reader.offset, size);
    reader.offset += size;
    left -= checkPage(bytes, header, column, left);
  }
}

/** @returns how many values it holds */
function checkPage(bytes: Uint8Array, header: PageHeader, column: Column, left: number): number {
  const { data_page_header: v1, data_page_header_v2: v2, dictionary_page_header: dictionary } = header;
  if (header.type === 'DICTIONARY_PAGE') {
    if (
      !dictionary ||
      !(dictionary.num_values >= 0 && dictionary.num_values <= header.uncompressed_page_size * 8)
    )
      throw new Error('a dictionary claims to hold more than its page');
    return 0;
  }
  const data = header.type === 'DATA_PAGE' ? v1 : header.type === 'DATA_PAGE_V2' ? v2 : undefined;
  if (!data) throw new Error('a page is of no known kind');
  const count = data.num_values;
  if (!(count >= 0 && count <= left)) throw new Error('a page claims to hold more values than its column');
  const { reader, values } =
    v2 && data === v2 ? levelsOfV2(bytes, header, column) : levelsOfV1(bytes, header, column);
  if (data.encoding === 'RLE_DICTIONARY' || data.encoding === 'PLAIN_DICTIONARY') {
    if (values.view.byteLength > values.offset)
      checkRuns(values, values.view.getUint8(values.offset++), count);
  } else if (data.encoding === 'RLE') {
    if (reader === values) values.offset += 4;
    checkRuns(values, 1, count);
  }
  return count;
}

interface Levels {
  /** Where the levels stood, and where the values begin. */
  reader: PageReader;
  values: PageReader;
}

/** All of the page is compressed, and each list of levels says how long it is. */
function levelsOfV1(bytes: Uint8Array, header: PageHeader, { meta, compressors, ...levels }: Column): Levels {
  const reader = readerOf(decompressPage(bytes, header.uncompressed_page_size, meta.codec, compressors));
  for (const level of [levels.repetition, levels.definition]) {
    if (level === 0) continue;
    const length = reader.view.getUint32(reader.offset, true);
    reader.offset += 4;
    const end = reader.offset + length;
    checkRuns(reader, bitWidth(level), header.data_page_header!.num_values);
    reader.offset = end;
  }
  return { reader, values: reader };
}

/** The levels stand before what is compressed. */
function levelsOfV2(bytes: Uint8Array, header: PageHeader, { meta, compressors, ...levels }: Column): Levels {
  const v2 = header.data_page_header_v2!;
  const lengths = [v2.repetition_levels_byte_length, v2.definition_levels_byte_length] as const;
  const [repetition, definition] = lengths;
  if (repetition < 0 || definition < 0 || repetition + definition > bytes.length)
    throw new Error('the levels of a page are longer than the page');
  const reader = readerOf(bytes);
  if (levels.repetition > 0) checkRuns(reader, bitWidth(levels.repetition), v2.num_values);
  reader.offset = repetition;
  if (levels.definition > 0) checkRuns(reader, bitWidth(levels.definition), v2.num_values);
  const rest = bytes.subarray(repetition + definition);
  const size = header.uncompressed_page_size - repetition - definition;
  const plain = v2.is_compressed === false ? rest : decompressPage(rest, size, meta.codec, compressors);
  return { reader, values: readerOf(plain) };
}

const readerOf = (bytes: Uint8Array): PageReader => ({
  view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
  offset: 0,
});

const bitWidth = (level: number): number => 32 - Math.clz32(level);
