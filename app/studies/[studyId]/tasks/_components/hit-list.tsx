import Link from 'next/link';
import { Badge } from '@/app/_components/badge';
import { MemoryTypeMark } from '@/app/_components/memory-type-mark';
import type { LeakageEvidence } from '@/lib/core/retrieval/leakage';
import type { MemoryType } from '@/lib/core/vocabulary';
import type { TaskRelevance } from '@/lib/queries/relevance';
import { RelevanceMark } from '../../_components/relevance-mark';
import { EvidenceBadges } from '../../ablations/_components/evidence-badges';

interface Hit {
  rank: number;
  score: number | null;
  memoryId: string | null;
  title: string | null;
  type: MemoryType | null;
  sourceBenchmark: string | null;
  success: boolean | null;
  similarity?: number | null;
  evidence?: LeakageEvidence[];
  text?: string;
}

/** Retrieved memories, best first, each to be marked as relevant for the task or not. */
export function HitList({
  hits,
  studyId,
  relevance,
}: {
  hits: Hit[];
  studyId: string;
  relevance: TaskRelevance;
}) {
  return (
    <ol className="space-y-1.5">
      {hits.map((h) => (
        <li key={h.rank} className="grid grid-cols-[1.25rem_3.25rem_1fr] items-baseline gap-x-2 text-sm">
          <span className="tabular text-right text-faint">{h.rank}</span>
          <span className="tabular text-muted" title={h.score === null ? 'the log holds no score' : 'score'}>
            {h.score === null ? '–' : h.score.toFixed(3)}
          </span>
          <div className="min-w-0">
            {h.memoryId ? (
              <Link className="link break-words" href={`/studies/${studyId}/memories/${h.memoryId}`}>
                {h.title}
              </Link>
            ) : (
              <span className="line-clamp-2 break-words">{h.text}</span>
            )}
            <span className="mt-0.5 flex flex-wrap items-center gap-x-3 gap-y-0.5 text-xs text-muted">
              {h.type ? (
                <MemoryTypeMark type={h.type} />
              ) : (
                <Badge tone="warn">matches no imported memory</Badge>
              )}
              {h.sourceBenchmark ? <span>from {h.sourceBenchmark}</span> : null}
              {typeof h.similarity === 'number' ? (
                <span title="Share of word triples that the prompt's text and this memory have in common (Jaccard)">
                  near-duplicate, similarity {h.similarity.toFixed(2)}
                </span>
              ) : null}
              {h.success === false ? <span>source failed</span> : null}
              {h.evidence ? <EvidenceBadges evidence={h.evidence} /> : null}
            </span>
            {h.memoryId ? (
              <RelevanceMark relevance={relevance} memoryId={h.memoryId} title={h.title ?? h.memoryId} />
            ) : null}
          </div>
        </li>
      ))}
    </ol>
  );
}
