import { EstimateText } from '@/app/_components/estimate';
import { formatCount, formatNumber, formatPValue } from '@/app/_components/format';
import { MemoryTypeMark } from '@/app/_components/memory-type-mark';
import { Panel } from '@/app/_components/panel';
import { TableFrame } from '@/app/_components/table-frame';
import type { MixingContrast } from '@/lib/core/projection/mixing-contrast';

interface Side {
  which: string;
  name: string;
  pool: string | null;
  contrast: MixingContrast;
}

function SideRow({ which, name, pool, contrast }: Side) {
  const { sides, difference, ciLow, ciHigh, chance, pValue, permutations, perplexity, perplexityAsked } =
    contrast;
  return (
    <tr>
      <th scope="row">
        {which}: {name}
        {pool === null ? null : <span className="block text-xs font-normal text-muted">{pool}</span>}
      </th>
      <td className="num">
        {difference.value === null ? (
          <span className="text-xs text-faint">{difference.reason}</span>
        ) : (
          <EstimateText estimate={difference} ciLow={ciLow} ciHigh={ciHigh} format="number" digits={3} />
        )}
      </td>
      <td className="num">
        {chance === null ? '–' : formatNumber(chance, 3)}
        {permutations > 0 ? (
          <span className="block text-2xs text-faint">{formatCount(permutations)} exchanges</span>
        ) : null}
      </td>
      <td className="num">
        {pValue.value === null ? (
          <span className="text-faint" title={pValue.reason}>
            –<span className="sr-only"> {pValue.reason}</span>
          </span>
        ) : (
          formatPValue(pValue.value)
        )}
      </td>
      <td>
        {sides.map(({ type, n, used, mean }) => (
          <span key={type} className="flex items-center justify-between gap-3 text-xs">
            <MemoryTypeMark type={type} />
            <span className="tabular">
              {mean.value === null ? '–' : formatNumber(mean.value, 3)}
              <span className="text-muted">
                {' '}
                n {used < n ? `${formatCount(used)} of ${formatCount(n)}` : formatCount(n)}
              </span>
            </span>
          </span>
        ))}
      </td>
      <td className="num">
        {perplexity ?? '–'}
        {perplexity !== null && perplexity !== perplexityAsked ? (
          <span className="block text-2xs text-muted">{perplexityAsked} asked</span>
        ) : null}
      </td>
      <td className="num">{contrast.settings.seed}</td>
    </tr>
  );
}

/** Whether the more abstract type mixes benchmarks more, under either model or in either pool. */
export function MixingTable({ sides }: { sides: readonly Side[] }) {
  const named = sides.find(({ contrast }) => contrast.sides.length === 2)?.contrast.sides;
  const title = named
    ? `Do ${named[1]!.type} memories mix benchmarks more than ${named[0]!.type} memories?`
    : 'Do abstract memories mix benchmarks more than concrete ones?';
  const { level, resamples } = sides[0]!.contrast.settings;
  return (
    <Panel
      title={title}
      note="Difference of the mean scaled LISI, each type among its own members in the embedding space, both at one perplexity; above the exchanged mean, the more abstract type mixes more."
    >
      <TableFrame caption={title}>
        <thead>
          <tr>
            <th scope="col">Map</th>
            <th scope="col" className="num">
              Difference
            </th>
            <th scope="col" className="num">
              Types exchanged
            </th>
            <th scope="col" className="num">
              p
            </th>
            <th scope="col">Scaled LISI, mean</th>
            <th scope="col" className="num">
              Perplexity
            </th>
            <th scope="col" className="num">
              Seed
            </th>
          </tr>
        </thead>
        <tbody>
          {sides.map((side) => (
            <SideRow key={side.which} {...side} />
          ))}
        </tbody>
      </TableFrame>
      {sides.map(({ which, contrast: { note } }) =>
        note ? (
          <p key={which} className="mt-2 text-xs text-muted">
            {which}: {note}.
          </p>
        ) : null,
      )}
      <p className="mt-2 text-xs text-muted">
        {Math.round(level * 100)} % bootstrap intervals ({formatCount(resamples)} resamples of memories within
        types, neighbourhoods kept). p is two-sided, from exchanging types among the memories of each
        benchmark, around the mean of the exchanges: a type of few memories lies thinner and so seems more
        mixed, which that mean takes up.
      </p>
    </Panel>
  );
}
