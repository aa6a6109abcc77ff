import { z } from 'zod';
import { getDb } from '@/db/client';
import { AppError } from '@/lib/core/errors';
import { jsonRoute } from '@/lib/http/json-route';
import { judgeClaims } from '@/lib/mutations/claims';
import { deleteStudy, updateStudy } from '@/lib/mutations/studies';
import { getOverview } from '@/lib/queries/get-overview';

interface Params {
  studyId: string;
}

export const GET = jsonRoute<Params>({
  run: async ({ params }) => {
    const overview = await getOverview(await getDb(), params.studyId);
    if (!overview) throw new AppError('not-found', `There is no study “${params.studyId}”.`);
    return overview;
  },
});

const change = z.object({
  name: z.string().trim().min(1).max(200).optional(),
  description: z.string().max(5000).optional(),
  passThreshold: z.number().min(-1e9).max(1e9).optional(),
  baselineConditionId: z.uuid().nullable().optional(),
});

export const PATCH = jsonRoute<Params, typeof change>({
  body: change,
  run: async ({ params, body }) => {
    const db = await getDb();
    const study = await updateStudy(db, params.studyId, body);
    if (body.passThreshold !== undefined) await judgeClaims(db, params.studyId);
    return { study };
  },
});

export const DELETE = jsonRoute<Params>({
  run: async ({ params }) => {
    await deleteStudy(await getDb(), params.studyId);
    return { deleted: params.studyId };
  },
});
