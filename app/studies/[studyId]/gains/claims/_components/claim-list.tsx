'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { ProblemState } from '@/app/_components/empty-state';
import { formatDate } from '@/app/_components/format';
import { type Problem, sendJson } from '@/app/_components/send-json';
import type { ClaimStatement } from '@/lib/core/gains/claim';
import type { ClaimRow } from '@/lib/queries/claims';
import { BoundStrip } from './bound-strip';
import { OutcomeBadge } from './outcome-badge';

export interface ListedClaim extends ClaimRow {
  sentence: string;
  /** How it is tested, in words. */
  test: string;
  /** The study's trials are others than those that the verdict rests on. */
  stale: boolean;
}

/** Every claim with its verdict, the figures behind it and what it was before. */
export function ClaimList({ studyId, claims }: { studyId: string; claims: ListedClaim[] }) {
  const router = useRouter();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [deleted, setDeleted] = useState<{ sentence: string; statement: ClaimStatement } | null>(null);
  const base = `/api/v1/studies/${studyId}/claims`;
  const send = async (method: 'POST' | 'DELETE', url: string, body?: unknown): Promise<boolean> => {
    const answer = await sendJson(method, url, body);
    setProblem(answer.ok ? null : answer.problem);
    if (answer.ok) router.refresh();
    return answer.ok;
  };
  const remove = async ({ id, sentence, statement }: ListedClaim) => {
    if (await send('DELETE', `/api/v1/claims/${id}`)) setDeleted({ sentence, statement });
  };
  const restore = async () => {
    if (deleted && (await send('POST', base, deleted.statement))) setDeleted(null);
  };
  return (
    <div className="space-y-3">
      {problem ? <ProblemState title="That did not work" {...problem} /> : null}
      {deleted ? (
        <div
          role="status"
          className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-md bg-sunken px-3 py-2 text-sm"
        >
          <span className="min-w-0 break-words">Deleted: {deleted.sentence}.</span>
          <button type="button" className="button" onClick={() => void restore()}>
            Undo
          </button>
        </div>
      ) : null}
      {claims.some(({ stale }) => stale) ? (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-md bg-warn-soft px-3 py-2 text-sm">
          <span>Some verdicts rest on other trials than the study has now.</span>
          <button type="button" className="button" onClick={() => void send('POST', `${base}/judge`, {})}>
            Judge again
          </button>
        </div>
      ) : null}
      {claims.length === 0 ? (
        <p className="text-muted">
          No claim yet. One such as “insight beats zero-shot by at least 2 points” stands here with its
          verdict, and the overview tells when it changes.
        </p>
      ) : null}
      <ul className="divide-y divide-line">
        {claims.map((claim) => (
          <li key={claim.id} className="py-3 first:pt-0 last:pb-0">
            <Claim
              claim={claim}
              onDelete={() => void remove(claim)}
              onNoted={() => void send('POST', `${base}/seen`, { ids: [claim.id] })}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Claim({
  claim,
  onDelete,
  onNoted,
}: {
  claim: ListedClaim;
  onDelete: () => void;
  onNoted: () => void;
}) {
  const { verdict, previous, statement, sentence, judgedAt, dataHash, test } = claim;
  return (
    <article className="grid gap-x-6 gap-y-2 md:grid-cols-[minmax(0,1fr)_220px_auto]">
      <div className="min-w-0 space-y-1">
        <h3 className="break-words font-semibold">{sentence}</h3>
        {verdict ? (
          <p className="break-words">
            <OutcomeBadge outcome={verdict.outcome} /> {verdict.sentence}
          </p>
        ) : (
          <p className="text-muted">Not judged yet.</p>
        )}
        {previous ? (
          <p className="break-words text-sm text-muted">
            Before: <OutcomeBadge outcome={previous.outcome} /> {previous.sentence}{' '}
            <button type="button" className="link no-print" onClick={onNoted}>
              Take note
            </button>
          </p>
        ) : null}
        <p className="break-words text-xs text-muted">
          {test}
          {verdict?.figures?.reason
            ? `; limits are ${verdict.figures.method}: ${verdict.figures.reason}`
            : ''}
          .{judgedAt ? ` Judged ${formatDate(judgedAt)}` : ''}
          {dataHash ? (
            <>
              {' '}
              on trials <code title={`SHA-256 ${dataHash}`}>{dataHash.slice(0, 12)}</code>
            </>
          ) : null}
          .
        </p>
      </div>
      <div>{verdict?.figures ? <BoundStrip claim={statement} figures={verdict.figures} /> : null}</div>
      <div className="no-print">
        <button type="button" className="button" aria-label={`Delete: ${sentence}`} onClick={onDelete}>
          Delete
        </button>
      </div>
    </article>
  );
}
