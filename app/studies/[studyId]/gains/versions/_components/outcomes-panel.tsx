import { BenchmarkMark } from '@/app/_components/benchmark-mark';
import { ExportMenu } from '@/app/_components/export-menu';
import { formatCount } from '@/app/_components/format';
import { Panel } from '@/app/_components/panel';
import { TableFrame } from '@/app/_components/table-frame';
import type { TaskCount } from '@/lib/core/versions/compare-outcomes';
import type { VersionComparison } from '@/lib/core/versions/compare-versions';
import type { Provenance } from '@/lib/exporters/provenance';
import { outcomeChangesTable } from '@/lib/exporters/versions-tables';
import type { TaskLink } from './task-links';
import { TaskName } from './task-name';

/** Rows that are shown; the exported files hold all of them. */
const mostRows = 200;

/** Tasks that were added, are gone or end otherwise, per condition and benchmark, and one by one. */
export function OutcomesPanel({
  comparison,
  benchmarks,
  linkOf,
  file,
  provenance,
}: {
  comparison: VersionComparison;
  benchmarks: readonly string[];
  linkOf: TaskLink;
  file: string;
  provenance: Provenance;
}) {
  const { before, after, outcomes } = comparison;
  const touched = outcomes.counts.filter(({ added, removed, changed }) => added + removed + changed > 0);
  if (touched.length === 0) return null;
  const count = (one: TaskCount | null) => (one ? `${one.passed} of ${one.trials}` : '–');
  return (
    <Panel
      title="Outcomes of tasks"
      note="A task ends otherwise when other numbers of its trials count or pass, be it by new trials, other rewards or another threshold."
      actions={
        <ExportMenu
          title="the outcomes that differ"
          file={`${file}-outcomes`}
          table={outcomeChangesTable(comparison)}
          provenance={provenance}
        />
      }
    >
      <TableFrame caption="Tasks added, removed and changed">
        <thead>
          <tr>
            <th scope="col">Condition</th>
            <th scope="col">Benchmark</th>
            {['Added', 'Removed', 'Changed', 'Same'].map((head) => (
              <th key={head} scope="col" className="num">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {touched.map((one) => (
            <tr key={`${one.condition} ${one.benchmark}`}>
              <th scope="row">{one.condition}</th>
              <td>
                <BenchmarkMark name={one.benchmark} all={benchmarks} />
              </td>
              {[one.added, one.removed, one.changed, one.same].map((n, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the columns never change their order
                <td key={i} className={n === 0 ? 'num text-faint' : 'num'}>
                  {formatCount(n)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </TableFrame>
      <details className="mt-4">
        <summary>Task by task</summary>
        <div className="mt-2">
          <TableFrame caption="Passed of counted trials, per condition and task">
            <thead>
              <tr>
                <th scope="col">Task</th>
                <th scope="col">Benchmark</th>
                <th scope="col">Condition</th>
                <th scope="col" className="num">
                  {before.name}
                </th>
                <th scope="col" className="num">
                  {after.name}
                </th>
              </tr>
            </thead>
            <tbody>
              {outcomes.changes.slice(0, mostRows).map((one) => (
                <tr key={`${one.condition} ${one.benchmark} ${one.task}`}>
                  <th scope="row">
                    <TaskName task={one} linkOf={linkOf} />
                  </th>
                  <td>{one.benchmark}</td>
                  <td>{one.condition}</td>
                  <td className="num">{count(one.before)}</td>
                  <td className="num">{count(one.after)}</td>
                </tr>
              ))}
            </tbody>
          </TableFrame>
          {outcomes.changes.length > mostRows ? (
            <p className="mt-2 text-xs text-muted">
              The first {mostRows} of {formatCount(outcomes.changes.length)}; exported files hold all of them.
            </p>
          ) : null}
        </div>
      </details>
    </Panel>
  );
}
