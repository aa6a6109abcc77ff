import { getDb } from '@/db/client';
import { jsonRoute } from '@/lib/http/json-route';
import { listConditions } from '@/lib/queries/conditions';

export const GET = jsonRoute<{ studyId: string }>({
  run: async ({ params }) => ({ conditions: await listConditions(await getDb(), params.studyId) }),
});
