import { EstimateText } from '@/app/_components/estimate';
import { formatCount, formatPercent } from '@/app/_components/format';
import { TableFrame } from '@/app/_components/table-frame';
import {
  type QualityFigure,
  type QualityMetric,
  qualityMetricIds,
  qualityMetrics,
} from '@/lib/core/retrieval/arm-quality';
import type { AblationQuality } from '@/lib/queries/arm-quality';

const titles: Record<QualityMetric, string> = {
  ndcg: 'Gain = grade, discounted by log2(rank + 1), over that of the best ranking; a memory without a label counts as not relevant',
  condensedNdcg:
    'The same after memories without a label are taken out of the list: what the ranking is worth if those are as good as the others (Sakai 2007)',
  reciprocalRank: '1 / rank of the first relevant memory, 0 without one',
  recall: 'Share of the memories labelled as relevant that are among the first',
  hitRate: 'Share of tasks with a relevant memory among the first',
};

/** A mean with its interval, and a sign where it is a difference. */
export function Figure({ of, signed = false }: { of: QualityFigure; signed?: boolean }) {
  return (
    <span title={of.note ?? undefined}>
      {signed && of.estimate.value !== null && of.estimate.value > 0 ? '+' : ''}
      <EstimateText estimate={of.estimate} ciLow={of.ciLow} ciHigh={of.ciHigh} format="number" />
    </span>
  );
}

/** How well each arm retrieves what labels call relevant. */
export function QualityTable({
  quality,
  labels,
}: {
  quality: AblationQuality;
  labels: ReadonlyMap<number, string>;
}) {
  const { k } = quality;
  return (
    <TableFrame caption="Quality of the arms against labels">
      <thead>
        <tr>
          <th scope="col">Arm</th>
          {qualityMetricIds.map((metric) => (
            <th key={metric} scope="col" className="num" title={titles[metric]}>
              {metric === 'condensedNdcg' ? `nDCG@${k}, labelled only` : `${qualityMetrics[metric]}@${k}`}
            </th>
          ))}
          <th scope="col" className="num" title="nDCG less that of the first arm, paired by task">
            nDCG − first arm
          </th>
          <th scope="col" className="num" title="Tasks with a relevant label on which the arm could search">
            Tasks
          </th>
          <th
            scope="col"
            className="num"
            title={`Share of the first ${k} memories on these tasks that bear a label`}
          >
            Labelled, %
          </th>
        </tr>
      </thead>
      <tbody>
        {quality.arms.map(({ arm, metrics, differences, taskCount, labelledShare }) => (
          <tr key={arm}>
            <th scope="row" className="min-w-52">
              <span className="mr-2 text-faint">{arm + 1}</span>
              {labels.get(arm)}
            </th>
            {qualityMetricIds.map((metric) => (
              <td key={metric} className="num">
                <Figure of={metrics[metric]} />
              </td>
            ))}
            <td className="num">
              {differences ? <Figure of={differences.ndcg} signed /> : <span className="text-faint">–</span>}
            </td>
            <td className="num">{formatCount(taskCount)}</td>
            <td className="num">
              {labelledShare.value === null ? (
                <EstimateText estimate={labelledShare} format="percent" />
              ) : (
                formatPercent(labelledShare.value, 0)
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}
