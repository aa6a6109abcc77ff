import Link from 'next/link';
import { notFound } from 'next/navigation';
import { z } from 'zod';
import { countOf } from '@/app/_components/format';
import { PageHeader } from '@/app/_components/page-header';
import { Pagination } from '@/app/_components/pagination';
import { Panel } from '@/app/_components/panel';
import { UrlSelect } from '@/app/_components/url-select';
import { getDb } from '@/db/client';
import { leakageKinds } from '@/lib/core/retrieval/leakage';
import { getAblation } from '@/lib/queries/ablations';
import { listSuspects, suspectOrders, suspectsPerPage } from '@/lib/queries/suspects';
import { evidenceWords } from '../../_components/evidence-badges';
import { SuspectTable } from '../../_components/suspect-table';

export const metadata = { title: 'Suspects' };

const search = z.object({
  kind: z
    .enum(['any', ...leakageKinds])
    .optional()
    .catch(undefined),
  sort: z.enum(suspectOrders).optional().catch(undefined),
  order: z.literal('reverse').optional().catch(undefined),
  page: z.coerce.number().int().min(1).optional().catch(undefined),
});

export default async function SuspectsPage({
  params,
  searchParams,
}: PageProps<'/studies/[studyId]/ablations/[ablationId]/suspects'>) {
  const { studyId, ablationId } = await params;
  const { page = 1, order, ...asked } = search.parse(await searchParams);
  const db = await getDb();
  const ablation = z.uuid().safeParse(ablationId).success ? await getAblation(db, ablationId) : null;
  if (!ablation || ablation.studyId !== studyId) notFound();
  const { rows, total } = await listSuspects(db, ablationId, {
    ...asked,
    reverse: order === 'reverse',
    page,
  });
  const csv = new URLSearchParams({ format: 'csv', ...asked, ...(order ? { order } : {}) });
  return (
    <div className="space-y-5">
      <PageHeader
        title="Suspects"
        question={
          <>
            <Link className="link" href={`/studies/${studyId}/ablations/${ablationId}`}>
              {ablation.name}
            </Link>
            {' · '}Which retrieved memories may give an answer away, and why?
          </>
        }
        actions={
          <a className="button" href={`/api/v1/ablations/${ablationId}/suspects?${csv}`}>
            CSV
          </a>
        }
      />
      <Panel>
        <p className="mb-4 max-w-prose text-xs text-muted">
          Each row is a memory that some arm retrieved for a task. That a memory was made after the first
          trial of the task began makes no suspect by itself: it is listed under its own kind.
        </p>
        <div className="mb-4 flex flex-wrap items-end gap-3">
          <UrlSelect
            name="kind"
            label="Evidence"
            value={asked.kind ?? ''}
            options={[
              { value: '', label: 'all suspects' },
              ...leakageKinds.map((kind) => ({ value: kind, label: evidenceWords[kind] })),
              { value: 'any', label: 'any evidence' },
            ]}
          />
        </div>
        {total === 0 ? (
          <p className="text-muted">
            {ablation.arms.some((arm) => arm.summary)
              ? 'No arm retrieves a memory with such evidence against it.'
              : 'No arm has run yet.'}
          </p>
        ) : rows.length === 0 ? (
          <p className="text-muted">There are only {countOf(total, 'row')}.</p>
        ) : (
          <>
            <SuspectTable
              rows={rows}
              studyId={studyId}
              labels={ablation.arms.map(({ label }) => label)}
              sort={asked.sort ?? 'score'}
              reverse={order === 'reverse'}
              kind={asked.kind}
            />
            <Pagination page={page} pageSize={suspectsPerPage} total={total} />
          </>
        )}
      </Panel>
    </div>
  );
}
