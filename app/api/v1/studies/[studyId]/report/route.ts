import { z } from 'zod';
import { getDb } from '@/db/client';
import { missingRules } from '@/lib/core/gains/missing';
import { reportPage } from '@/lib/exporters/report/report-page';
import { jsonRoute } from '@/lib/http/json-route';
import { getStudyReport } from '@/lib/queries/study-report';

const question = z.object({
  /** A condition by id or label, or `own-model`. */
  baseline: z.string().optional(),
  k: z.coerce.number().int().min(1).max(1000).default(1),
  average: z.enum(['task-weighted', 'macro']).default('task-weighted'),
  missing: z.enum(missingRules).optional(),
});

/** The whole study as one HTML file that opens by itself. */
export const GET = jsonRoute<{ studyId: string }, z.ZodUndefined, typeof question>({
  query: question,
  run: async ({ params: { studyId }, query }) => {
    const page = reportPage(await getStudyReport(await getDb(), { studyId, ...query }));
    return new Response(page, {
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'content-disposition': `attachment; filename="${studyId}-report.html"`,
        'x-content-type-options': 'nosniff',
      },
    });
  },
});
