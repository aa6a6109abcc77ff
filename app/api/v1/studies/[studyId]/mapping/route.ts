import { z } from 'zod';
import { getDb } from '@/db/client';
import { accepted, jsonRoute } from '@/lib/http/json-route';
import { studyMapping } from '@/lib/importers/mapping/mapping';
import { startMapping } from '@/lib/mutations/start-work';
import { requireMappings } from '@/lib/queries/surveys';

interface Params {
  studyId: string;
}

export const GET = jsonRoute<Params>({
  run: async ({ params }) => requireMappings(await getDb(), params.studyId),
});

const given = z.object({ mapping: studyMapping });

export const PUT = jsonRoute<Params, typeof given>({
  body: given,
  run: async ({ params, body }) =>
    accepted({ job: await startMapping(await getDb(), params.studyId, body.mapping) }),
});
