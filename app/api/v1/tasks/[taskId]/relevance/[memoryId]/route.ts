import { z } from 'zod';
import { getDb } from '@/db/client';
import { relevanceGrades } from '@/lib/core/retrieval/relevance';
import { jsonRoute } from '@/lib/http/json-route';
import { removeRelevanceMark, setRelevanceMark } from '@/lib/mutations/relevance-marks';

const place = z.object({ taskId: z.uuid(), memoryId: z.uuid() });
type Params = z.output<typeof place>;

const mark = z.object({ grade: z.literal(relevanceGrades) });

/** Marks by hand how relevant the memory is for the task. */
export const PUT = jsonRoute<Params, typeof mark>({
  body: mark,
  run: async ({ params, body }) => {
    await setRelevanceMark(await getDb(), { ...place.parse(params), grade: body.grade });
    return { grade: body.grade };
  },
});

/** Takes the mark that was set by hand back. */
export const DELETE = jsonRoute<Params>({
  run: async ({ params }) => {
    await removeRelevanceMark(await getDb(), place.parse(params));
    return { grade: null };
  },
});
