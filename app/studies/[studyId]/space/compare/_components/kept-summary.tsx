import { EstimateText } from '@/app/_components/estimate';
import { countOf, formatCount, formatPercent } from '@/app/_components/format';
import { MemoryTypeMark } from '@/app/_components/memory-type-mark';
import { Panel } from '@/app/_components/panel';
import { TableFrame } from '@/app/_components/table-frame';
import type { MapComparison } from '@/lib/queries/map-comparisons';

interface Props {
  found: MapComparison;
  /** What a reader must know before the numbers; null for nothing. */
  warning: string | null;
}

/** How many of its neighbours a memory keeps from one map to the other. */
export function KeptSummary({ found: { comparison, memories, leftPool, rightPool }, warning }: Props) {
  const { groups, chance, neighbors, compared, leftOut, tied, settings, note } = comparison;
  const separate = memories.both === 0;
  const facts = [
    `${countOf(neighbors, 'nearest', 'nearest')} in the embedding space of either map`,
    `${formatCount(memories.left)} memories on the left, ${formatCount(memories.right)} on the right, ${formatCount(memories.both)} on both`,
    compared < memories.both
      ? `${formatCount(memories.both - compared)} without a finite vector (${leftOut.left} left, ${leftOut.right} right)`
      : null,
    tied.left + tied.right > 0
      ? `further neighbours as near as the last one for ${formatCount(tied.left)} memories on the left and ${formatCount(tied.right)} on the right, of which the order decides`
      : null,
    `${Math.round(settings.level * 100)} % bootstrap intervals over memories, ${formatCount(settings.resamples)} resamples, seed ${settings.seed}`,
  ].filter((fact) => fact !== null);
  return (
    <Panel
      title="Neighbours kept"
      note="The share of a memory’s nearest on the left that are among its nearest on the right. It tells what moved against what, which distances on the screen do not."
    >
      {separate ? (
        <p className="text-muted">
          {leftPool !== rightPool
            ? 'No memory is in both pools, so no neighbours can be compared. How either pool mixes benchmarks is below.'
            : 'No memory is on both maps, so no neighbours can be compared.'}
        </p>
      ) : (
        <>
          {warning ? <p className="mb-3 text-warn">{warning}</p> : null}
          <TableFrame caption="Neighbours kept, per memory type">
            <thead>
              <tr>
                <th scope="col">Memories</th>
                <th scope="col" className="num">
                  n
                </th>
                <th scope="col" className="num">
                  Kept, %
                </th>
                <th scope="col" className="num">
                  By chance, %
                </th>
              </tr>
            </thead>
            <tbody>
              {groups.map(({ group, n, kept }) => (
                <tr key={group}>
                  <th scope="row">{group === 'all' ? 'all types' : <MemoryTypeMark type={group} />}</th>
                  <td className="num">{formatCount(n)}</td>
                  <td className="num">
                    {kept.estimate.value === null ? (
                      <span className="text-xs text-faint">{kept.estimate.reason}</span>
                    ) : (
                      <EstimateText {...kept} format="percent" />
                    )}
                  </td>
                  <td className="num">{chance.value === null ? '–' : formatPercent(chance.value)}</td>
                </tr>
              ))}
            </tbody>
          </TableFrame>
          {note ? <p className="mt-2 text-sm text-warn first-letter:uppercase">{note}.</p> : null}
        </>
      )}
      <p className="mt-2 text-xs text-muted first-letter:uppercase">{facts.join('; ')}.</p>
    </Panel>
  );
}
