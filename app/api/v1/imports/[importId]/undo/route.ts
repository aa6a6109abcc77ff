import { getDb } from '@/db/client';
import { accepted, jsonRoute } from '@/lib/http/json-route';
import { startUndo } from '@/lib/mutations/start-work';

export const POST = jsonRoute<{ importId: string }>({
  run: async ({ params }) => accepted({ job: await startUndo(await getDb(), params.importId) }),
});
