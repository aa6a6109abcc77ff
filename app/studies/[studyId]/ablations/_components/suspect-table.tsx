import Link from 'next/link';
import { formatNumber } from '@/app/_components/format';
import { TableFrame } from '@/app/_components/table-frame';
import type { SuspectOrder, SuspectRow } from '@/lib/queries/suspects';
import { EvidenceBadges } from './evidence-badges';

const columns: { name: string; sort: SuspectOrder; descending?: boolean }[] = [
  { name: 'Task', sort: 'task' },
  { name: 'Memory', sort: 'memory' },
  { name: 'Evidence, strongest first', sort: 'score', descending: true },
  { name: 'Arms', sort: 'arms', descending: true },
];

/** Numbers that many arms share a line with; more than that is a count. */
const listedArms = 12;

/** Suspected memories by task, in the order that the address asks for. */
export function SuspectTable({
  rows,
  studyId,
  labels,
  sort,
  reverse,
  kind,
}: {
  rows: SuspectRow[];
  studyId: string;
  /** Of all arms, by their index. */
  labels: readonly string[];
  sort: SuspectOrder;
  reverse: boolean;
  kind: string | undefined;
}) {
  const sortLink = (by: SuspectOrder) => {
    const query = new URLSearchParams({ ...(kind ? { kind } : {}), sort: by });
    if (by === sort && !reverse) query.set('order', 'reverse');
    return `?${query}`;
  };
  return (
    <TableFrame caption="Memories that may give an answer away">
      <thead>
        <tr>
          {columns.map(({ name, sort: by, descending = false }) => {
            const down = descending !== reverse;
            return (
              <th
                key={name}
                scope="col"
                aria-sort={by === sort ? (down ? 'descending' : 'ascending') : undefined}
              >
                <Link href={sortLink(by)} scroll={false} className="hover:text-ink">
                  {name}
                  {by === sort ? <span aria-hidden="true">{down ? ' ↓' : ' ↑'}</span> : null}
                </Link>
              </th>
            );
          })}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={`${row.taskId} ${row.memoryId}`}>
            <th scope="row" className="min-w-40 max-w-64">
              <Link className="link break-words" href={`/studies/${studyId}/tasks/${row.taskId}`}>
                {row.task}
              </Link>
              <span className="block text-xs font-normal text-muted">{row.benchmark}</span>
            </th>
            <td className="min-w-48 max-w-80">
              {row.title === null ? (
                <span className="text-muted">deleted since</span>
              ) : (
                <Link
                  className="link line-clamp-2 break-words"
                  href={`/studies/${studyId}/memories/${row.memoryId}`}
                >
                  {row.title || '(untitled)'}
                </Link>
              )}
              <span className="block break-words text-xs text-muted">
                {[row.type, row.sourceBenchmark, row.sourceTask].filter(Boolean).join(' · ')}
              </span>
            </td>
            <td className="min-w-96">
              <ul className="space-y-0.5">
                {row.evidence.map((one) => (
                  <li key={one.kind} className="grid grid-cols-[9rem_2.5rem_1fr] items-baseline gap-x-2">
                    <span>
                      <EvidenceBadges evidence={[one]} />
                    </span>
                    <span className="tabular text-right">{formatNumber(one.score, 2)}</span>
                    <span className="break-words text-xs text-muted">{one.detail}</span>
                  </li>
                ))}
              </ul>
            </td>
            <td
              className="tabular text-xs"
              title={row.arms.map((arm) => `${arm + 1} ${labels[arm]}`).join('\n')}
            >
              {row.arms
                .slice(0, listedArms)
                .map((arm) => arm + 1)
                .join(', ')}
              {row.arms.length > listedArms ? ` and ${row.arms.length - listedArms} more` : ''}
            </td>
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}
