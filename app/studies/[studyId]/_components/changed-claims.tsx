'use client';

import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { ProblemState } from '@/app/_components/empty-state';
import { Panel } from '@/app/_components/panel';
import { type Problem, sendJson } from '@/app/_components/send-json';
import type { ClaimRow } from '@/lib/queries/claims';
import { OutcomeBadge } from '../gains/claims/_components/outcome-badge';

interface ChangedClaim extends Pick<ClaimRow, 'id' | 'verdict' | 'previous'> {
  sentence: string;
}

/** Claims that the data judge otherwise than when somebody last looked, with both verdicts. */
export function ChangedClaims({ studyId, claims }: { studyId: string; claims: ChangedClaim[] }) {
  const router = useRouter();
  const [problem, setProblem] = useState<Problem | null>(null);
  const note = async () => {
    const ids = claims.map(({ id }) => id);
    const answer = await sendJson('POST', `/api/v1/studies/${studyId}/claims/seen`, { ids });
    setProblem(answer.ok ? null : answer.problem);
    if (answer.ok) router.refresh();
  };
  return (
    <Panel
      title={claims.length === 1 ? 'A claim changed' : `${claims.length} claims changed`}
      note="Judged anew on the trials of today."
      actions={
        <button type="button" className="button no-print" onClick={() => void note()}>
          Take note
        </button>
      }
    >
      {problem ? <ProblemState title="That did not work" {...problem} /> : null}
      <ul className="space-y-3">
        {claims.map(({ id, sentence, verdict, previous }) => (
          <li key={id} className="space-y-1">
            <Link className="link break-words font-semibold" href={`/studies/${studyId}/gains/claims`}>
              {sentence}
            </Link>
            {previous ? (
              <p className="break-words text-muted">
                Before: <OutcomeBadge outcome={previous.outcome} /> {previous.sentence}
              </p>
            ) : null}
            {verdict ? (
              <p className="break-words">
                Now: <OutcomeBadge outcome={verdict.outcome} /> {verdict.sentence}
              </p>
            ) : null}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
