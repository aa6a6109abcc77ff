import { FileStore } from '@tus/file-store';
import { Server } from '@tus/server';
import { homeLayout } from '@/db/home';

export const uploadsPath = '/api/v1/uploads';

/** An upload that nobody goes on with is given up after a week. */
const expiryMs = 7 * 24 * 3600 * 1000;

const slot = Symbol.for('carryover.uploads');
const holder = globalThis as { [slot]?: { server: Server; store: FileStore } };

/**
 * The tus server that takes uploads in pieces, so that they outlast a broken connection. Its files lie in the data folder
 * until {@link import('./finish-upload').finishUpload} takes them.
 */
export function uploads(): { server: Server; store: FileStore } {
  if (!holder[slot]) {
    const store = new FileStore({
      directory: homeLayout().uploads,
      expirationPeriodInMilliseconds: expiryMs,
    });
    const server = new Server({
      path: uploadsPath,
      datastore: store,
      relativeLocation: true,
      // The first sign of a new upload is the moment to make room.
      onUploadCreate: async () => {
        await server.cleanUpExpiredUploads().catch((e: Error) => console.error(`uploads: ${e.message}`));
        return {};
      },
    });
    holder[slot] = { server, store };
  }
  return holder[slot];
}
