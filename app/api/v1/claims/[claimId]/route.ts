import { z } from 'zod';
import { getDb } from '@/db/client';
import { jsonRoute } from '@/lib/http/json-route';
import { deleteClaim } from '@/lib/mutations/claims';

export const DELETE = jsonRoute<{ claimId: string }>({
  run: async ({ params }) => deleteClaim(await getDb(), z.uuid().parse(params.claimId)),
});
