import type { Provenance } from '../../provenance';
import { provenanceFile } from '../../provenance';
import { characterMacro, escapeLatex } from '../escape-latex';
import { checkTable, type ExportTable, type TableRow, typeOf } from '../export-table';
import { type FormattedCell, formatCell, groupsOf, notesOf } from '../format-cell';
import type { TableFormat } from '../table-format';

/** More columns than this take both columns of a page, in smaller letters. */
const narrowColumns = 5;

const comment = (text: string): string =>
  text
    .trimEnd()
    .split(/[\n\r\u0085\u2028\u2029]/)
    .map((line) => `% ${line}\n`)
    .join('');

/** The interval stands under its value: beside it, no page would be wide enough. */
function cellText({ text, interval, stars, best }: FormattedCell): string {
  const escaped = escapeLatex(text);
  const value = (best ? `\\textbf{${escaped}}` : escaped) + (stars > 0 ? `$^{${'*'.repeat(stars)}}$` : '');
  // Set from the top, so that the value stands in the line of its row's name.
  return interval === ''
    ? value
    : `\\begin{tabular}[t]{@{}r@{}}${value}\\\\[-0.3ex]{\\scriptsize ${escapeLatex(interval)}}\\end{tabular}`;
}

const rowText = (cells: string[]): string => `    ${cells.join(' & ')} \\\\`;

/** The line of groups with the rules beneath; nothing where there is no group. */
function groupLines(columns: ExportTable['columns']): string[] {
  const groups = groupsOf(columns);
  if (!groups) return [];
  let first = 1;
  const rules = groups.flatMap(({ label, span }) => {
    const rule = label === '' ? [] : [`\\cmidrule(lr){${first}-${first + span - 1}}`];
    first += span;
    return rule;
  });
  const cells = groups.map(({ label, span }) =>
    label === '' && span === 1 ? '' : `\\multicolumn{${span}}{c}{${escapeLatex(label)}}`,
  );
  return [rowText(cells), `    ${rules.join(' ')}`];
}

function bodyLines({ columns, rows }: ExportTable): string[] {
  const inBlocks = rows.some(({ continues }) => continues);
  return rows.flatMap((row: TableRow, r) => {
    const cells = row.cells.map((cell, c) => cellText(formatCell(cell, typeOf(row, columns[c]!))));
    if (row.continues) cells[0] = `\\quad ${cells[0]}`;
    return [...(inBlocks && r > 0 && !row.continues ? ['    \\addlinespace'] : []), rowText(cells)];
  });
}

function tableText(table: ExportTable): string {
  const { title, columns } = table;
  const wide = columns.length > narrowColumns;
  const environment = wide ? 'table*' : 'table';
  const notes = notesOf(table).map((note) => `    ${escapeLatex(note)}\\par`);
  return [
    `\\begin{${environment}}`,
    '  \\centering',
    ...(wide ? ['  \\small\\setlength{\\tabcolsep}{4pt}'] : []),
    `  \\caption{${escapeLatex(title)}}`,
    `  \\begin{tabular}{@{}${columns.map(({ type }) => (type.kind === 'text' ? 'l' : 'r')).join('')}@{}}`,
    '    \\toprule',
    ...groupLines(columns),
    rowText(columns.map(({ label }) => escapeLatex(label))),
    '    \\midrule',
    ...bodyLines(table),
    '    \\bottomrule',
    '  \\end{tabular}',
    ...(notes.length > 0
      ? ['', '  \\medskip', '  \\begin{minipage}{\\linewidth}\\footnotesize', ...notes, '  \\end{minipage}']
      : []),
    `\\end{${environment}}`,
    '',
  ].join('\n');
}

function header(text: string, provenance: Provenance | null): string {
  return (
    comment('Needs \\usepackage[T1]{fontenc} and \\usepackage{booktabs}.') +
    (provenance ? comment(`Where it comes from:\n${provenanceFile(provenance)}`) : '') +
    (text.includes('\\carryoverchar') ? `${characterMacro}\n` : '')
  );
}

/** A floating table in the manner of booktabs, to be taken in by \input. */
export const latexFormat = {
  label: 'LaTeX',
  ending: 'tex',
  mediaType: 'application/x-tex',
  for: 'page',
  holdsProvenance: true,
  write(table, provenance) {
    const text = tableText(checkTable(table));
    return header(text, provenance) + text;
  },
} satisfies TableFormat;
