'use client';

import { useEffect, useState } from 'react';
import { countOf, formatCount, formatUsd } from '@/app/_components/format';
import { sendJson } from '@/app/_components/send-json';
import { type LlmDraft, toLlmUse } from '@/app/_llm/llm-draft';
import type { RetrievalGrid } from '@/lib/core/retrieval/grid';
import type { AblationEstimate } from '@/lib/queries/estimate-ablation';

/** Typing is over when nothing changed for so long. */
const pauseMs = 350;

/** What the arms that ask a language model would take at most, asked for whenever the grid has changed. */
export function GridEstimate({
  studyId,
  grid,
  llm,
}: {
  studyId: string;
  grid: RetrievalGrid;
  llm: LlmDraft;
}) {
  const body = JSON.stringify({ grid, llm: llm.model.trim() ? toLlmUse(llm) : null });
  const [known, setKnown] = useState<{ body: string; said: AblationEstimate | string } | null>(null);
  useEffect(() => {
    let over = false;
    const timer = setTimeout(async () => {
      const answer = await sendJson<{ estimate: AblationEstimate }>(
        'POST',
        `/api/v1/studies/${studyId}/ablations/estimate`,
        JSON.parse(body),
      );
      if (!over) setKnown({ body, said: answer.ok ? answer.value.estimate : answer.problem.message });
    }, pauseMs);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [studyId, body]);
  if (known?.body !== body) return <>; estimating …</>;
  if (typeof known.said === 'string') return <>; {known.said}</>;
  const { askingArms, questions, inputTokens, outputTokens, costUsd } = known.said;
  return (
    <>
      ; {askingArms === 1 ? '1 arm asks' : `${formatCount(askingArms)} arms ask`} a language model, at most{' '}
      {countOf(questions, 'question')}, about {formatCount(inputTokens)} tokens in and{' '}
      {formatCount(outputTokens)} out:{' '}
      <strong>{costUsd === null ? 'unknown cost, no price is known' : `about ${formatUsd(costUsd)}`}</strong>.
    </>
  );
}
