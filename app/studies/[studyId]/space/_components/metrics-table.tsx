import { formatNumber, formatPValue } from '@/app/_components/format';
import { MemoryTypeMark } from '@/app/_components/memory-type-mark';
import { TableFrame } from '@/app/_components/table-frame';
import type { SpaceMeasure, SpaceReport } from '@/lib/core/projection/describe-space';

/** A measure with its interval and how far it lies from shuffled labels. */
function MeasureCell({ measure }: { measure: SpaceMeasure }) {
  const { estimate, ciLow, ciHigh, null: shuffled, note } = measure;
  if (estimate.value === null) {
    return <td className="max-w-44 text-right text-xs text-faint">{estimate.reason}</td>;
  }
  return (
    <td className="num" title={note ?? undefined}>
      {estimate.value.toFixed(2)}
      {ciLow !== null && ciHigh !== null ? (
        <span className="block text-2xs text-muted">
          [{ciLow.toFixed(2)}, {ciHigh.toFixed(2)}]
        </span>
      ) : null}
      {shuffled ? (
        <span className="block text-2xs text-faint">
          shuffled {shuffled.mean.toFixed(2)}
          {shuffled.z === null ? '' : `, z ${formatNumber(shuffled.z, 1)}`}, p {formatPValue(shuffled.pValue)}
        </span>
      ) : null}
    </td>
  );
}

/** DBI, LISI and abstraction of all memories and of each type, in the embedding space and on the map. */
export function MetricsTable({ space }: { space: SpaceReport }) {
  return (
    <TableFrame caption="Clustering by benchmark and abstraction, per memory type">
      <thead>
        <tr>
          <th scope="col">Memories</th>
          <th scope="col" className="num">
            n
          </th>
          <th scope="col" className="num">
            Benchmarks
          </th>
          <th scope="col" className="num">
            DBI
            <span className="block font-normal text-faint">embedding space</span>
          </th>
          <th scope="col" className="num">
            LISI, median
            <span className="block font-normal text-faint">embedding space</span>
          </th>
          <th scope="col" className="num">
            Perplexity
          </th>
          <th scope="col" className="num">
            DBI
            <span className="block font-normal text-faint">on the map</span>
          </th>
          <th scope="col" className="num">
            LISI, median
            <span className="block font-normal text-faint">on the map</span>
          </th>
          <th scope="col" className="num">
            Abstraction A<span className="block font-normal text-faint">mean, 0 to 1</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {space.groups.map((g) => (
          <tr key={g.group}>
            <th scope="row">
              {g.group === 'all' ? 'all types' : <MemoryTypeMark type={g.group} />}
              {g.leftOut > 0 ? (
                <span className="block text-xs font-normal text-muted">{g.leftOut} left out</span>
              ) : null}
            </th>
            <td className="num">{g.n}</td>
            <td className="num">{g.labels.length}</td>
            <MeasureCell measure={g.embedding.daviesBouldin} />
            <MeasureCell measure={g.embedding.lisiMedian} />
            <td className="num">
              {g.embedding.perplexity ?? '–'}
              {g.embedding.perplexity !== null && g.embedding.perplexity !== g.embedding.perplexityAsked ? (
                <span className="block text-2xs text-muted">{g.embedding.perplexityAsked} asked</span>
              ) : null}
            </td>
            {g.projection ? (
              <>
                <MeasureCell measure={g.projection.daviesBouldin} />
                <MeasureCell measure={g.projection.lisiMedian} />
              </>
            ) : (
              <td colSpan={2} className="text-right text-faint">
                –
              </td>
            )}
            <MeasureCell measure={g.abstraction} />
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}
