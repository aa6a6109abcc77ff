import { formatCount, formatPercent, formatPoints, formatUsd } from '@/app/_components/format';
import type { Plan } from '@/lib/core/gains/plan';

/** What a plan takes for granted, in sentences. */
export function PlanWords({ plan, costKnown }: { plan: Plan; costKnown: boolean }) {
  const { assumptions: a, variance } = plan;
  const lost = Math.max(0, (a.discordance - a.gain) / 2);
  const percent = (p: number) => `${formatPercent(p)} %`;
  return (
    <ul className="list-disc space-y-1 pl-5">
      <li>
        Both conditions try the same tasks, equally often. The true gain is {formatPoints(a.gain)} points over
        a baseline of {percent(a.baselineRate)}.
      </li>
      {variance.value === null ? (
        <li>{variance.reason}: no study can have these figures together.</li>
      ) : (
        <li>
          When each side tries once, {percent(a.discordance)} of the tasks end differently:{' '}
          {percent(lost + a.gain)} gained, {percent(lost)} lost.
        </li>
      )}
      <li>
        {percent(a.attemptShare)} of the scatter of such differences is luck of the attempt, which several
        attempts average out. The rest is that memories help on some tasks and hurt on others; only more tasks
        help against that.
        {a.attemptShare > 0.99
          ? ' So large a share is the most hopeful there is: few tasks cannot tell the rest from none. Lower it to be on the safe side.'
          : ''}
      </li>
      <li>
        One attempt a side is tested by the exact McNemar test, several by a paired t test over the tasks,
        both two-sided at {percent(a.alpha)}. One test is planned: adjusting for several needs more.
      </li>
      <li>The next tasks are like those at hand. A benchmark whose tasks run out cannot be made larger.</li>
      <li>
        A trial costs{' '}
        {costKnown ? formatUsd(a.costPerTrial) : `${formatCount(a.costPerTrial)} (the logs know no price)`},
        and the baseline is run anew with each attempt.
      </li>
    </ul>
  );
}
