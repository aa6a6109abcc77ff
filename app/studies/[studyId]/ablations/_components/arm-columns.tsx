import Link from 'next/link';
import { Badge } from '@/app/_components/badge';
import { MemoryTypeMark } from '@/app/_components/memory-type-mark';
import type { AblationHitRow, AblationTask } from '@/lib/queries/ablations';

/** How a memory's rank differs from the first arm's, in words. */
function moved(hit: AblationHitRow, reference: AblationHitRow[]): string {
  const there = reference.find((h) => h.memoryId === hit.memoryId);
  if (!there) return 'not in arm 1';
  if (there.rank === hit.rank) return 'same rank';
  return there.rank > hit.rank ? `up ${there.rank - hit.rank}` : `down ${hit.rank - there.rank}`;
}

/** What every arm retrieved for one task, and what moved against the first arm. */
export function ArmColumns({
  task,
  arms,
  studyId,
}: {
  task: AblationTask;
  arms: { index: number; label: string }[];
  studyId: string;
}) {
  const reference = task.arms[0]?.hits ?? [];
  return (
    <div className="grid gap-x-6 gap-y-5 sm:grid-cols-2 xl:grid-cols-3">
      {task.arms.map((result) => (
        <section key={result.arm} aria-label={`Arm ${result.arm + 1}`} className="min-w-0">
          <h3 className="border-b border-line pb-1">
            <span className="mr-2 text-faint">{result.arm + 1}</span>
            {arms[result.arm]?.label}
          </h3>
          {result.hits.length === 0 ? (
            <p className="pt-2 text-muted">
              {result.reason ??
                "Nothing was retrieved: no memory is within the arm's scope and types, or none matches the query."}
            </p>
          ) : null}
          <ol className="divide-y divide-line">
            {result.hits.map((h) => (
              <li key={h.memoryId} className="grid grid-cols-[1rem_3.5rem_1fr] gap-x-2 py-1.5">
                <span className="tabular text-faint">{h.rank}</span>
                <span className="tabular text-muted">{h.score.toFixed(3)}</span>
                <div className="min-w-0">
                  <Link
                    className="link line-clamp-2 break-words"
                    href={`/studies/${studyId}/memories/${h.memoryId}`}
                  >
                    {h.title}
                  </Link>
                  <span className="flex flex-wrap gap-x-3 text-xs text-muted">
                    <MemoryTypeMark type={h.type} />
                    {h.sourceBenchmark ?? 'unknown benchmark'}
                    {result.arm > 0 ? <span>{moved(h, reference)}</span> : null}
                    {h.leakage ? <Badge tone="bad">its own source task</Badge> : null}
                  </span>
                </div>
              </li>
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
}
