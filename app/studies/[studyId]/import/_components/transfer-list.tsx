'use client';

import { ProblemState } from '@/app/_components/empty-state';
import { formatBytes, formatDuration } from '@/app/_components/format';
import type { ShownTransfer } from './use-transfers';

interface Controls {
  pause: (key: number) => void;
  resume: (key: number) => void;
  cancel: (key: number) => void;
}

/** Uploads with how far they are, how fast, and the ways to stop and go on. */
export function TransferList({ transfers, controls }: { transfers: ShownTransfer[]; controls: Controls }) {
  return (
    <ul className="space-y-2" aria-live="polite">
      {transfers.map((one) => (
        <TransferRow key={one.key} transfer={one} controls={controls} />
      ))}
    </ul>
  );
}

function TransferRow({ transfer: t, controls }: { transfer: ShownTransfer; controls: Controls }) {
  const goOn = t.state === 'paused' || t.state === 'failed';
  return (
    <li className="space-y-2 rounded-md border border-line px-3 py-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5 text-sm">
        <span className="min-w-0 flex-1 basis-48 truncate" title={t.name}>
          {t.name}
        </span>
        <span className="tabular text-xs text-muted">{words(t)}</span>
        {t.state === 'sending' ? (
          <button type="button" className="button" onClick={() => controls.pause(t.key)}>
            Pause
          </button>
        ) : null}
        {goOn ? (
          <button type="button" className="button" onClick={() => controls.resume(t.key)}>
            Go on
          </button>
        ) : null}
        {t.state === 'done' || t.state === 'checking' ? null : (
          <button type="button" className="button" onClick={() => controls.cancel(t.key)}>
            Give up<span className="sr-only"> the upload of {t.name}</span>
          </button>
        )}
      </div>
      <progress
        className="block h-1.5 w-full accent-accent"
        value={t.sent}
        max={Math.max(1, t.bytes)}
        aria-label={`Upload of ${t.name}`}
      />
      {t.problem ? (
        <ProblemState title="The upload stopped" message={t.problem.message} hint={t.problem.hint} />
      ) : null}
    </li>
  );
}

function words(t: ShownTransfer): string {
  if (t.state === 'done') return `${formatBytes(t.bytes)}, uploaded`;
  if (t.state === 'checking') return 'checking';
  if (t.state === 'waiting') return `${formatBytes(t.bytes)}, waiting`;
  const amount = `${formatBytes(t.sent)} of ${formatBytes(t.bytes)}`;
  if (t.state === 'paused') return `${amount}, paused`;
  if (t.state === 'failed') return amount;
  const left = t.rate ? formatDuration(((t.bytes - t.sent) / t.rate) * 1000) : null;
  return [amount, t.rate ? `${formatBytes(t.rate)}/s` : null, left && `${left} left`]
    .filter(Boolean)
    .join(' · ');
}
