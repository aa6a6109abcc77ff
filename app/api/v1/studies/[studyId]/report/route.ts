import { z } from 'zod';
import { getDb } from '@/db/client';
import { AppError } from '@/lib/core/errors';
import { missingRules } from '@/lib/core/gains/missing';
import { reportPage } from '@/lib/exporters/report/report-page';
import { jsonRoute } from '@/lib/http/json-route';
import { listConditions } from '@/lib/queries/conditions';
import { getStudyReport } from '@/lib/queries/study-report';

const question = z.object({
  /** A condition's id or label. */
  baseline: z.string().optional(),
  k: z.coerce.number().int().min(1).max(1000).default(1),
  average: z.enum(['task-weighted', 'macro']).default('task-weighted'),
  missing: z.enum(missingRules).optional(),
});

/** The whole study as one HTML file that opens by itself. */
export const GET = jsonRoute<{ studyId: string }, z.ZodUndefined, typeof question>({
  query: question,
  run: async ({ params: { studyId }, query: { baseline, ...rest } }) => {
    const db = await getDb();
    const conditions = baseline === undefined ? [] : await listConditions(db, studyId);
    const chosen = conditions.find(
      ({ id, label, aliases }) => id === baseline || label === baseline || aliases.includes(baseline!),
    );
    if (baseline !== undefined && !chosen) {
      throw new AppError('not-found', `There is no condition “${baseline}” in this study.`, {
        hint: `It has: ${conditions.map(({ label }) => label).join(', ') || 'none'}.`,
      });
    }
    const page = reportPage(await getStudyReport(db, { studyId, baselineId: chosen?.id, ...rest }));
    return new Response(page, {
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'content-disposition': `attachment; filename="${studyId}-report.html"`,
        'x-content-type-options': 'nosniff',
      },
    });
  },
});
