import { ChartFrame } from '@/app/_charts/chart-frame';
import { EmptyState } from '@/app/_components/empty-state';
import { countOf, formatPoints } from '@/app/_components/format';
import { UrlSwitch } from '@/app/_components/url-select';
import { fewestTasks } from '@/lib/core/gains/transfer-report';
import type { Provenance } from '@/lib/exporters/provenance';
import { transferTable } from '@/lib/exporters/transfer-tables';
import type { Transfer } from '@/lib/queries/get-transfer';
import { type ShownCell, TransferHeatMap } from '../_charts/transfer-heat-map';

/** Which benchmarks' memories feed which benchmarks' tasks. */
export function MatrixPanel({
  transfer: { matrix, baselineName, settings },
  shown,
  provenance,
  file,
}: {
  transfer: Transfer;
  shown: ShownCell;
  provenance: Provenance;
  file: string;
}) {
  if (matrix.sources.length === 0) {
    return (
      <EmptyState title="No transfer to show">
        No trial of these conditions had a memory of a known source benchmark in its prompt, on a task that{' '}
        {baselineName} has too. Import the pool that the trials drew from, with the source of each memory.
      </EmptyState>
    );
  }
  const { value: drawn, reason } = matrix.shrinkage;
  const shrinking = drawn
    ? `Drawn to the mean by empirical Bayes: mean ${formatPoints(drawn.mean)} pp, spread of the true cells τ ${(drawn.tau * 100).toFixed(1)} pp (${drawn.method}), error of a cell from the scatter of tasks within all cells.${drawn.tau === 0 ? ' The cells differ by no more than chance, so all are the mean.' : ''}`
    : `Cells are not drawn to a mean: ${reason}.`;
  const caption =
    `Uplift: mean over tasks of the share of attempts that passed with such a memory in the prompt, less that of ${baselineName} on the same task. ` +
    `${shrinking} Intervals (point at a cell, or see the table): ${Math.round(settings.level * 100)} % BCa bootstrap of ${settings.resamples.toLocaleString('en-US')} resamples of tasks, seed ${settings.seed}; drawn cells normal.`;
  const without =
    matrix.withoutSource > 0
      ? ` ${countOf(matrix.withoutSource, 'trial')} held no memory of a known source and ${matrix.withoutSource === 1 ? 'is' : 'are'} in no cell.`
      : '';
  const title = 'From which benchmark, to which';
  return (
    <ChartFrame
      title={title}
      note={`Uplift in percentage points over ${baselineName}, and the number of tasks behind it. A prompt with memories of several sources counts for each. Observational: a retrieval chose the memories because of the task. Framed: a benchmark’s own memories. Cells of fewer than ${fewestTasks} tasks say so.${without}`}
      caption={caption}
      controls={
        <UrlSwitch
          name="cells"
          label="Cells"
          value={shown}
          options={[
            { value: 'shrunk', label: 'drawn to the mean' },
            { value: 'own', label: 'as measured' },
          ]}
        />
      }
      table={transferTable(matrix, title, [caption])}
      provenance={provenance}
      file={file}
    >
      <TransferHeatMap matrix={matrix} shown={shown} />
    </ChartFrame>
  );
}
