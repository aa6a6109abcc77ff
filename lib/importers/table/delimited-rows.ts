import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parse } from 'csv-parse';
import { AppError } from '@/lib/core/errors';
import type { SourceFile } from '../importer';
import { Occurrences } from '../pools/occurrences';
import type { TableLine } from './table-rows';

/** No cell of a real table is near this; a quotation mark that is never closed must not swallow a whole file. */
const recordLimit = 16 * 1024 * 1024;
const columnLimit = 1000;
const pieceCharacters = 64 * 1024;

/** What stands between the cells of a CSV or TSV file; null when the file is none. Names decide, since any prose has commas. */
export function delimiterOf(file: SourceFile): string | null {
  const ending = /\.(csv|tsv|tab)$/i.exec(file.path)?.[1]?.toLowerCase();
  if (ending === undefined || file.kind !== 'text') return null;
  const header = outsideQuotes(file.headText.trimStart().split(/\r?\n/, 1)[0] ?? '');
  const candidates = ending === 'csv' ? [',', ';', '\t', '|'] : ['\t', ','];
  const counted = candidates.map((mark) => ({ mark, count: header.split(mark).length - 1 }));
  const [best] = counted.sort((a, b) => b.count - a.count);
  return best && best.count > 0 ? best.mark : null;
}

const outsideQuotes = (line: string): string => line.replace(/"(?:[^"]|"")*"?/g, '');

/** The rows of a CSV or TSV file under the names in its first line. */
export async function* delimitedRows(file: SourceFile): AsyncGenerator<TableLine> {
  const unread: TableLine[] = [];
  const parser = parse({
    delimiter: delimiterOf(file) ?? ',',
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: recordLimit,
    // An error would end the stream and cost the rows that it still holds. There is one left that it can be.
    skip_records_with_error: true,
    on_skip: () => {
      const problem = 'a quotation mark above is not closed; the rows from there on could not be read';
      unread.push({ where: `line ${parser.info.lines}`, row: null, problem });
      return undefined;
    },
  });
  // What goes wrong on the way arrives at the reader of the parser as well; here it has been heard.
  const feeding = pipeline(Readable.from(pieces(file, unread)), parser).catch(() => undefined);
  let columns: readonly string[] | null = null;
  for await (const { record, info } of parser as AsyncIterable<ParsedRecord>) {
    if (columns) yield toLine(record, columns, `line ${info.lines}`);
    else columns = columnNames(record, file.path);
  }
  await feeding;
  yield* unread;
}

interface ParsedRecord {
  record: string[];
  /** Counts lines up to the end of the record. */
  info: { lines: number };
}

/** Lines gathered to pieces: a stream costs more by the piece than by the character. */
async function* pieces(file: SourceFile, unread: TableLine[]): AsyncGenerator<string> {
  let piece = '';
  for await (const { number, text, problem } of file.lines()) {
    if (problem !== undefined) unread.push({ where: `line ${number}`, row: null, problem });
    else piece += `${text}\n`;
    if (piece.length < pieceCharacters) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}

/** Columns without a name are called by their place, and those that share one are told apart. */
function columnNames(header: readonly string[], path: string): string[] {
  if (header.length > columnLimit) {
    throw new AppError('limit-exceeded', `${path} has more than ${columnLimit} columns.`, { where: path });
  }
  const occurrences = new Occurrences();
  return header.map((name, i) => occurrences.tellApart(name.trim() || `column ${i + 1}`));
}

function toLine(cells: readonly string[], columns: readonly string[], where: string): TableLine {
  if (cells.length !== columns.length) {
    const problem = `it has ${cells.length} cells, and the table ${columns.length} columns`;
    return { where, row: null, problem };
  }
  return { where, row: new Map(columns.map((column, i) => [column, cells[i]])) };
}
