import { formatPercent } from '@/app/_components/format';
import { TableFrame } from '@/app/_components/table-frame';
import type { PublishedTable as Published } from '@/lib/core/published/memory-transfer-learning';

/** A paper's own figures, as printed. */
export function PublishedTable({ table }: { table: Published }) {
  return (
    <TableFrame caption={`Published figures: ${table.citation}`}>
      <thead>
        <tr>
          <th scope="col">Method</th>
          {table.benchmarks.map((b) => (
            <th key={b.name} scope="col" className="num">
              {b.name}
              <span className="block font-normal text-faint">{b.taskCount} tasks</span>
            </th>
          ))}
          <th scope="col" className="num">
            {table.average}
          </th>
        </tr>
      </thead>
      <tbody>
        {table.rows.map((r) => (
          <tr key={r.label}>
            <th scope="row">
              {r.label} <span className="font-normal text-faint">published</span>
            </th>
            {table.benchmarks.map((b) => (
              <td key={b.name} className="num">
                {formatPercent(r.published[b.name]!)}
              </td>
            ))}
            <td className="num">{formatPercent(r.publishedAverage)}</td>
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}
