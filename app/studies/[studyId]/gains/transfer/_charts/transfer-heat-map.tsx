import { clipLabel } from '@/app/_charts/clip-label';
import { formatPercent, formatPoints } from '@/app/_components/format';
import { fewestTasks, type TransferCell, type TransferMatrix } from '@/lib/core/gains/transfer-report';

const cellWidth = 108;
const cellHeight = 46;
const labels = 150;
const top = 44;

/** At this difference a cell has its full colour; larger ones look the same. */
const fullColor = 0.25;

/** What a cell shows: its own mean, or the one drawn towards the mean of all. */
export type ShownCell = 'shrunk' | 'own';

/** The number of a cell as it is shown; null where there is none to show. */
export function shownValue(cell: TransferCell, shown: ShownCell): number | null {
  if (cell.estimate.value === null) return null;
  if (shown === 'shrunk') return cell.shrunk?.value ?? null;
  return cell.tooFew ? null : cell.estimate.value;
}

/** What stands under the number: the measured one where another is shown, and the tasks behind it. */
function beneath({ estimate, tooFew, taskCount }: TransferCell, shown: ShownCell): string {
  if (tooFew) return shown === 'shrunk' ? `few: n ${taskCount}` : `n ${taskCount}`;
  if (shown === 'own' || estimate.value === null) return `n ${taskCount}`;
  return `own ${formatPoints(estimate.value)}, n ${taskCount}`;
}

function color(value: number): string {
  const share = Math.round(Math.min(1, Math.abs(value) / fullColor) * 62);
  return `color-mix(in srgb, ${value >= 0 ? 'var(--good)' : 'var(--bad)'} ${share}%, var(--surface-raised))`;
}

function sentence({ source, target, estimate, ciLow, ciHigh, shrunk, taskCount, trialCount }: TransferCell) {
  if (estimate.value === null) return `${source} to ${target}: ${estimate.reason}`;
  const limits =
    ciLow === null || ciHigh === null ? '' : ` [${formatPoints(ciLow)}, ${formatPoints(ciHigh)}]`;
  const drawn = shrunk
    ? `; drawn to the mean ${formatPoints(shrunk.value)} [${formatPoints(shrunk.low)}, ${formatPoints(shrunk.high)}], ${formatPercent(shrunk.ownWeight, 0)} % its own`
    : '';
  return `${source} to ${target}: ${formatPoints(estimate.value)}${limits} pp${drawn}; ${taskCount} tasks, ${trialCount} trials`;
}

/** Uplift from each source benchmark's memories to each target benchmark's tasks. */
export function TransferHeatMap({ matrix, shown }: { matrix: TransferMatrix; shown: ShownCell }) {
  const { sources, targets, cells } = matrix;
  const width = labels + targets.length * cellWidth;
  const height = top + sources.length * cellHeight + 4;
  return (
    <div className="overflow-x-auto">
      <svg
        viewBox={`0 0 ${width} ${height}`}
        className="w-full"
        style={{ maxWidth: width * 1.15, minWidth: Math.min(width, 680) }}
        role="img"
        aria-label="Uplift in percentage points by source and target benchmark"
      >
        <text x={0} y={13} fontSize="11" fill="var(--text-faint)">
          from ↓ to →
        </text>
        {targets.map((target, i) => (
          <text
            key={target}
            x={labels + (i + 0.5) * cellWidth}
            y={top - 10}
            textAnchor="middle"
            fontSize="12"
            fill="var(--text)"
          >
            {clipLabel(target, cellWidth)}
            <title>{target}</title>
          </text>
        ))}
        {sources.map((source, i) => (
          <text key={source} x={0} y={top + (i + 0.5) * cellHeight + 4} fontSize="12" fill="var(--text)">
            {clipLabel(source, labels - 10)}
            <title>{source}</title>
          </text>
        ))}
        {cells.map((cell) => (
          <Cell
            key={`${cell.source} ${cell.target}`}
            cell={cell}
            shown={shown}
            x={labels + targets.indexOf(cell.target) * cellWidth}
            y={top + sources.indexOf(cell.source) * cellHeight}
          />
        ))}
      </svg>
    </div>
  );
}

function Cell({ cell, shown, x, y }: { cell: TransferCell; shown: ShownCell; x: number; y: number }) {
  const value = shownValue(cell, shown);
  const own = cell.source === cell.target;
  const middle = x + cellWidth / 2;
  return (
    <g>
      <title>{sentence(cell)}</title>
      <rect
        x={x + 1}
        y={y + 1}
        width={cellWidth - 2}
        height={cellHeight - 2}
        rx={3}
        fill={value === null ? 'var(--surface-sunken)' : color(value)}
        stroke={own ? 'var(--text-muted)' : 'var(--line)'}
        strokeWidth={own ? 1.5 : 0.75}
      />
      {cell.taskCount === 0 ? (
        <text
          x={middle}
          y={y + cellHeight / 2 + 4}
          textAnchor="middle"
          fontSize="11"
          fill="var(--text-faint)"
        >
          none
        </text>
      ) : (
        <>
          <text
            x={middle}
            y={y + cellHeight / 2 - 1}
            textAnchor="middle"
            fontSize={value === null ? '11' : '13'}
            fontWeight={cell.tooFew ? 400 : 600}
            fill={value === null ? 'var(--text-muted)' : 'var(--text)'}
            style={{ fontVariantNumeric: 'tabular-nums' }}
          >
            {value === null
              ? cell.tooFew
                ? `under ${fewestTasks} tasks`
                : 'not shrunk'
              : formatPoints(value)}
          </text>
          <text
            x={middle}
            y={y + cellHeight / 2 + 14}
            textAnchor="middle"
            fontSize="10.5"
            fill="var(--text-muted)"
          >
            {beneath(cell, shown)}
          </text>
        </>
      )}
    </g>
  );
}
