import Link from 'next/link';
import { BenchmarkMark } from '@/app/_components/benchmark-mark';
import { EstimateText } from '@/app/_components/estimate';
import { formatPValue } from '@/app/_components/format';
import { MemoryTypeMark } from '@/app/_components/memory-type-mark';
import { TableFrame } from '@/app/_components/table-frame';
import type { MemoryFlips } from '@/lib/core/gains/ledger';
import type { NamedMemory } from '@/lib/queries/get-ledger';

/** Memories by how the tasks ended whose prompts held them. */
export function MemoryFlipsTable({
  studyId,
  rows,
  named,
  benchmarks,
  memoryHref,
}: {
  studyId: string;
  rows: readonly MemoryFlips[];
  named: ReadonlyMap<string, NamedMemory>;
  benchmarks: readonly string[];
  memoryHref: (memory: string) => string;
}) {
  return (
    <div className="max-h-96 overflow-y-auto">
      <TableFrame caption="Memories in the prompts of tasks that flipped">
        <thead>
          <tr>
            <th scope="col">Memory</th>
            <th scope="col">Type</th>
            <th scope="col">Source</th>
            <th scope="col" className="num">
              Lost
            </th>
            <th scope="col" className="num">
              Gained
            </th>
            <th scope="col" className="num">
              Same
            </th>
            <th scope="col" className="num">
              Fisher p
            </th>
            <th scope="col" className="num">
              q
            </th>
            <th scope="col">Tasks</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const memory = named.get(row.memory);
            return (
              <tr key={row.memory}>
                <th scope="row" className="min-w-48 max-w-96 font-normal!">
                  <Link className="link" href={`/studies/${studyId}/memories/${row.memory}`}>
                    {memory?.title ?? 'a deleted memory'}
                  </Link>
                </th>
                <td>{memory ? <MemoryTypeMark type={memory.type} /> : null}</td>
                <td>
                  {memory?.sourceBenchmark ? (
                    <BenchmarkMark name={memory.sourceBenchmark} all={benchmarks} />
                  ) : (
                    <span className="text-faint">not said</span>
                  )}
                </td>
                <td className="num text-bad">{row.lost}</td>
                <td className="num text-good">{row.gained}</td>
                <td className="num text-muted">{row.same}</td>
                <td className="num">
                  {row.pValue.value === null ? (
                    <EstimateText estimate={row.pValue} format="number" />
                  ) : (
                    formatPValue(row.pValue.value)
                  )}
                </td>
                <td className="num">{row.qValue === null ? '' : formatPValue(row.qValue)}</td>
                <td>
                  <Link className="link whitespace-nowrap text-xs" href={memoryHref(row.memory)}>
                    show
                  </Link>
                </td>
              </tr>
            );
          })}
        </tbody>
      </TableFrame>
    </div>
  );
}
