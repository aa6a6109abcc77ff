import { getDb } from '@/db/client';
import { jsonRoute } from '@/lib/http/json-route';
import { listJudgeAgreement } from '@/lib/queries/judge-agreement';

export const GET = jsonRoute<{ studyId: string }>({
  run: async ({ params }) => ({ judges: await listJudgeAgreement(await getDb(), params.studyId) }),
});
