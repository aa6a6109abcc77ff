'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { countOf } from '@/app/_components/format';
import { type Problem, sendJson } from '@/app/_components/send-json';

/** Reads once more what could not be read, after somebody mended it. */
export function TryAgain({ studyId, importId, files }: { studyId: string; importId: string; files: number }) {
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  return (
    <div className="text-right">
      <button
        type="button"
        className="button"
        disabled={busy}
        onClick={async () => {
          setBusy(true);
          const answer = await sendJson<{ importId: string }>(
            'POST',
            `/api/v1/imports/${importId}/retry`,
            {},
          );
          setProblem(answer.ok ? null : answer.problem);
          if (answer.ok) router.push(`/studies/${studyId}/import/${answer.value.importId}`);
          else setBusy(false);
        }}
      >
        Try {countOf(files, 'file')} again
      </button>
      {problem ? <p className="mt-1 text-xs text-bad">{problem.message}</p> : null}
    </div>
  );
}
