'use client';

import { Check, Copy } from 'lucide-react';
import { useState } from 'react';

const shownMs = 1500;

/** Puts a text on the clipboard and says so. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setState('copied');
    } catch {
      setState('failed');
    }
    setTimeout(() => setState('idle'), shownMs);
  };
  return (
    <button
      type="button"
      onClick={copy}
      title={label}
      aria-label={label}
      className="grid size-7 shrink-0 place-items-center rounded text-muted hover:bg-raised hover:text-ink"
    >
      {state === 'copied' ? (
        <Check className="size-3.5 text-good" aria-hidden="true" />
      ) : (
        <Copy className="size-3.5" aria-hidden="true" />
      )}
      <span className="sr-only" aria-live="polite">
        {state === 'copied' ? 'Copied' : state === 'failed' ? 'The browser did not allow copying' : ''}
      </span>
    </button>
  );
}
