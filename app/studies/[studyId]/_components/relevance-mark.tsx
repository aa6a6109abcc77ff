'use client';

import { useRouter } from 'next/navigation';
import { type KeyboardEvent, useOptimistic, useState, useTransition } from 'react';
import { Badge } from '@/app/_components/badge';
import { countOf, formatPoints } from '@/app/_components/format';
import { sendJson } from '@/app/_components/send-json';
import { gradeNames, handJudge, type RelevanceGrade, relevanceGrades } from '@/lib/core/retrieval/relevance';
import type { TaskRelevance } from '@/lib/queries/relevance';

const keys: Readonly<Record<string, RelevanceGrade | null>> = {
  '0': 0,
  '1': 1,
  '2': 2,
  Delete: null,
  Backspace: null,
};

/**
 * How relevant a memory is for a task, set by hand: 0, 1 or 2, and taken back by the same button again. One stop for the
 * tabulator; inside, the arrows move, the digits mark, and Delete takes back. Beside it, what others say.
 */
export function RelevanceMark({
  relevance: { taskId, marks, uplifts },
  memoryId,
  title,
}: {
  relevance: TaskRelevance;
  memoryId: string;
  title: string;
}) {
  const router = useRouter();
  const said = marks[memoryId] ?? [];
  const own = said.find(({ judge }) => judge === handJudge)?.grade ?? null;
  const [grade, show] = useOptimistic(own);
  const [, start] = useTransition();
  const [problem, setProblem] = useState('');
  const uplift = uplifts[memoryId];

  const mark = (next: RelevanceGrade | null) =>
    start(async () => {
      show(next);
      const url = `/api/v1/tasks/${taskId}/relevance/${memoryId}`;
      const answer =
        next === null ? await sendJson('DELETE', url) : await sendJson('PUT', url, { grade: next });
      start(() => {
        setProblem(answer.ok ? '' : answer.problem.message);
        if (answer.ok) router.refresh();
      });
    });
  const onKeyDown = (e: KeyboardEvent<HTMLElement>) => {
    if (e.altKey || e.ctrlKey || e.metaKey) return;
    const step = e.key === 'ArrowRight' ? 1 : e.key === 'ArrowLeft' ? -1 : 0;
    if (step !== 0) {
      const buttons = [...e.currentTarget.querySelectorAll('button')];
      const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
      buttons[(at + step + buttons.length) % buttons.length]?.focus();
    } else if (e.key in keys) mark(keys[e.key]!);
    else return;
    e.preventDefault();
  };

  return (
    <span className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1 text-xs text-muted">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset breaks the line */}
      <span
        role="group"
        aria-label={`Relevance of ${title}`}
        aria-keyshortcuts="0 1 2 Delete"
        className="no-print inline-flex overflow-hidden rounded border border-line-strong"
        onKeyDown={onKeyDown}
      >
        {relevanceGrades.map((one) => (
          <button
            key={one}
            type="button"
            tabIndex={one === (grade ?? 0) ? 0 : -1}
            aria-pressed={grade === one}
            aria-label={`${one}: ${gradeNames[one]}`}
            title={`${gradeNames[one]}${grade === one ? '; again takes it back' : ''}`}
            className={`tabular min-w-6 border-l border-line-strong px-1.5 py-px first:border-l-0 focus-visible:-outline-offset-2 ${grade === one ? 'bg-accent-soft font-semibold text-accent' : 'hover:bg-sunken'}`}
            onClick={() => mark(grade === one ? null : one)}
          >
            {one}
          </button>
        ))}
      </span>
      {grade === null ? null : <span>{gradeNames[grade]}</span>}
      {said
        .filter(({ judge }) => judge !== handJudge)
        .map(({ judge, grade: given, reason }) => (
          <Badge key={judge} title={`${judge}: ${gradeNames[given]}. ${reason ?? ''}`}>
            {judge.replace(/ \(.*\)$/, '')} {given}
          </Badge>
        ))}
      {uplift ? (
        <span
          className="tabular"
          title="Pass rate of the trials of this task that held the memory, less the baseline's on the task, in percentage points; observational"
        >
          uplift {formatPoints(uplift.uplift, 0)} pp, {countOf(uplift.trialCount, 'trial')}
        </span>
      ) : null}
      <span role="alert" className="text-bad">
        {problem}
      </span>
    </span>
  );
}
