'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { formatCount } from '@/app/_components/format';
import { type Problem, sendJson } from '@/app/_components/send-json';

/** Goes on with a generation that has ended, with a new budget where the old one stopped it. */
export function RetryForm({
  generationId,
  failed,
  waiting,
  budget,
}: {
  generationId: string;
  failed: number;
  waiting: number;
  /** Which budget stopped it; null when none did. */
  budget: { unit: 'usd' | 'tokens'; amount: number } | null;
}) {
  const router = useRouter();
  const [amount, setAmount] = useState(budget ? String(budget.amount * 2) : '');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const name = budget?.unit === 'usd' ? 'budgetUsd' : 'budgetTokens';
  const retry = async () => {
    setBusy(true);
    const body = budget ? { [name]: amount.trim() === '' ? null : Number(amount) } : {};
    const answer = await sendJson('POST', `/api/v1/generations/${generationId}/retry`, body);
    setBusy(false);
    setProblem(answer.ok ? null : answer.problem);
    if (answer.ok) router.refresh();
  };
  const what = [
    failed > 0 ? `${formatCount(failed)} failed` : null,
    waiting > 0 ? `${formatCount(waiting)} waiting` : null,
  ].filter(Boolean);
  return (
    <form
      className="flex flex-wrap items-end gap-3"
      onSubmit={(e) => {
        e.preventDefault();
        void retry();
      }}
    >
      {budget ? (
        <label className="block w-52">
          <span className="field-label">
            New budget in {budget.unit === 'usd' ? 'US dollars' : 'tokens'}, all in all; empty for none
          </span>
          <input
            className="field w-32"
            inputMode="decimal"
            value={amount}
            onChange={(e) => setAmount(e.target.value)}
          />
        </label>
      ) : null}
      <button type="submit" className="button" disabled={busy}>
        {failed > 0 ? 'Try again' : 'Go on'} ({what.join(', ')})
      </button>
      {problem ? (
        <p className="text-xs text-bad">
          {problem.message} {problem.hint}
        </p>
      ) : null}
    </form>
  );
}
