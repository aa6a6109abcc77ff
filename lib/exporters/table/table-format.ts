import type { Provenance } from '../provenance';
import type { ExportTable } from './export-table';

export type FileContent = string | Uint8Array<ArrayBuffer>;

/** One way to write a table to a file. A new one is a file here and a line in `tableFormats`. */
export interface TableFormat {
  /** As people know it. */
  label: string;
  /** Of file names, without the dot. */
  ending: string;
  mediaType: string;
  /** Whether people read it as a page or programs as data; a table may exist in two shapes. */
  for: 'page' | 'data';
  /** Whether the file says by itself where it comes from. */
  holdsProvenance: boolean;
  /**
   * The whole file. Pure; linear in the number of cells.
   *
   * @throws RangeError where the table is not one, as `checkTable` says
   */
  write(table: ExportTable, provenance: Provenance | null): FileContent | Promise<FileContent>;
}
