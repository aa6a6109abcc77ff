import Link from 'next/link';
import { Badge } from '@/app/_components/badge';
import { formatCount } from '@/app/_components/format';
import { TableFrame } from '@/app/_components/table-frame';
import { keyTextLabels } from '@/lib/core/retrieval/key-text';
import type { VectorSet } from '@/lib/queries/vector-sets';

function UnitLength({ unitLength: { yes, no, unknown }, memories }: VectorSet) {
  if (yes === memories) return <>all</>;
  if (no === memories) return <>none</>;
  if (unknown === memories)
    return (
      <span className="text-faint" title="Made before this was noted; cosine divides by the length anyway">
        not noted
      </span>
    );
  return <>{formatCount(yes)}</>;
}

function Dimensions({ dimensions: { least, most } }: VectorSet) {
  if (least === most) return <>{formatCount(least)}</>;
  return (
    <>
      {formatCount(least)}–{formatCount(most)}{' '}
      <Badge
        tone="bad"
        title="Pools of different models came under one name; they cannot be searched together"
      >
        mixed
      </Badge>
    </>
  );
}

/** The vectors that the memories have: by which model, of which text, of how many memories. */
export function VectorTable({
  studyId,
  sets,
  memoryCount,
}: {
  studyId: string;
  sets: VectorSet[];
  memoryCount: number;
}) {
  const complete = ({ model, keyText }: VectorSet) =>
    `/studies/${studyId}/memories/embeddings?${new URLSearchParams({ model, keyText })}#embed`;
  return (
    <TableFrame caption="Vectors by model and text">
      <thead>
        <tr>
          <th scope="col">Model</th>
          <th scope="col">Of the memory’s</th>
          <th scope="col" className="num">
            Dimensions
          </th>
          <th scope="col" className="num">
            Memories with
          </th>
          <th scope="col" className="num">
            Without
          </th>
          <th scope="col" className="num">
            Unit length
          </th>
          <th scope="col" className="num">
            Text cut
          </th>
          <th scope="col">Queries</th>
        </tr>
      </thead>
      <tbody>
        {sets.map((set) => (
          <tr key={`${set.model} ${set.keyText}`}>
            <th scope="row" className="min-w-40 max-w-72 wrap-anywhere">
              {set.model}
            </th>
            <td className="whitespace-nowrap">{keyTextLabels[set.keyText]}</td>
            <td className="num whitespace-nowrap">
              <Dimensions {...set} />
            </td>
            <td className="num">
              {formatCount(set.memories)}
              <span className="mt-1 block h-1 w-full min-w-16 overflow-hidden rounded-full bg-sunken">
                <span
                  className="block h-full rounded-full bg-accent"
                  style={{ width: `${(100 * set.memories) / memoryCount}%` }}
                />
              </span>
            </td>
            <td className="num whitespace-nowrap">
              {set.missing === 0 ? (
                <span className="text-faint">0</span>
              ) : set.canEmbed ? (
                <Link className="link" href={complete(set)} title="Embed those">
                  {formatCount(set.missing)}
                </Link>
              ) : (
                formatCount(set.missing)
              )}
            </td>
            <td className="num">
              <UnitLength {...set} />
            </td>
            <td className="num">
              {set.cut === 0 ? <span className="text-faint">0</span> : formatCount(set.cut)}
            </td>
            <td className="whitespace-nowrap">
              {set.canEmbed ? (
                <Badge tone="good">can be embedded</Badge>
              ) : (
                <Badge title="The model cannot be used here, so nothing can be searched by these vectors">
                  not here
                </Badge>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}
