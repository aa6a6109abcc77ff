import { checkTable, typeOf } from '../export-table';
import { type FormattedCell, formatCell, notesOf } from '../format-cell';
import type { TableFormat } from '../table-format';

/** A text that Markdown leaves as it is, on one line. */
export const escapeMarkdown = (text: string): string =>
  text.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]<>#|~$&]/g, '\\$&');

function cellText({ text, interval, stars, best }: FormattedCell): string {
  const plain = escapeMarkdown(text) + '\\*'.repeat(stars);
  return [best && text.trim() !== '' ? `**${plain.trim()}**` : plain, escapeMarkdown(interval)]
    .filter((part) => part !== '')
    .join(' ');
}

const line = (cells: string[]): string => `| ${cells.join(' | ')} |`;

/** A table of pipes as GitHub reads it. It knows no headings over several columns: a group stands before its labels. */
export const markdownFormat = {
  label: 'Markdown',
  ending: 'md',
  mediaType: 'text/markdown',
  for: 'page',
  holdsProvenance: false,
  write(table) {
    const { title, columns, rows } = checkTable(table);
    const labels = columns.map(({ group, label }) => escapeMarkdown(!group ? label : `${group}: ${label}`));
    const rules = columns.map(({ type }) => (type.kind === 'text' ? '---' : '---:'));
    const body = rows.map((row) =>
      line(row.cells.map((cell, c) => cellText(formatCell(cell, typeOf(row, columns[c]!))))),
    );
    const notes = notesOf(table).map((note) => `\n${escapeMarkdown(note)}\n`);
    return `**${escapeMarkdown(title)}**\n\n${[line(labels), line(rules), ...body].join('\n')}\n${notes.join('')}`;
  },
} satisfies TableFormat;
