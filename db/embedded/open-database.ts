import { PGlite } from '@electric-sql/pglite';

/**
 * Opens an embedded database in this process, which must own its folder.
 *
 * PostgreSQL writes its whole cache full of zeros when it starts: 64 MB instead of its usual 128 take half a second less,
 * and everybody waits for it. Fewer make an import slower.
 */
export const openDatabase = (folder: string): Promise<PGlite> =>
  PGlite.create({
    dataDir: folder,
    startParams: [...PGlite.defaultStartParams, '-c', 'shared_buffers=64MB'],
  });
