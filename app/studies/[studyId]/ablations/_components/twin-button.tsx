'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { countOf } from '@/app/_components/format';
import { sendJson } from '@/app/_components/send-json';
import { useSetParam } from '@/app/_components/url-select';

/** Runs every arm that has no twin once more without suspects, and shows the twins. */
export function TwinButton({ ablationId, missing }: { ablationId: string; missing: number }) {
  const router = useRouter();
  const setParam = useSetParam();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  const recompute = async () => {
    setBusy(true);
    const path = `/api/v1/ablations/${ablationId}/arms`;
    const answer = await sendJson('POST', path, { withoutSuspects: true });
    setBusy(false);
    setProblem(answer.ok ? '' : [answer.problem.message, answer.problem.hint].filter(Boolean).join(' '));
    if (!answer.ok) return;
    setParam('suspects', 'without');
    router.refresh();
  };
  return (
    <div className="flex flex-wrap items-center gap-3">
      <button type="button" className="button button-primary" disabled={busy} onClick={recompute}>
        Recompute {countOf(missing, 'arm')} without suspects
      </button>
      {problem ? (
        <span role="alert" className="text-bad">
          {problem}
        </span>
      ) : null}
    </div>
  );
}
