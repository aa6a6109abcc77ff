import { MemoryTypeMark } from '@/app/_components/memory-type-mark';
import { TableFrame } from '@/app/_components/table-frame';
import type { LabelledGroup, OtherLabelling, SpaceReport } from '@/lib/core/projection/describe-space';
import { MeasureCell } from './measure-cell';

const labellingNames: Record<OtherLabelling, string> = {
  type: 'memory type',
  outcome: 'outcome of the source trial',
  model: 'source model',
};

function Heading({ title, detail }: { title: string; detail?: string }) {
  return (
    <th scope="col" className="num">
      {title}
      {detail ? <span className="block font-normal text-faint">{detail}</span> : null}
    </th>
  );
}

function ClusteringHeadings() {
  const spaces = ['embedding space', 'on the map'];
  return (
    <>
      <Heading title="DBI" detail={spaces[0]!} />
      <Heading title="Silhouette" detail={spaces[0]!} />
      <Heading title="LISI, median" detail={spaces[0]!} />
      <Heading title="Perplexity" />
      <Heading title="DBI" detail={spaces[1]!} />
      <Heading title="Silhouette" detail={spaces[1]!} />
      <Heading title="LISI, median" detail={spaces[1]!} />
    </>
  );
}

function GroupCell({ group, leftOut, by }: LabelledGroup & { by?: OtherLabelling }) {
  return (
    <th scope="row">
      {group === 'all' ? 'all types' : <MemoryTypeMark type={group} />}
      {by ? <span className="block text-xs font-normal text-muted">by {labellingNames[by]}</span> : null}
      {leftOut > 0 ? <span className="block text-xs font-normal text-muted">{leftOut} left out</span> : null}
    </th>
  );
}

function ClusteringCells({ embedding, projection }: LabelledGroup) {
  return (
    <>
      <MeasureCell measure={embedding.daviesBouldin} />
      <MeasureCell measure={embedding.silhouette} />
      <MeasureCell measure={embedding.lisiMedian} />
      <td className="num">
        {embedding.perplexity ?? '–'}
        {embedding.perplexity !== null && embedding.perplexity !== embedding.perplexityAsked ? (
          <span className="block text-2xs text-muted">{embedding.perplexityAsked} asked</span>
        ) : null}
        {typeof embedding.lisiScaled === 'number' ? (
          <span className="block text-2xs text-faint">scaled LISI {embedding.lisiScaled.toFixed(2)}</span>
        ) : null}
      </td>
      <MeasureCell measure={projection?.daviesBouldin} />
      <MeasureCell measure={projection?.silhouette} />
      <MeasureCell measure={projection?.lisiMedian} />
    </>
  );
}

/**
 * DBI, silhouette, LISI and abstraction of all memories and of each type, in the embedding space and on the map; and the
 * same by other labels.
 */
export function MetricsTable({ space }: { space: SpaceReport }) {
  const others = (space.otherLabels ?? []).flatMap(({ by, groups }) =>
    groups.map((group) => ({ ...group, by })),
  );
  return (
    <>
      <TableFrame caption="Clustering by benchmark and abstraction, per memory type">
        <thead>
          <tr>
            <th scope="col">Memories</th>
            <Heading title="n" />
            <Heading title="Benchmarks" />
            <Heading title="Abstraction A" detail="mean, 0 to 1" />
            <ClusteringHeadings />
            <Heading title="Dimension" detail="two nearest" />
            <Heading title="Similarity" detail="mean cosine" />
          </tr>
        </thead>
        <tbody>
          {space.groups.map((g) => (
            <tr key={g.group}>
              <GroupCell {...g} />
              <td className="num">{g.n}</td>
              <td className="num">{g.labels.length}</td>
              <MeasureCell measure={g.abstraction} />
              <ClusteringCells {...g} />
              <MeasureCell measure={g.dimension} />
              <MeasureCell measure={g.similarity} />
            </tr>
          ))}
        </tbody>
      </TableFrame>
      {others.length > 0 ? (
        <details className="mt-3">
          <summary className="cursor-pointer text-sm">Clustering by type, outcome and source model</summary>
          <TableFrame caption="Clustering by memory type, outcome and source model">
            <thead>
              <tr>
                <th scope="col">Memories</th>
                <Heading title="n" />
                <Heading title="Labels" />
                <ClusteringHeadings />
              </tr>
            </thead>
            <tbody>
              {others.map((g) => (
                <tr key={`${g.by} ${g.group}`}>
                  <GroupCell {...g} />
                  <td className="num">{g.n}</td>
                  <td className="num">{g.labels.length}</td>
                  <ClusteringCells {...g} />
                </tr>
              ))}
            </tbody>
          </TableFrame>
        </details>
      ) : null}
    </>
  );
}
