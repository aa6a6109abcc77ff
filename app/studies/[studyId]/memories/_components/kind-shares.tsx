import Link from 'next/link';
import { formatCount, formatPercent } from '@/app/_components/format';
import { metaKnowledge } from '@/lib/core/memories/meta-knowledge';
import type { MetaKnowledgeShares } from '@/lib/queries/meta-knowledge';

/** How the sorted insights spread over the kinds of meta-knowledge: a bar each, of all that are sorted. */
export function KindShares({ studyId, shares }: { studyId: string; shares: MetaKnowledgeShares }) {
  const most = Math.max(1, ...shares.kinds.map(({ count }) => count));
  return (
    <ul
      className="grid gap-x-10 gap-y-1.5 lg:grid-flow-col lg:grid-cols-2 lg:grid-rows-5"
      aria-label="Shares of the kinds of meta-knowledge"
    >
      {shares.kinds.map(({ kind, count }) => (
        <li
          key={kind}
          className="grid grid-cols-[minmax(0,9.5rem)_1fr_5.5rem] sm:grid-cols-[minmax(0,12.5rem)_1fr_5.5rem] items-center gap-x-3"
        >
          <Link
            className="link truncate"
            title={metaKnowledge[kind].about}
            href={`/studies/${studyId}/memories?type=insight&kind=${kind}`}
          >
            {metaKnowledge[kind].label}
          </Link>
          <span className="h-2.5 overflow-hidden rounded-sm bg-sunken" aria-hidden="true">
            <span
              className="block h-full rounded-sm"
              style={{ width: `${(count / most) * 100}%`, background: 'var(--type-insight)' }}
            />
          </span>
          <span className="tabular text-right">
            {shares.sorted > 0 ? `${formatPercent(count / shares.sorted)} %` : '–'}{' '}
            <span className="text-xs text-muted">{formatCount(count)}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}
