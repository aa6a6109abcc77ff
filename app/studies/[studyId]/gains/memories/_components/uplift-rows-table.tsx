import Link from 'next/link';
import { BenchmarkMark } from '@/app/_components/benchmark-mark';
import { EstimateText } from '@/app/_components/estimate';
import { formatCount, formatNumber, formatPValue } from '@/app/_components/format';
import { MemoryTypeMark } from '@/app/_components/memory-type-mark';
import { TableFrame } from '@/app/_components/table-frame';
import type { UpliftRow } from '@/lib/queries/memory-uplifts';

/** Memories with their uplift, one page of them. */
export function UpliftRowsTable({
  rows,
  studyId,
  sources,
}: {
  rows: UpliftRow[];
  studyId: string;
  sources: string[];
}) {
  return (
    <TableFrame caption="Memories by uplift, in percentage points">
      <thead>
        <tr>
          <th scope="col">Memory</th>
          <th scope="col" className="num">
            Uplift, pp
          </th>
          <th scope="col" className="num" title="Drawn toward zero, the more the less is known">
            Shrunk, pp
          </th>
          <th scope="col" className="num">
            Trials
          </th>
          <th scope="col" className="num">
            Tasks
          </th>
          <th scope="col" className="num" title="Benjamini–Hochberg over all memories">
            Adjusted p
          </th>
          <th scope="col">Type</th>
          <th scope="col">Source</th>
          <th
            scope="col"
            className="num"
            title="Abstraction index: the share of the embedding that tells no benchmark"
          >
            A
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.memory}>
            <th scope="row" className="max-w-40 sm:max-w-72">
              <Link
                className="link block truncate"
                href={`/studies/${studyId}/memories/${row.memory}`}
                title={row.title}
              >
                {row.title || 'untitled'}
              </Link>
            </th>
            <td className="num">
              <EstimateText
                estimate={{ value: row.uplift }}
                ciLow={row.ciLow}
                ciHigh={row.ciHigh}
                format="points"
              />
            </td>
            <td className="num">
              <EstimateText estimate={row.shrunk} format="points" />
            </td>
            <td className="num">{formatCount(row.trials)}</td>
            <td className="num">{formatCount(row.tasks)}</td>
            <td className="num">{row.pAdjusted === null ? '–' : formatPValue(row.pAdjusted)}</td>
            <td>
              <MemoryTypeMark type={row.type} />
            </td>
            <td className="max-w-44">
              {row.sourceBenchmark === null ? (
                <span className="text-faint">unknown</span>
              ) : (
                <BenchmarkMark name={row.sourceBenchmark} all={sources} />
              )}
            </td>
            <td className="num">{row.abstraction === null ? '–' : formatNumber(row.abstraction, 2)}</td>
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}
