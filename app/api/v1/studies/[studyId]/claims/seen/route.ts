import { z } from 'zod';
import { getDb } from '@/db/client';
import { jsonRoute } from '@/lib/http/json-route';
import { noteClaims } from '@/lib/mutations/claims';

const which = z.object({
  /** Without it all claims of the study. */
  ids: z.array(z.uuid()).max(1000).optional(),
});

/** Takes note of changed verdicts. */
export const POST = jsonRoute<{ studyId: string }, typeof which>({
  body: which,
  run: async ({ params, body }) => ({ noted: await noteClaims(await getDb(), params.studyId, body.ids) }),
});
