import { readVarInt } from 'hyparquet/src/thrift.js';

export interface PageReader {
  view: DataView;
  offset: number;
}

/** Bit-packed runs come in groups of eight, and some writers fill up whole blocks. */
const padding = 512;

/**
 * Walks the runs of Parquet's hybrid encoding up to `count` values, without unpacking any.
 *
 * @param width bits of one value
 * @throws Error when a run claims more values than there can be
 * @see https://parquet.apache.org/docs/file-format/data-pages/encodings/
 */
export function checkRuns(reader: PageReader, width: number, count: number): void {
  if (width > 32) throw new Error('a page packs values of more than 32 bits');
  let seen = 0;
  while (seen < count && reader.offset < reader.view.byteLength) {
    const run = readVarInt(reader) >>> 0;
    const packed = (run & 1) === 1;
    const values = (run >>> 1) * (packed ? 8 : 1);
    if (values > count - seen + padding) throw new Error('a run in a page is longer than the page');
    seen += values;
    reader.offset += packed ? (run >>> 1) * width : (width + 7) >> 3;
  }
}
