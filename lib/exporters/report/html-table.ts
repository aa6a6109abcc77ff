import { checkTable, type ExportTable, type TableRow, typeOf } from '../table/export-table';
import { formatCell, notesOf } from '../table/format-cell';
import { html, type Markup } from './html';

/** A table as people read it, with its notes beneath. */
export function htmlTable(table: ExportTable): Markup {
  const { title, columns, rows } = checkTable(table);
  const numeric = (c: number) => columns[c]!.type.kind !== 'text';
  const cell = (row: TableRow, c: number): Markup => {
    const { text, interval, stars, best } = formatCell(row.cells[c]!, typeOf(row, columns[c]!));
    const reason = row.cells[c]!.value === null && 'reason' in row.cells[c]! ? row.cells[c].reason : '';
    const shown = html`${text}${'*'.repeat(stars)}`;
    const content = html`${best ? html`<b>${shown}</b>` : shown}${interval && html` <small>${interval}</small>`}`;
    if (c === 0) return html`<th scope="row">${content}</th>`;
    return html`<td${numeric(c) && html` class="num"`}${reason && html` title="${reason}"`}>${content}</td>`;
  };
  return html`<div class="frame"><table><caption>${title}</caption>
<thead><tr>${columns.map(({ label }, c) => html`<th scope="col"${numeric(c) && html` class="num"`}>${label}</th>`)}</tr></thead>
<tbody>${rows.map(
    (row) => html`<tr${row.continues && html` class="continues"`}>${columns.map((_, c) => cell(row, c))}</tr>
`,
  )}</tbody></table></div>
${notesOf(table).map(
  (note) => html`<p class="note">${note}</p>
`,
)}`;
}
