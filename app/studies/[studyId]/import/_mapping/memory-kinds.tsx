'use client';

import { formatCount } from '@/app/_components/format';
import { MemoryTypeMark } from '@/app/_components/memory-type-mark';
import { TableFrame } from '@/app/_components/table-frame';
import { type MemoryType, memoryTypes } from '@/lib/core/vocabulary';
import type { MemoryKind } from '@/lib/queries/surveys';
import type { Choices } from './use-choices';

/** What other systems call their memories, and which of the four types each is taken for. */
export function MemoryKinds({ kinds, choices }: { kinds: MemoryKind[]; choices: Choices }) {
  return (
    <TableFrame caption="Kinds of memory">
      <thead>
        <tr>
          <th scope="col">Pool</th>
          <th scope="col">Its own name for it</th>
          <th scope="col" className="num">
            Memories
          </th>
          <th scope="col">Read as</th>
          <th scope="col">Taken for</th>
        </tr>
      </thead>
      <tbody>
        {kinds.map((kind) => (
          <tr key={`${kind.pool} ${kind.originalType}`} className="*:align-middle!">
            <th scope="row" className="min-w-40 break-all">
              {kind.pool}
            </th>
            <td>{kind.originalType}</td>
            <td className="num">{formatCount(kind.count)}</td>
            <td>
              <MemoryTypeMark type={kind.foundType} />
            </td>
            <td>
              <select
                className="field"
                aria-label={`Type of ${kind.originalType} in ${kind.pool}`}
                value={choices.typeOf(kind)}
                onChange={(e) => choices.setType(kind, e.target.value as MemoryType)}
              >
                {memoryTypes.map((type) => (
                  <option key={type}>{type}</option>
                ))}
              </select>
            </td>
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}
