import Link from 'next/link';
import { z } from 'zod';
import { Badge } from '@/app/_components/badge';
import { BenchmarkMark } from '@/app/_components/benchmark-mark';
import { EmptyState } from '@/app/_components/empty-state';
import { formatCount } from '@/app/_components/format';
import { MemoryTypeMark } from '@/app/_components/memory-type-mark';
import { PageHeader } from '@/app/_components/page-header';
import { Pagination } from '@/app/_components/pagination';
import { Panel } from '@/app/_components/panel';
import { searchText } from '@/app/_components/search-text';
import { TableFrame } from '@/app/_components/table-frame';
import { UrlSearch, UrlSelect } from '@/app/_components/url-select';
import { getDb } from '@/db/client';
import { metaKnowledge, metaKnowledgeKinds } from '@/lib/core/memories/meta-knowledge';
import { memoryTypes } from '@/lib/core/vocabulary';
import { listMemories, memoriesPerPage } from '@/lib/queries/memories';
import { getMetaKnowledgeShares } from '@/lib/queries/meta-knowledge';
import { KindShares } from './_components/kind-shares';

export const metadata = { title: 'Memories' };

const search = z.object({
  search: searchText,
  type: z.enum(memoryTypes).optional().catch(undefined),
  benchmark: z.string().optional().catch(undefined),
  pool: z.uuid().optional().catch(undefined),
  outcome: z.enum(['success', 'failure']).optional().catch(undefined),
  kind: z.enum(metaKnowledgeKinds).optional().catch(undefined),
  naming: z.literal('yes').optional().catch(undefined),
  page: z.coerce.number().int().min(1).optional().catch(undefined),
});

const all = { value: '', label: 'all' };
const outcomeWord = (success: boolean | null) =>
  success === null ? 'unknown' : success ? 'success' : 'failure';

export default async function MemoriesPage({
  params,
  searchParams,
}: PageProps<'/studies/[studyId]/memories'>) {
  const { studyId } = await params;
  const filter = search.parse(await searchParams);
  const db = await getDb();
  const shares = await getMetaKnowledgeShares(db, studyId);
  const list = await listMemories(db, studyId, {
    search: filter.search,
    type: filter.type,
    benchmark: filter.benchmark,
    poolId: filter.pool,
    success: filter.outcome === undefined ? undefined : filter.outcome === 'success',
    kind: filter.kind,
    naming: filter.naming === 'yes',
    page: filter.page,
  });
  const names = list.facets.benchmarks.map((b) => b.value);
  const empty = list.facets.types.length === 0;
  const counted = (label: string, count: number) => `${label} (${formatCount(count)})`;
  return (
    <div className="space-y-5">
      <PageHeader
        title="Memories"
        question="What is in the pool?"
        actions={
          <>
            <Link className="button" href={`/studies/${studyId}/memories/embeddings`}>
              Embeddings
            </Link>
            <Link className="button" href={`/studies/${studyId}/memories/generate`}>
              Generate memories
            </Link>
          </>
        }
      />
      {shares.sorted > 0 ? (
        <Panel
          title="Kinds of meta-knowledge"
          note={`What the insights pass on: shares of the ${formatCount(shares.sorted)} that are sorted, of ${formatCount(shares.insights)}${shares.byHand > 0 ? `; ${formatCount(shares.byHand)} by hand` : ''}.`}
        >
          <KindShares studyId={studyId} shares={shares} />
        </Panel>
      ) : null}
      {empty ? (
        <EmptyState
          title="No memories yet"
          command="npx carryover import PATH/TO/insight_memory.pkl --study NAME"
        >
          Memories come in with pools: pickles of the paper&apos;s code, or Carryover&apos;s own JSONL. They
          can also be generated from the trajectories of trials.
        </EmptyState>
      ) : (
        <Panel>
          <div className="mb-4 flex flex-wrap items-end gap-3">
            <UrlSearch name="search" label="Text contains" value={filter.search ?? ''} />
            <UrlSelect
              name="type"
              label="Type"
              value={filter.type ?? ''}
              options={[
                all,
                ...memoryTypes.map((t) => ({
                  value: t,
                  label: counted(t, list.facets.types.find((f) => f.value === t)?.count ?? 0),
                })),
              ]}
            />
            <UrlSelect
              name="benchmark"
              label="Source benchmark"
              value={filter.benchmark ?? ''}
              options={[
                all,
                ...list.facets.benchmarks.map((b) => ({ value: b.value, label: counted(b.value, b.count) })),
              ]}
            />
            <UrlSelect
              name="pool"
              label="Pool"
              value={filter.pool ?? ''}
              options={[
                all,
                ...list.facets.pools.map((p) => ({ value: p.id, label: counted(p.value, p.count) })),
              ]}
            />
            <UrlSelect
              name="outcome"
              label="Source trial"
              value={filter.outcome ?? ''}
              options={[all, { value: 'success', label: 'success' }, { value: 'failure', label: 'failure' }]}
            />
            {shares.sorted > 0 ? (
              <UrlSelect
                name="kind"
                label="Meta-knowledge"
                value={filter.kind ?? ''}
                options={[
                  all,
                  ...shares.kinds.map(({ kind, count }) => ({
                    value: kind,
                    label: counted(metaKnowledge[kind].label, count),
                  })),
                ]}
              />
            ) : null}
            {shares.naming > 0 ? (
              <UrlSelect
                name="naming"
                label="Abstraction check"
                value={filter.naming ?? ''}
                options={[all, { value: 'yes', label: counted('names its source', shares.naming) }]}
              />
            ) : null}
          </div>
          {list.rows.length === 0 ? (
            <p className="text-muted">
              {list.total === 0 ? 'No memory fits.' : `There is no page ${list.page}.`}{' '}
              <Link className="link" href={`/studies/${studyId}/memories`}>
                Show all
              </Link>
            </p>
          ) : (
            <TableFrame caption="Memories">
              <thead>
                <tr>
                  <th scope="col">Memory</th>
                  <th scope="col">Type</th>
                  <th scope="col">Source benchmark</th>
                  <th scope="col">Source trial</th>
                  <th scope="col">Pool</th>
                  <th scope="col" className="num">
                    Uses
                  </th>
                </tr>
              </thead>
              <tbody>
                {list.rows.map((m) => (
                  <tr key={m.id}>
                    <th scope="row" className="min-w-52 max-w-xl sm:min-w-64">
                      <Link
                        className="link line-clamp-2 break-words"
                        href={`/studies/${studyId}/memories/${m.id}`}
                      >
                        {m.title || '(untitled)'}
                      </Link>
                      {m.namedCount ? (
                        <Badge tone="warn" title="The abstraction check found names of its source task in it">
                          names its source
                        </Badge>
                      ) : null}
                      {m.description ? (
                        <p className="line-clamp-1 font-normal text-muted">{m.description}</p>
                      ) : null}
                    </th>
                    <td>
                      <MemoryTypeMark type={m.type} />
                    </td>
                    <td>
                      {m.sourceBenchmark ? (
                        <BenchmarkMark name={m.sourceBenchmark} all={names} />
                      ) : (
                        <span className="text-faint">unknown</span>
                      )}
                    </td>
                    <td className="text-muted">{outcomeWord(m.success)}</td>
                    <td className="min-w-32 max-w-56 text-xs text-muted wrap-anywhere">{m.poolName}</td>
                    <td className="num">{formatCount(m.useCount)}</td>
                  </tr>
                ))}
              </tbody>
            </TableFrame>
          )}
          <Pagination page={list.page} pageSize={memoriesPerPage} total={list.total} />
        </Panel>
      )}
    </div>
  );
}
