import { Badge } from '@/app/_components/badge';
import { EstimateText } from '@/app/_components/estimate';
import { countOf, formatPoints } from '@/app/_components/format';
import { Panel } from '@/app/_components/panel';
import { TableFrame } from '@/app/_components/table-frame';
import type { GainShift, TaskShift } from '@/lib/core/versions/compare-gains';
import type { VersionComparison } from '@/lib/core/versions/compare-versions';
import { placeOf } from '@/lib/exporters/versions-tables';
import type { TaskLink } from './task-links';
import { TaskName } from './task-name';

/** Tasks that are named behind one gain; exports and the command line have all of them. */
const namedTasks = 25;

/** Whether there is anything to say: a gain on one benchmark where nothing changed stands for nothing. */
const tells = ({ benchmark, before, after, change, tasks, rest }: GainShift): boolean =>
  benchmark === null ||
  tasks.length > 0 ||
  Math.abs(rest) >= 0.0005 ||
  (change.value === null && (before.estimate.value !== null || after.estimate.value !== null));

/** Gains before and after, with the tasks that their change comes from. */
export function GainShifts({
  comparison: { before, after },
  shifts,
  linkOf,
}: {
  comparison: VersionComparison;
  shifts: readonly GainShift[];
  linkOf: TaskLink;
}) {
  if (shifts.length === 0) return null;
  const told = shifts.filter(tells);
  const silent = shifts.length - told.length;
  return (
    <Panel
      title="Gains and the tasks behind their change"
      note="In percentage points. A task's share is what its own difference to the baseline adds to the change; what the shares leave comes from tasks that count for more or less than before."
    >
      <TableFrame caption="Gains in both versions">
        <thead>
          <tr>
            <th scope="col">Condition</th>
            <th scope="col">Over</th>
            <th scope="col" className="num">
              {before.name}
            </th>
            <th scope="col" className="num">
              {after.name}
            </th>
            <th scope="col" className="num">
              Change
            </th>
            <th scope="col">Behind it</th>
          </tr>
        </thead>
        <tbody>
          {told.map((shift) => (
            <tr
              key={`${shift.condition} ${placeOf(shift)}`}
              className={shift.benchmark === null ? 'font-semibold' : ''}
            >
              <th scope="row">{shift.condition}</th>
              <td className="whitespace-nowrap">{placeOf(shift)}</td>
              <td className="num">
                <EstimateText {...shift.before} format="points" />
              </td>
              <td className="num">
                <EstimateText {...shift.after} format="points" />
              </td>
              <td className="num">
                <EstimateText estimate={shift.change} format="points" />
              </td>
              <td className="min-w-56 font-normal">
                <Behind shift={shift} linkOf={linkOf} />
              </td>
            </tr>
          ))}
        </tbody>
      </TableFrame>
      {silent > 0 ? (
        <p className="mt-3 text-xs text-muted">
          {countOf(silent, 'gain')} on single benchmarks, of which nothing changed,{' '}
          {silent === 1 ? 'is' : 'are'} left out here.
        </p>
      ) : null}
    </Panel>
  );
}

function Behind({ shift, linkOf }: { shift: GainShift; linkOf: TaskLink }) {
  const { tasks, rest, change, crossed } = shift;
  if (change.value === null) return <span className="text-muted">{change.reason}</span>;
  const mark = crossed ? (
    <Badge
      tone="warn"
      title="The interval went from one side of 0 to another, came to enclose it, or no longer does"
    >
      interval against 0 changed
    </Badge>
  ) : null;
  const weights = Math.abs(rest) >= 0.0005 ? `${formatPoints(rest)} by weights alone` : null;
  if (tasks.length === 0)
    return (
      <>
        {weights ?? <span className="text-muted">nothing changed</span>} {mark}
      </>
    );
  return (
    <details>
      <summary>
        {countOf(tasks.length, 'task')}
        {weights ? `, ${weights}` : ''} {mark}
      </summary>
      <ul className="mt-1 space-y-0.5">
        {tasks.slice(0, namedTasks).map((task) => (
          <li key={`${task.benchmark} ${task.task}`}>
            <span className="tabular">{formatPoints(task.share, 2)}</span>{' '}
            <TaskName task={task} linkOf={linkOf} />{' '}
            <span className="text-xs text-muted">
              {shift.benchmark === null ? `${task.benchmark}; ` : ''}
              {differenceWords(task)}
            </span>
          </li>
        ))}
        {tasks.length > namedTasks ? (
          <li className="text-muted">and {tasks.length - namedTasks} more, each with a smaller share</li>
        ) : null}
      </ul>
    </details>
  );
}

/** The task's difference to the baseline on either side, in points. */
function differenceWords({ before, after }: TaskShift): string {
  const side = (difference: number | null) =>
    difference === null ? 'not paired' : formatPoints(difference, 0);
  return `${side(before)} → ${side(after)}`;
}
