import type { TaskOutcome } from '@/lib/queries/tasks';

const shownTrials = 12;
const dot = 'inline-block size-2.5 shrink-0 rounded-full';
const marks = {
  passed: 'bg-good',
  failed: 'border-[1.5px] border-bad',
  'no verdict': 'border-[1.5px] border-dotted border-muted',
} as const;
const kinds = ['passed', 'failed', 'no verdict'] as const;

/** The trials of one task under one condition, a mark each: told apart by shape first, by colour beside. */
export function OutcomeDots({ outcome }: { outcome: TaskOutcome | null }) {
  if (!outcome) return <span className="text-faint">–</span>;
  const { passed, withReward, trials } = outcome;
  const words = `${passed} of ${trials} passed${withReward < trials ? `, ${trials - withReward} without verdict` : ''}`;
  if (trials > shownTrials) return <span className="tabular whitespace-nowrap">{words}</span>;
  const counts = { passed, failed: withReward - passed, 'no verdict': trials - withReward };
  const keyed = kinds.flatMap((kind) =>
    Array.from({ length: counts[kind] }, (_, i) => ({ kind, key: `${kind} ${i + 1}` })),
  );
  return (
    <span className="inline-flex gap-1 pt-1" title={words}>
      <span className="sr-only">{words}</span>
      {keyed.map(({ kind, key }) => (
        <span key={key} aria-hidden="true" className={`${dot} ${marks[kind]}`} />
      ))}
    </span>
  );
}

/** What the marks mean. */
export const OutcomeLegend = () => (
  <span className="flex flex-wrap items-center gap-x-3">
    One mark per trial:
    {kinds.map((kind) => (
      <span key={kind} className="inline-flex items-center gap-1.5">
        <span aria-hidden="true" className={`${dot} ${marks[kind]}`} />
        {kind}
      </span>
    ))}
  </span>
);
