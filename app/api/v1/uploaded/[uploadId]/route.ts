import { jsonRoute } from '@/lib/http/json-route';
import { finishUpload } from '@/lib/uploads/finish-upload';
import { uploads } from '@/lib/uploads/upload-server';

/** Takes a complete upload over into the store. */
export const POST = jsonRoute<{ uploadId: string }>({
  run: ({ params }) => finishUpload(uploads().store, params.uploadId),
});
