'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { countOf } from '@/app/_components/format';
import { sendJson } from '@/app/_components/send-json';

/** Runs the arms of an ablation that wait. */
export function GoOnButton({ ablationId, waiting }: { ablationId: string; waiting: number }) {
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  const goOn = async () => {
    setBusy(true);
    const answer = await sendJson('POST', `/api/v1/ablations/${ablationId}/arms`, {});
    setBusy(false);
    setProblem(answer.ok ? '' : answer.problem.message);
    if (answer.ok) router.refresh();
  };
  return (
    <div className="flex flex-wrap items-center gap-3">
      <button type="button" className="button button-primary" disabled={busy} onClick={goOn}>
        Run {waiting === 1 ? 'the arm that waits' : `the ${countOf(waiting, 'arm')} that wait`}
      </button>
      {problem ? <span className="text-bad">{problem}</span> : null}
    </div>
  );
}
