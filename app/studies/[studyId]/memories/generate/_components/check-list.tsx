'use client';

import { formatCount } from '@/app/_components/format';

/** Names to tick, with how many trials each has; none ticked means all. */
export function CheckList({
  legend,
  options,
  chosen,
  onChange,
}: {
  legend: string;
  options: { label: string; trials: number }[];
  chosen: string[];
  onChange: (chosen: string[]) => void;
}) {
  return (
    <fieldset className="min-w-0">
      <legend className="field-label">
        {legend}{' '}
        <span className="text-faint">({chosen.length === 0 ? 'all' : `${chosen.length} chosen`})</span>
      </legend>
      <div className="max-h-44 space-y-1 overflow-y-auto pr-2">
        {options.map(({ label, trials }) => (
          <label key={label} className="flex items-start gap-2">
            <input
              type="checkbox"
              className="mt-1"
              checked={chosen.includes(label)}
              onChange={(e) =>
                onChange(e.target.checked ? [...chosen, label] : chosen.filter((one) => one !== label))
              }
            />
            <span className="min-w-0 wrap-anywhere">
              {label} <span className="tabular text-xs text-faint">{formatCount(trials)}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
