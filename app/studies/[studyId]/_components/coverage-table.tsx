import { BenchmarkMark } from '@/app/_components/benchmark-mark';
import { formatCount } from '@/app/_components/format';
import { TableFrame } from '@/app/_components/table-frame';
import type { ConditionRow } from '@/lib/queries/conditions';
import type { CoverageCell } from '@/lib/queries/get-overview';

interface Props {
  studyId: string;
  coverage: CoverageCell[];
  conditions: ConditionRow[];
  benchmarks: string[];
}

/** Which conditions were run on which benchmarks, and how much of it has a verdict. */
export function CoverageTable({ coverage, conditions, benchmarks }: Props) {
  const cells = new Map(coverage.map((c) => [`${c.conditionId} ${c.benchmark}`, c]));
  return (
    <TableFrame caption="Trials per condition and benchmark">
      <thead>
        <tr>
          <th scope="col">Condition</th>
          {benchmarks.map((b) => (
            <th key={b} scope="col" className="num">
              <BenchmarkMark name={b} all={benchmarks} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {conditions.map((c) => (
          <tr key={c.id}>
            <th scope="row" className="min-w-40">
              {c.label}
              {c.isBaseline ? <span className="ml-1.5 text-xs font-normal text-muted">baseline</span> : null}
            </th>
            {benchmarks.map((b) => {
              const cell = cells.get(`${c.id} ${b}`);
              return (
                <td key={b} className="num">
                  {cell ? (
                    <>
                      {formatCount(cell.trials)}
                      <span className="block text-xs text-muted">
                        {formatCount(cell.tasks)} tasks
                        {cell.withReward < cell.trials
                          ? `, ${formatCount(cell.trials - cell.withReward)} without verdict`
                          : ''}
                      </span>
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
