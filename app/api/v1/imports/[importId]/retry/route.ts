import { z } from 'zod';
import { getDb } from '@/db/client';
import { accepted, jsonRoute } from '@/lib/http/json-route';
import { startRetry } from '@/lib/mutations/start-work';

export const POST = jsonRoute<{ importId: string }>({
  run: async ({ params }) => accepted(await startRetry(await getDb(), z.uuid().parse(params.importId))),
});
