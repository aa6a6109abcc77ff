import Link from 'next/link';
import { ChartFrame } from '@/app/_charts/chart-frame';
import { Panel } from '@/app/_components/panel';
import type { Average } from '@/lib/core/gains/report';
import type { Scaling } from '@/lib/core/gains/transfer-report';
import type { Provenance } from '@/lib/exporters/provenance';
import { scalingTable } from '@/lib/exporters/transfer-tables';
import type { Transfer } from '@/lib/queries/get-transfer';
import { ScalingChart } from '../_charts/scaling-chart';
import { toScalingLines } from '../_charts/scaling-rows';

const kinds: Readonly<Record<Scaling, { title: string; axis: string; column: string; isShare: boolean }>> = {
  poolFraction: {
    title: 'Gain against the size of the pool',
    axis: 'share of the pool, %',
    column: 'Share of it, %',
    isShare: true,
  },
  sourceDomains: {
    title: 'Gain against the number of source domains',
    axis: 'benchmarks that memories came from',
    column: 'Source domains',
    isShare: false,
  },
};

/** One curve of scaling, or which setting it needs. */
export function ScalingPanel({
  studyId,
  transfer: { scaling, matrix, baselineName },
  kind,
  average,
  caption,
  provenance,
}: {
  studyId: string;
  transfer: Transfer;
  kind: Scaling;
  average: Average;
  caption: string;
  provenance: Provenance;
}) {
  const { title, axis, column, isShare } = kinds[kind];
  const points = scaling[kind];
  if (points.length === 0) {
    return (
      <Panel title={title}>
        <p className="max-w-prose text-muted">
          No condition that is shown here carries the setting{' '}
          <code className="font-mono text-xs">{kind}</code>. Where the logs or a column of a table state it,
          it is read; else say it for each condition under “{column}” on the{' '}
          <Link className="link" href={`/studies/${studyId}/import/mapping`}>
            mapping page
          </Link>
          . Two sizes or more make a curve.
        </p>
      </Panel>
    );
  }
  const sizes = new Set(points.map(({ x }) => x)).size;
  return (
    <ChartFrame
      title={title}
      note={`Gain over ${baselineName} in percentage points. Thick with intervals: the average; its tasks are those that each size has, so compare sizes only where the numbers of tasks in the table agree.${sizes === 1 ? ' One size alone makes no curve yet.' : ''}`}
      caption={caption}
      table={scalingTable(points, axis, [caption])}
      provenance={provenance}
      file={`${studyId}-scaling-${kind}`}
    >
      <ScalingChart lines={toScalingLines(points, average, matrix.targets)} axis={axis} isShare={isShare} />
    </ChartFrame>
  );
}
