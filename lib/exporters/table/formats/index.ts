import type { TableFormat } from '../table-format';
import { csvFormat } from './csv';
import { jsonFormat } from './json';
import { latexFormat } from './latex';
import { markdownFormat } from './markdown';
import { parquetFormat } from './parquet';

/** Every format that a table can be written in. */
export const tableFormats = {
  csv: csvFormat,
  markdown: markdownFormat,
  latex: latexFormat,
  parquet: parquetFormat,
  json: jsonFormat,
} satisfies Record<string, TableFormat>;

export type TableFormatId = keyof typeof tableFormats;
