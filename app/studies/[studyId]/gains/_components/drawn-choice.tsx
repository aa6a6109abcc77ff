'use client';

import { ChevronDown } from 'lucide-react';
import { useId } from 'react';
import { useChosen } from '@/app/_components/url-select';
import type { Series } from '../_charts/series';

/** Which of many conditions the charts draw: boxes behind a button, what is ticked in the address. */
export function DrawnChoice({ series, drawn }: { series: readonly Series[]; drawn: readonly string[] }) {
  const id = useId();
  const { chosen, pending, choose } = useChosen('draw', drawn.join(','));
  const ticked = chosen.split(',').filter((one) => one !== '');
  const options = series.filter((s) => !s.isBaseline);
  return (
    <div>
      <span className="field-label">Drawn in charts</span>
      <button
        type="button"
        className="field flex items-center gap-1.5"
        popoverTarget={id}
        aria-busy={pending}
      >
        {ticked.length} of {options.length} conditions
        <ChevronDown aria-hidden="true" className="size-3.5 text-muted" />
      </button>
      <fieldset
        id={id}
        popover="auto"
        className="m-auto max-h-[60vh] min-w-64 overflow-y-auto rounded-lg border border-line-strong bg-raised p-3 text-sm text-ink shadow-lg [position-area:bottom_span-right] [position-try-fallbacks:flip-inline,flip-block] supports-[position-area:bottom]:m-1"
      >
        <legend className="sr-only">Conditions drawn in charts</legend>
        <p className="mb-2 text-xs text-muted">
          The table has all of them.{' '}
          <button type="button" className="link" onClick={() => choose('')}>
            Back to the first ones
          </button>
        </p>
        {options.map((s) => (
          <label key={s.id} className="flex items-center gap-2 py-0.5">
            <input
              type="checkbox"
              checked={ticked.includes(s.id)}
              onChange={(e) =>
                choose(
                  (e.target.checked ? [...ticked, s.id] : ticked.filter((other) => other !== s.id)).join(','),
                )
              }
            />
            {s.label}
          </label>
        ))}
      </fieldset>
    </div>
  );
}
