import { z } from 'zod';
import { getDb } from '@/db/client';
import { lossCauses } from '@/lib/core/gains/loss-causes';
import { jsonRoute } from '@/lib/http/json-route';
import { removeLossCause, setLossCause } from '@/lib/mutations/loss-causes';

const place = z.object({ studyId: z.string(), taskId: z.uuid(), conditionId: z.uuid() });
type Params = z.output<typeof place>;

const said = z.object({ cause: z.enum(lossCauses), evidence: z.string().max(10_000).nullish() });

/** Says by hand why the task was lost under the condition. */
export const PUT = jsonRoute<Params, typeof said>({
  body: said,
  run: async ({ params, body: { cause, evidence = null } }) => {
    await setLossCause(await getDb(), { ...place.parse(params), cause, evidence });
    return { cause };
  },
});

/** Takes back what was said by hand. */
export const DELETE = jsonRoute<Params>({
  run: async ({ params }) => {
    await removeLossCause(await getDb(), place.parse(params));
    return { cause: null };
  },
});
