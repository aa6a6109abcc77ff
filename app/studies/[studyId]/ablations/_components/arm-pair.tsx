import Link from 'next/link';
import { CopyButton } from '@/app/_components/copy-button';
import { countOf, formatCount, formatNumber, formatUsd } from '@/app/_components/format';
import { MemoryTypeMark } from '@/app/_components/memory-type-mark';
import type { Asked } from '@/lib/core/retrieval/asked';
import type { AblationHitRow, AblationTask } from '@/lib/queries/ablations';
import type { TaskRelevance } from '@/lib/queries/relevance';
import { RelevanceMark } from '../../_components/relevance-mark';
import { EvidenceBadges } from './evidence-badges';

/** How a memory's rank differs from the other arm's, in words. */
function moved(hit: AblationHitRow, other: AblationHitRow[]): { text: string; tone: 'plain' | 'new' } {
  const there = other.find((h) => h.memoryId === hit.memoryId);
  if (!there) return { text: 'only here', tone: 'new' };
  if (there.rank === hit.rank) return { text: 'same rank', tone: 'plain' };
  const steps = Math.abs(there.rank - hit.rank);
  return { text: `${there.rank > hit.rank ? 'up' : 'down'} ${steps}`, tone: 'plain' };
}

function asked({ questions, fromCache, costUsd }: Asked): string {
  const kept = fromCache > 0 ? `, ${fromCache} of them answered before` : '';
  return `${countOf(questions, 'question')} to a model${kept}${costUsd === null ? '' : `, ${formatUsd(costUsd)}`}`;
}

function ArmColumn({
  result,
  other,
  label,
  studyId,
  relevance,
}: {
  result: AblationTask['arms'][number];
  other: AblationHitRow[] | null;
  label: string;
  studyId: string;
  relevance: TaskRelevance;
}) {
  return (
    <section aria-label={`Arm ${result.arm + 1}`} className="min-w-0">
      <h3 className="border-b border-line pb-1">
        <span className="mr-2 text-faint">{result.arm + 1}</span>
        {label}
      </h3>
      <p className="tabular pt-1 text-xs text-muted">
        {result.candidateCount === null ? '' : `out of ${formatCount(result.candidateCount)} memories, `}
        {formatNumber(result.durationMs, 1)} ms
        {result.asked ? `, ${asked(result.asked)}` : ''}
      </p>
      {result.hits.length === 0 ? (
        <p className="pt-2 text-muted">
          {result.reason ??
            "Nothing was retrieved: no memory is within the arm's scope and types, or none matches the query."}
        </p>
      ) : null}
      <ol className="divide-y divide-line">
        {result.hits.map((h) => {
          const change = other && moved(h, other);
          return (
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
                  {h.searchRank !== null ? <span>search rank {h.searchRank}</span> : null}
                  {change ? (
                    <span className={change.tone === 'new' ? 'font-medium text-ink' : ''}>{change.text}</span>
                  ) : null}
                  <EvidenceBadges evidence={h.evidence} />
                </span>
                {h.rewritten === null ? null : (
                  <details className="mt-1 text-muted">
                    <summary className="cursor-pointer text-xs">Rewritten for the task</summary>
                    <p className="mt-1 whitespace-pre-wrap break-words">{h.rewritten}</p>
                  </details>
                )}
                <RelevanceMark relevance={relevance} memoryId={h.memoryId} title={h.title} />
              </div>
            </li>
          );
        })}
      </ol>
      {result.promptBlock ? (
        <details className="pt-1">
          <summary className="cursor-pointer text-muted">Prompt block</summary>
          <div className="relative mt-2 rounded-md border border-line bg-sunken">
            <div className="absolute right-1 top-1">
              <CopyButton
                text={result.promptBlock}
                label={`Copy the prompt block of arm ${result.arm + 1}`}
              />
            </div>
            <pre className="max-h-96 overflow-auto whitespace-pre-wrap break-words p-3 pr-10 text-xs">
              {result.promptBlock}
            </pre>
          </div>
        </details>
      ) : null}
    </section>
  );
}

/** What two arms retrieved for one task, what moved between them, and the prompt block that each would give. */
export function ArmPair({
  task,
  labels,
  studyId,
  relevance,
}: {
  task: AblationTask;
  labels: readonly string[];
  studyId: string;
  relevance: TaskRelevance;
}) {
  return (
    <div className="grid gap-x-8 gap-y-6 lg:grid-cols-2">
      {task.arms.map((result, i) => (
        <ArmColumn
          key={result.arm}
          result={result}
          other={task.arms.length > 1 ? task.arms[1 - i]!.hits : null}
          label={labels[result.arm] ?? ''}
          studyId={studyId}
          relevance={relevance}
        />
      ))}
    </div>
  );
}
