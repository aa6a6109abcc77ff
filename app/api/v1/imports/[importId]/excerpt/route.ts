import { z } from 'zod';
import { getDb } from '@/db/client';
import { jsonRoute } from '@/lib/http/json-route';
import { getFileExcerpt } from '@/lib/queries/file-excerpt';

const query = z.object({ path: z.string().min(1) });

export const GET = jsonRoute<{ importId: string }, z.ZodUndefined, typeof query>({
  query,
  run: async ({ params, query }) => ({
    excerpt: await getFileExcerpt(await getDb(), z.uuid().parse(params.importId), query.path),
  }),
});
