import Link from 'next/link';
import { formatCount, formatDuration, formatUsd } from '@/app/_components/format';
import { OutcomeMark } from '@/app/_components/outcome-mark';
import type { TaskRelevance } from '@/lib/queries/relevance';
import type { TrialRow } from '@/lib/queries/tasks';
import { HitList } from './hit-list';
import { PromptBlock } from './prompt-block';

function facts(t: TrialRow): string[] {
  const list: string[] = [];
  if (t.stepCount !== null) list.push(`${formatCount(t.stepCount)} steps`);
  if (t.inputTokens !== null) list.push(`${formatCount(t.inputTokens)} tokens in`);
  if (t.outputTokens !== null) list.push(`${formatCount(t.outputTokens)} out`);
  if (t.costUsd !== null) list.push(formatUsd(t.costUsd));
  if (t.durationMs !== null) list.push(formatDuration(t.durationMs));
  if (t.finished === false) list.push('never finished');
  return list;
}

/** One trial: outcome, price, what it remembered, and the way to its trajectory. */
export function TrialCard({
  trial: t,
  studyId,
  relevance,
}: {
  trial: TrialRow;
  studyId: string;
  relevance: TaskRelevance;
}) {
  return (
    <li className="space-y-1.5 px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="text-muted">Attempt {t.attempt}</span>
        <OutcomeMark passed={t.passed} reward={t.reward} exceptionType={t.exceptionType} />
        {t.stepCount !== null ? (
          <Link className="link ml-auto" href={`/studies/${studyId}/trials/${t.id}`}>
            Trajectory<span className="sr-only"> of attempt {t.attempt}</span>
          </Link>
        ) : null}
      </div>
      <p className="tabular text-xs text-muted">
        {facts(t)
          .map((fact) => fact.replaceAll(' ', '\u00a0'))
          .join(' · ') || 'The logs hold no figures.'}
      </p>
      {t.rewards && Object.keys(t.rewards).length > 1 ? (
        <p className="tabular text-xs text-muted">
          Rewards:{' '}
          {Object.entries(t.rewards)
            .map(([name, value]) => `${name} ${value}`)
            .join(', ')}
        </p>
      ) : null}
      {t.exceptionMessage ? (
        <p className="line-clamp-3 break-words text-xs text-bad">{t.exceptionMessage}</p>
      ) : null}
      {t.hits && t.hits.length > 0 ? (
        <details open={t.attempt === 1}>
          <summary className="text-xs font-medium">
            {t.hits.length} retrieved {t.hits.length === 1 ? 'memory' : 'memories'}
          </summary>
          <div className="mt-2 space-y-2">
            <HitList hits={t.hits} studyId={studyId} relevance={relevance} />
            {t.promptBlock ? <PromptBlock text={t.promptBlock} /> : null}
          </div>
        </details>
      ) : null}
    </li>
  );
}
