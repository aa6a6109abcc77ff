import type { TaskOutcome } from '@/lib/queries/tasks';

const shownTrials = 12;

/** The trials of one task under one condition, a mark each: told apart by shape first, by colour beside. */
export function OutcomeDots({ outcome }: { outcome: TaskOutcome | null }) {
  if (!outcome) return <span className="text-faint">–</span>;
  const { passed, withReward, trials } = outcome;
  const words = `${passed} of ${trials} passed${withReward < trials ? `, ${trials - withReward} without verdict` : ''}`;
  if (trials > shownTrials) return <span className="tabular whitespace-nowrap">{words}</span>;
  const mark = (trial: number): string =>
    trial < passed
      ? 'bg-good'
      : trial < withReward
        ? 'border-[1.5px] border-bad'
        : 'border-[1.5px] border-dotted border-faint';
  return (
    <span className="inline-flex gap-1 pt-1" title={words}>
      <span className="sr-only">{words}</span>
      {Array.from({ length: trials }, (_, trial) => trial).map((trial) => (
        <span key={trial} aria-hidden="true" className={`size-2.5 rounded-full ${mark(trial)}`} />
      ))}
    </span>
  );
}
