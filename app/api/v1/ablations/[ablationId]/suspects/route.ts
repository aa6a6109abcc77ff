import { z } from 'zod';
import { getDb } from '@/db/client';
import { AppError } from '@/lib/core/errors';
import { leakageKinds } from '@/lib/core/retrieval/leakage';
import { suspectsCsv } from '@/lib/exporters/suspects';
import { jsonRoute } from '@/lib/http/json-route';
import { getAblation } from '@/lib/queries/ablations';
import { listSuspects, suspectOrders } from '@/lib/queries/suspects';

const question = z.object({
  kind: z.enum(['suspects', 'any', ...leakageKinds]).optional(),
  sort: z.enum(suspectOrders).optional(),
  order: z.enum(['natural', 'reverse']).optional(),
  page: z.coerce.number().int().min(1).optional(),
  format: z.enum(['json', 'csv']).default('json'),
});

/** What speaks against memories that the arms retrieve, as JSON or CSV: all of it, or one page. */
export const GET = jsonRoute<{ ablationId: string }, z.ZodUndefined, typeof question>({
  query: question,
  run: async ({ params, query: { format, order, ...asked } }) => {
    const db = await getDb();
    const id = z.uuid().parse(params.ablationId);
    if (!(await getAblation(db, id))) throw new AppError('not-found', 'There is no such ablation.');
    const found = await listSuspects(db, id, { ...asked, reverse: order === 'reverse' });
    if (format === 'json') return found;
    return new Response(suspectsCsv(found.rows), {
      headers: {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="suspects-${id.slice(0, 8)}.csv"`,
      },
    });
  },
});
