export interface ChartTable {
  header: string[];
  rows: (string | number | null)[][];
}

/** A table as CSV (RFC 4180). Text that a spreadsheet would run as a formula is kept as text; nothing is an empty cell. */
export function toCsv({ header, rows }: ChartTable): string {
  const cell = (value: string | number | null): string => {
    if (value === null) return '';
    if (typeof value === 'number') return String(value);
    const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
    return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return `${[header, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}
