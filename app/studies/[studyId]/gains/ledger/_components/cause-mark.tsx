'use client';

import { useRouter } from 'next/navigation';
import { type KeyboardEvent, useOptimistic, useState, useTransition } from 'react';
import { Badge } from '@/app/_components/badge';
import { sendJson } from '@/app/_components/send-json';
import {
  handJudge,
  type LossCause,
  lossCauseLabels,
  lossCauseMeanings,
  lossCauses,
} from '@/lib/core/gains/loss-causes';
import type { SaidCause } from '@/lib/queries/loss-causes';

/** The cause that a key stands for; null takes back, undefined is no key of ours. */
function causeOf(key: string): LossCause | null | undefined {
  if (key === 'Delete' || key === 'Backspace') return null;
  return /^[1-4]$/.test(key) ? lossCauses[Number(key) - 1] : undefined;
}

/**
 * Why a task was lost, said by hand: one of four causes, taken back by the same button again, and undone by a button
 * beside. One stop for the tabulator; inside, the arrows move, the digits say the cause, and Delete takes back.
 */
export function CauseMark({
  studyId,
  taskId,
  conditionId,
  title,
  said,
}: {
  studyId: string;
  taskId: string;
  conditionId: string;
  title: string;
  said: SaidCause[];
}) {
  const router = useRouter();
  const own = said.find(({ judge }) => judge === handJudge)?.cause ?? null;
  const [cause, show] = useOptimistic(own);
  const [, start] = useTransition();
  const [problem, setProblem] = useState('');
  /** What stood here before the last change of this visit; undefined before any. */
  const [before, setBefore] = useState<LossCause | null | undefined>(undefined);

  const say = (next: LossCause | null, undo: LossCause | null | undefined = cause) =>
    start(async () => {
      show(next);
      const url = `/api/v1/studies/${studyId}/losses/${taskId}/${conditionId}`;
      const answer =
        next === null ? await sendJson('DELETE', url) : await sendJson('PUT', url, { cause: next });
      start(() => {
        setProblem(answer.ok ? '' : answer.problem.message);
        if (!answer.ok) return;
        setBefore(undo);
        router.refresh();
      });
    });
  const onKeyDown = (e: KeyboardEvent<HTMLElement>) => {
    if (e.altKey || e.ctrlKey || e.metaKey) return;
    const step = e.key === 'ArrowRight' ? 1 : e.key === 'ArrowLeft' ? -1 : 0;
    const meant = causeOf(e.key);
    if (step !== 0) {
      const buttons = [...e.currentTarget.querySelectorAll('button')];
      const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
      buttons[(at + step + buttons.length) % buttons.length]?.focus();
    } else if (meant !== undefined) say(meant);
    else return;
    e.preventDefault();
  };

  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1 text-xs text-muted">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset breaks the line */}
      <span
        role="group"
        aria-label={`Cause of the loss of ${title}`}
        aria-keyshortcuts="1 2 3 4 Delete"
        className="no-print inline-flex overflow-hidden rounded border border-line-strong"
        onKeyDown={onKeyDown}
      >
        {lossCauses.map((one, i) => (
          <button
            key={one}
            type="button"
            tabIndex={one === (cause ?? lossCauses[0]) ? 0 : -1}
            aria-pressed={cause === one}
            aria-label={`${i + 1}: ${lossCauseLabels[one]}`}
            title={`${lossCauseLabels[one]}: ${lossCauseMeanings[one]}${cause === one ? '; again takes it back' : ''}`}
            className={`tabular min-w-6 border-l border-line-strong px-1.5 py-px first:border-l-0 focus-visible:-outline-offset-2 ${cause === one ? 'bg-accent-soft font-semibold text-accent' : 'hover:bg-sunken'}`}
            onClick={() => say(cause === one ? null : one)}
          >
            {i + 1}
          </button>
        ))}
      </span>
      {cause === null ? null : <span className="text-ink">{lossCauseLabels[cause]}</span>}
      {before !== undefined && before !== cause ? (
        <button type="button" className="link no-print" onClick={() => say(before, undefined)}>
          Undo
        </button>
      ) : null}
      {said
        .filter(({ judge }) => judge !== handJudge)
        .map(({ judge, cause: given, evidence }) => (
          <span key={judge} className="inline-flex flex-wrap items-center gap-1.5">
            <Badge title={`${judge}: ${lossCauseMeanings[given]}`}>
              {judge.replace(/ \(.*\)$/, '')}: {lossCauseLabels[given]}
            </Badge>
            {evidence ? <q className="max-w-80 break-words">{evidence}</q> : null}
            {cause === given ? null : (
              <button type="button" className="link no-print" onClick={() => say(given)}>
                Agree
              </button>
            )}
          </span>
        ))}
      <span role="alert" className="text-bad">
        {problem}
      </span>
    </span>
  );
}
