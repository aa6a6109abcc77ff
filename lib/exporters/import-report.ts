import type { importFile } from '@/db/schema';
import { csvLine } from './csv';

type Row = typeof importFile.$inferSelect;

const kinds = ['trial', 'memory', 'retrieval', 'judgement', 'task'] as const;

const header = [
  'path',
  'outcome',
  'format',
  'reason',
  'bytes',
  'sha256',
  ...kinds.map((kind) => `${kind}s`.replace('memorys', 'memories')),
  'warnings',
  'records not used',
];

const notes = (list: readonly { where: string; text: string }[]): string | null =>
  list.length === 0 ? null : list.map(({ where, text }) => `${where}: ${text}`).join('\n');

/** Every file of an import with what became of it, as CSV: the header line, then pages of lines. */
export async function* importReportCsv(pages: AsyncIterable<readonly Row[]>): AsyncGenerator<string> {
  yield `${csvLine(header)}\r\n`;
  for await (const rows of pages) {
    yield rows
      .map(
        (row) =>
          `${csvLine([
            row.path,
            row.outcome,
            row.format,
            row.reason,
            row.bytes,
            row.sha256,
            ...kinds.map((kind) => row.counts[kind] ?? 0),
            notes(row.warnings.map(({ where, message }) => ({ where, text: message }))),
            notes(row.rejections.map(({ where, reason }) => ({ where, text: reason }))),
          ])}\r\n`,
      )
      .join('');
  }
}
