import type { TaskOutcome } from '@/lib/queries/tasks';

const shownTrials = 12;

/** The trials of one task under one condition, a mark each: told apart by shape first, by colour beside. */
export function OutcomeDots({ outcome }: { outcome: TaskOutcome | null }) {
  if (!outcome) return <span className="text-faint">–</span>;
  const { passed, withReward, trials } = outcome;
  const words = `${passed} of ${trials} passed${withReward < trials ? `, ${trials - withReward} without verdict` : ''}`;
  if (trials > shownTrials) return <span className="tabular whitespace-nowrap">{words}</span>;
  const marks = [
    ...Array.from({ length: passed }, () => 'bg-good'),
    ...Array.from({ length: withReward - passed }, () => 'border-[1.5px] border-bad'),
    ...Array.from({ length: trials - withReward }, () => 'border-[1.5px] border-dotted border-faint'),
  ];
  return (
    <span className="inline-flex gap-1 pt-1" title={words}>
      <span className="sr-only">{words}</span>
      {marks.map((mark, i) => (
        <span key={`${mark} ${i + 1}`} aria-hidden="true" className={`size-2.5 rounded-full ${mark}`} />
      ))}
    </span>
  );
}
