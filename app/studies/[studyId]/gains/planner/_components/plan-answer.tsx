import { formatCount, formatPercent, formatPoints } from '@/app/_components/format';
import { Stat } from '@/app/_components/stat';
import { TableFrame } from '@/app/_components/table-frame';
import type { Plan } from '@/lib/core/gains/plan';
import type { Estimate } from '@/lib/core/vocabulary';

/** What a plan says: figures first, why there is none where there is none, then the designs by attempts. */
export function PlanAnswer({ plan, costKnown }: { plan: Plan; costKnown: boolean }) {
  const { assumptions: a, designs } = plan;
  const money = (cost: number) =>
    costKnown ? `$${formatCount(Math.ceil(cost))}` : formatCount(Math.ceil(cost));
  const test = a.attempts === 1 ? 'exact McNemar' : 'paired t';
  const attempts = `${a.attempts} ${a.attempts === 1 ? 'attempt' : 'attempts'}`;
  return (
    <div className="space-y-4">
      <dl className="grid grid-cols-2 gap-x-4 gap-y-4 lg:grid-cols-4">
        <Answer
          label={`Tasks needed with ${attempts}`}
          estimate={plan.tasksNeeded}
          format={formatCount}
          note={test}
        />
        <Answer
          label={`Attempts needed on ${formatCount(a.tasks)} tasks`}
          estimate={plan.attemptsNeeded}
          format={formatCount}
          note="per task and side"
        />
        <Answer
          label={`Power of ${formatCount(a.tasks)} tasks, ${attempts}`}
          estimate={plan.power}
          format={(power) => `${formatPercent(power, 0)} %`}
          note={`to find ${formatPoints(a.gain)} pp; costs ${money(plan.cost)}`}
        />
        <Answer
          label={`Smallest gain of ${formatCount(a.tasks)} tasks, ${attempts}`}
          estimate={plan.smallest}
          format={(gain) => `${formatPoints(gain)} pp`}
          note={`at ${formatPercent(a.power, 0)} % power`}
        />
      </dl>
      {designs.value === null ? (
        <p>
          <strong>No design within reach:</strong> {designs.reason}.
        </p>
      ) : (
        <>
          <p data-testid="cheapest">
            <strong>Cheapest design:</strong> {formatCount(designs.value.cheapest.tasks)} tasks with{' '}
            {designs.value.cheapest.attempts} {designs.value.cheapest.attempts === 1 ? 'attempt' : 'attempts'}{' '}
            a side, {formatCount(designs.value.cheapest.trials)} trials, {money(designs.value.cheapest.cost)}
            {costKnown ? '' : ' in costs of a trial'}.
          </p>
          <Designs plan={plan} money={money} />
        </>
      )}
    </div>
  );
}

function Answer({
  label,
  estimate,
  format,
  note,
}: {
  label: string;
  estimate: Estimate;
  format: (value: number) => string;
  note: string;
}) {
  if (estimate.value === null) return <Stat label={label} value="–" note={estimate.reason} />;
  return <Stat label={label} value={format(estimate.value)} note={note} />;
}

function Designs({ plan: { designs }, money }: { plan: Plan; money: (cost: number) => string }) {
  if (designs.value === null) return null;
  const { cheapest, byAttempts } = designs.value;
  return (
    <TableFrame caption="Designs that find the gain, by attempts">
      <thead>
        <tr>
          <th scope="col">Attempts a side</th>
          <th scope="col" className="num">
            Tasks
          </th>
          <th scope="col" className="num">
            Trials
          </th>
          <th scope="col" className="num">
            Cost
          </th>
          <th scope="col" className="num">
            Power, %
          </th>
          <th scope="col">Test</th>
        </tr>
      </thead>
      <tbody>
        {byAttempts.map((design) => (
          <tr key={design.attempts} className={design === cheapest ? 'font-semibold' : ''}>
            <th scope="row">
              {design.attempts}
              {design === cheapest ? ' (cheapest)' : ''}
            </th>
            <td className="num">{formatCount(design.tasks)}</td>
            <td className="num">{formatCount(design.trials)}</td>
            <td className="num">{money(design.cost)}</td>
            <td className="num">{formatPercent(design.power)}</td>
            <td>{design.attempts === 1 ? 'exact McNemar' : 'paired t'}</td>
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}
