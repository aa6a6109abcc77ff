import type { ReactNode } from 'react';
import { ExportMenu } from '@/app/_components/export-menu';
import { countOf, formatCount } from '@/app/_components/format';
import { Panel } from '@/app/_components/panel';
import { TableFrame } from '@/app/_components/table-frame';
import type { ContentChange, TrialChange, TrialState } from '@/lib/core/versions/compare-content';
import type { VersionComparison } from '@/lib/core/versions/compare-versions';
import type { Provenance } from '@/lib/exporters/provenance';
import { memoryChangesTable, trialChangesTable } from '@/lib/exporters/versions-tables';
import type { TaskLink } from './task-links';
import { TaskName } from './task-name';

/** Items of a list that are shown; exported files, and the command line, have all of them. */
const mostItems = 100;

const differs = ({ added, removed, changed }: ContentChange<unknown, unknown>) =>
  added.length + removed.length + changed.length > 0;

const countsOf = ({ added, removed, changed, same }: ContentChange<unknown, unknown>): string =>
  `${formatCount(added.length)} added, ${formatCount(removed.length)} removed, ${formatCount(changed.length)} changed, ${formatCount(same)} the same.`;

interface Props {
  comparison: VersionComparison;
  linkOf: TaskLink;
  file: string;
  provenance: Provenance;
}

/** Tasks, trials and memories that one version alone has, or that differ. */
export function ContentPanels({ comparison, linkOf, file, provenance }: Props) {
  const { tasks, trials, memories } = comparison;
  return (
    <>
      {differs(tasks) ? (
        <Panel title="Tasks" note={countsOf(tasks)}>
          {(['added', 'removed', 'changed'] as const).map((what) => (
            <Listed
              key={what}
              title={what === 'changed' ? 'With another text or answer' : what}
              items={tasks[what].map((task) => (
                <span key={`${task.benchmark} ${task.task}`}>
                  <TaskName task={task} linkOf={linkOf} />{' '}
                  <span className="text-xs text-muted">{task.benchmark}</span>
                </span>
              ))}
            />
          ))}
        </Panel>
      ) : null}
      {differs(trials) ? (
        <Panel
          title="Trials"
          note={`${countsOf(trials)} A trial is known by its own id, with who assigned it.`}
          actions={
            <ExportMenu
              title="the trials that differ"
              file={`${file}-trials`}
              table={trialChangesTable(comparison)}
              provenance={provenance}
            />
          }
        >
          {trials.changed.length > 0 ? (
            <ChangedTrials comparison={comparison} linkOf={linkOf} />
          ) : (
            <p className="text-muted">Trials that both have are the same. Exported files list the others.</p>
          )}
        </Panel>
      ) : null}
      {differs(memories) ? (
        <Panel
          title="Memories"
          note={countsOf(memories)}
          actions={
            <ExportMenu
              title="the memories that differ"
              file={`${file}-memories`}
              table={memoryChangesTable(comparison)}
              provenance={provenance}
            />
          }
        >
          {(['added', 'removed', 'changed'] as const).map((what) => (
            <Listed
              key={what}
              title={what === 'changed' ? 'With other content or another name' : what}
              items={memories[what].map((one) => (
                <span key={`${one.pool} ${one.id}`}>
                  <span className="break-all">{one.id}</span>{' '}
                  <span className="text-xs text-muted">
                    {one.type}, {one.pool}
                    {'formerly' in one && one.formerly ? `, formerly ${one.formerly}` : ''}
                  </span>
                </span>
              ))}
            />
          ))}
        </Panel>
      ) : null}
    </>
  );
}

function Listed({ title, items }: { title: string; items: ReactNode[] }) {
  if (items.length === 0) return null;
  return (
    <details className="mt-1" open={items.length <= 10}>
      <summary className="first-letter:uppercase">
        {title} <span className="text-muted">({formatCount(items.length)})</span>
      </summary>
      <ul className="mt-1 mb-2 space-y-0.5 pl-4">
        {items.slice(0, mostItems).map((item, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a list that is drawn once
          <li key={i}>{item}</li>
        ))}
        {items.length > mostItems ? (
          <li className="text-muted">and {formatCount(items.length - mostItems)} more</li>
        ) : null}
      </ul>
    </details>
  );
}

function ChangedTrials({
  comparison: { before, after, trials },
  linkOf,
}: {
  comparison: VersionComparison;
  linkOf: TaskLink;
}) {
  return (
    <>
      <TableFrame caption="Trials that changed">
        <thead>
          <tr>
            <th scope="col">Trial</th>
            <th scope="col">Task</th>
            <th scope="col">{before.name}</th>
            <th scope="col">{after.name}</th>
          </tr>
        </thead>
        <tbody>
          {trials.changed.slice(0, mostItems).map((one) => (
            <tr key={one.id}>
              <th scope="row" className="max-w-40 truncate sm:max-w-96" title={one.id}>
                {one.id}
              </th>
              <td className="whitespace-nowrap">
                <TaskName task={one.after} linkOf={linkOf} />
              </td>
              <td>{stateWords(one.before, one)}</td>
              <td>{stateWords(one.after, one)}</td>
            </tr>
          ))}
        </tbody>
      </TableFrame>
      {trials.changed.length > mostItems ? (
        <p className="mt-2 text-xs text-muted">
          The first {mostItems} of {countOf(trials.changed.length, 'changed trial')}; exported files hold all
          of them.
        </p>
      ) : null}
    </>
  );
}

/** Its reward, and whatever else differs from the other side. */
function stateWords(state: TrialState, { before, after }: TrialChange): string {
  const reward = state.reward === null ? 'no reward' : `reward ${state.reward}`;
  const others = (['condition', 'benchmark', 'task', 'attempt', 'exceptionType'] as const).filter(
    (field) => before[field] !== after[field],
  );
  const words = {
    condition: 'under',
    benchmark: 'on',
    task: 'task',
    attempt: 'attempt',
    exceptionType: 'ended by',
  };
  return [reward, ...others.map((field) => `${words[field]} ${state[field] ?? 'nothing'}`)].join(', ');
}
