import { type LaterFormat, laterFormats } from './formats-to-come';
import type { Importer, SourceFile, SourceTree } from './importer';
import { importers } from './index';

export type Recognised =
  | { as: 'importer'; importer: Importer }
  | ({ as: 'later' } & Pick<LaterFormat, 'id' | 'label'>);

/**
 * The importer that reads a file, else the format it has that is to come, else null. By content, in registry order.
 *
 * @throws AppError when the file cannot be read at all (cut JSON, over a limit)
 */
export async function recogniseFile(file: SourceFile, tree: SourceTree): Promise<Recognised | null> {
  for (const importer of Object.values(importers)) {
    if (await importer.recognises(file, tree)) return { as: 'importer', importer };
  }
  for (const { id, label, recognises } of laterFormats) {
    if (await recognises(file)) return { as: 'later', id, label };
  }
  return null;
}
