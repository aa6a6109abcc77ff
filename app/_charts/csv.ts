import { csvLine } from '@/lib/exporters/csv';

export interface ChartTable {
  header: string[];
  rows: (string | number | null)[][];
}

/** A table as CSV, each line ended as RFC 4180 asks. */
export const toCsv = ({ header, rows }: ChartTable): string =>
  `${[header, ...rows].map(csvLine).join('\r\n')}\r\n`;
