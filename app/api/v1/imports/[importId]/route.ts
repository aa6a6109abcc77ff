import { z } from 'zod';
import { getDb } from '@/db/client';
import { AppError } from '@/lib/core/errors';
import { jsonRoute } from '@/lib/http/json-route';
import { getImportReport } from '@/lib/queries/imports';

const filter = z.object({
  outcome: z.enum(['understood', 'part', 'unchanged', 'later', 'ignored', 'refused']).optional(),
  search: z.string().optional(),
  page: z.coerce.number().int().min(1).optional(),
});

export const GET = jsonRoute<{ importId: string }, z.ZodUndefined, typeof filter>({
  query: filter,
  run: async ({ params, query }) => {
    const report = await getImportReport(await getDb(), z.uuid().parse(params.importId), query);
    if (!report) throw new AppError('not-found', 'There is no such import.');
    return report;
  },
});
