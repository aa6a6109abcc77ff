import { z } from 'zod';
import { getDb } from '@/db/client';
import { jsonRoute } from '@/lib/http/json-route';
import { judgeClaims } from '@/lib/mutations/claims';

const nothing = z.object({});

/** Judges the claims whose trials have changed. */
export const POST = jsonRoute<{ studyId: string }, typeof nothing>({
  body: nothing,
  run: async ({ params }) => judgeClaims(await getDb(), params.studyId),
});
