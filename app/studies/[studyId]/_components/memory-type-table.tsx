import Link from 'next/link';
import { memoryTypeColor } from '@/app/_charts/palette';
import { formatCount } from '@/app/_components/format';
import { MemoryTypeMark } from '@/app/_components/memory-type-mark';
import { TableFrame } from '@/app/_components/table-frame';
import { type MemoryType, memoryTypes } from '@/lib/core/vocabulary';

/** How many memories of each type the study holds, as numbers and lengths. */
export function MemoryTypeTable({
  studyId,
  counts,
}: {
  studyId: string;
  counts: Record<MemoryType, number>;
}) {
  const most = Math.max(1, ...memoryTypes.map((t) => counts[t]));
  return (
    <TableFrame caption="Memories by type">
      <thead>
        <tr>
          <th scope="col">Type</th>
          <th scope="col" className="w-full">
            <span className="sr-only">Drawing of the count</span>
          </th>
          <th scope="col" className="num">
            Memories
          </th>
        </tr>
      </thead>
      <tbody>
        {memoryTypes.map((type) => (
          <tr key={type}>
            <th scope="row">
              <Link href={`/studies/${studyId}/memories?type=${type}`} className="hover:underline">
                <MemoryTypeMark type={type} />
              </Link>
            </th>
            <td className="align-middle!">
              <span
                aria-hidden="true"
                className="block h-2 rounded-sm"
                style={{ width: `${(counts[type] / most) * 100}%`, background: memoryTypeColor(type) }}
              />
            </td>
            <td className="num">{formatCount(counts[type])}</td>
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}
