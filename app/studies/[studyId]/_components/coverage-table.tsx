import Link from 'next/link';
import { BenchmarkMark } from '@/app/_components/benchmark-mark';
import { countOf, formatCount } from '@/app/_components/format';
import { TableFrame } from '@/app/_components/table-frame';
import type { ConditionRow } from '@/lib/queries/conditions';
import type { CoverageCell } from '@/lib/queries/get-overview';

interface Props {
  studyId: string;
  coverage: CoverageCell[];
  conditions: ConditionRow[];
  benchmarks: { name: string; taskCount: number }[];
}

/** What is missing from a cell; nothing when every task was run and every trial has a verdict. */
function gaps(cell: CoverageCell, taskCount: number): string[] {
  const open = cell.trials - cell.withReward;
  return [
    ...(cell.tasks < taskCount ? [`${formatCount(cell.tasks)} of ${countOf(taskCount, 'task')}`] : []),
    ...(open > 0 ? [`${formatCount(open)} without verdict`] : []),
  ];
}

/** Which conditions were run on which benchmarks, and where something is missing. */
export function CoverageTable({ studyId, coverage, conditions, benchmarks }: Props) {
  const cells = new Map(coverage.map((c) => [`${c.conditionId} ${c.benchmark}`, c]));
  const names = benchmarks.map((b) => b.name);
  return (
    <TableFrame caption="Trials per condition and benchmark">
      <thead>
        <tr>
          <th scope="col">Condition</th>
          {benchmarks.map((b) => (
            <th key={b.name} scope="col" className="num">
              <Link
                href={`/studies/${studyId}/tasks?benchmark=${encodeURIComponent(b.name)}`}
                className="hover:underline"
              >
                <BenchmarkMark name={b.name} all={names} />
              </Link>
              <span className="block font-normal">{countOf(b.taskCount, 'task')}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {conditions.map((c) => (
          <tr key={c.id}>
            <th scope="row" className="min-w-36 max-w-44 sm:max-w-72 break-words">
              {c.label}
              {c.isBaseline ? <span className="ml-1.5 text-xs font-normal text-muted">baseline</span> : null}
            </th>
            {benchmarks.map((b) => {
              const cell = cells.get(`${c.id} ${b.name}`);
              return (
                <td key={b.name} className="num">
                  {cell ? (
                    <>
                      {formatCount(cell.trials)}
                      {gaps(cell, b.taskCount).map((gap) => (
                        <span key={gap} className="block text-xs text-muted">
                          {gap}
                        </span>
                      ))}
                    </>
                  ) : (
                    <span className="text-faint">–</span>
                  )}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}
