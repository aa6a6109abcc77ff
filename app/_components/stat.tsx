import type { ReactNode } from 'react';

/** One figure with its name. */
export function Stat({ label, value, note }: { label: string; value: ReactNode; note?: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-muted first-letter:uppercase">{label}</dt>
      <dd className="tabular text-xl font-semibold tracking-tight">{value}</dd>
      {note ? <dd className="text-xs text-muted">{note}</dd> : null}
    </div>
  );
}
