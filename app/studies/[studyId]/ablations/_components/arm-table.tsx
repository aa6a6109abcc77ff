import { Badge } from '@/app/_components/badge';
import { BenchmarkMark } from '@/app/_components/benchmark-mark';
import { EstimateText } from '@/app/_components/estimate';
import { countOf, formatCount, formatNumber, formatPercent, formatUsd } from '@/app/_components/format';
import { TableFrame } from '@/app/_components/table-frame';
import type { ArmSummary } from '@/lib/core/retrieval/arm-summary';
import { leakageKinds } from '@/lib/core/retrieval/leakage';
import { asksModel } from '@/lib/core/retrieval/setting';
import type { AblationArmRow } from '@/lib/queries/ablations';
import type { MeasuredArm } from '@/lib/queries/measured-arms';
import { evidenceWords } from './evidence-badges';
import { MeasuredGain } from './measured-gain';
import { Spread } from './spread';

const columns: { name: string; title: string }[] = [
  { name: 'Retrieved', title: 'Memories retrieved over all tasks, and how many distinct ones' },
  {
    name: 'Scores',
    title: 'Least, middle half, median and greatest score of what was retrieved; one scale per method',
  },
  {
    name: 'Failures',
    title: 'Share of memories from failed trials, in %, among those whose outcome is known',
  },
  { name: 'Abstraction', title: 'Mean abstraction index, 0 to 1' },
  { name: 'Redundancy', title: 'Mean cosine similarity of two memories retrieved for the same task' },
  { name: '≈ tokens', title: 'Tokens of the prompt block per task, estimated at four characters each' },
  {
    name: 'Suspects',
    title:
      'Tasks with a memory that may give the answer away; below, memories retrieved by what speaks against them',
  },
  { name: 'Short', title: 'Tasks with fewer memories than asked for' },
  { name: 'ms', title: 'Milliseconds per task' },
  { name: 'Entropy', title: 'Entropy of the source benchmarks in bits: 0 when all memories come from one' },
];

/** The scores of one method share a scale; those of different methods cannot be compared. */
function scaleOf(arms: readonly AblationArmRow[], method: string): { low: number; high: number } {
  const spreads = arms.flatMap(({ settings, summary }) =>
    settings.method === method && summary?.scores ? [summary.scores] : [],
  );
  return {
    low: Math.min(...spreads.map(({ minimum }) => minimum)),
    high: Math.max(...spreads.map(({ maximum }) => maximum)),
  };
}

function Figures({ summary, scale }: { summary: ArmSummary; scale: { low: number; high: number } }) {
  const { scores } = summary;
  return (
    <>
      <td className="num">
        {formatCount(summary.hitCount)}
        <span className="block text-xs text-muted">{formatCount(summary.memoryCount)} distinct</span>
      </td>
      <td>
        {scores ? (
          <span className="inline-flex items-center gap-2">
            <Spread
              of={scores}
              {...scale}
              label={`scores from ${formatNumber(scores.minimum, 3)} to ${formatNumber(scores.maximum, 3)}, median ${formatNumber(scores.median, 3)}`}
            />
            <span className="tabular">{formatNumber(scores.median, 3)}</span>
          </span>
        ) : (
          <EstimateText estimate={summary.meanTopScore} format="number" />
        )}
      </td>
      <td className="num">
        <EstimateText estimate={summary.failureShare} format="percent" digits={0} />
      </td>
      <td className="num">
        <EstimateText estimate={summary.meanAbstraction} format="number" digits={3} />
      </td>
      <td className="num">
        <EstimateText estimate={summary.redundancy} format="number" digits={3} />
      </td>
      <td className="num">
        <EstimateText estimate={summary.meanPromptTokens} format="number" digits={0} />
      </td>
      <td className="num">
        {summary.tasksWithSuspects === 0 ? (
          '0'
        ) : (
          <Badge tone="warn">{formatCount(summary.tasksWithSuspects)}</Badge>
        )}
        {leakageKinds.map((kind) =>
          summary.suspects[kind] ? (
            <span key={kind} className="block whitespace-nowrap text-xs text-muted">
              {formatCount(summary.suspects[kind])} {evidenceWords[kind]}
            </span>
          ) : null,
        )}
      </td>
      <td className="num">{formatCount(summary.shortTasks)}</td>
      <td className="num">
        <EstimateText estimate={summary.meanDurationMs} format="number" digits={2} />
      </td>
      <td className="num">
        <EstimateText estimate={summary.sourceEntropy} format="number" digits={2} />
      </td>
    </>
  );
}

/** What arms that ask a language model took, and what that changed. */
function ModelFigures({ summary: { asked, reranked, tasksWithoutResult } }: { summary: ArmSummary }) {
  if (!asked) {
    return (
      <>
        <td className="num text-faint">–</td>
        <td className="num text-faint">–</td>
      </>
    );
  }
  const tokens =
    asked.inputTokens === null || asked.outputTokens === null
      ? 'tokens unknown'
      : `${formatCount(asked.inputTokens + asked.outputTokens)} tokens`;
  return (
    <>
      <td className="num">
        <EstimateText estimate={reranked} format="percent" digits={0} />
      </td>
      <td className="num">
        {formatCount(asked.questions)}
        <span className="block whitespace-nowrap text-xs text-muted">
          {asked.costUsd === null ? tokens : `${tokens}, ${formatUsd(asked.costUsd)}`}
        </span>
        {tasksWithoutResult > 0 ? (
          <Badge tone="warn">{countOf(tasksWithoutResult, 'task')} unanswered</Badge>
        ) : null}
      </td>
    </>
  );
}

const modelColumns: { name: string; title: string }[] = [
  {
    name: 'Reranked',
    title: 'Share of the memories, in %, that the search alone would not have put among the first N',
  },
  {
    name: 'Questions',
    title: 'Questions to the language model and what their answers took, kept answers included',
  },
];

/** The arms of an ablation with what each retrieved, those that wait included. */
export function ArmTable({
  gainsHref,
  arms,
  benchmarks,
  measured,
}: {
  /** Of the comparison that the measured gains are from. */
  gainsHref: string;
  arms: AblationArmRow[];
  benchmarks: string[];
  /** By the arm's index; where trials really ran under its setting. */
  measured: ReadonlyMap<number, MeasuredArm>;
}) {
  const asking = arms.some(({ settings }) => asksModel(settings));
  const extra = (asking ? modelColumns.length : 0) + (measured.size > 0 ? 1 : 0);
  return (
    <TableFrame caption="Arms of the ablation">
      <thead>
        <tr>
          <th scope="col">Arm</th>
          {[...columns, ...(asking ? modelColumns : [])].map(({ name, title }) => (
            <th key={name} scope="col" className={name === 'Scores' ? '' : 'num'} title={title}>
              {name}
            </th>
          ))}
          {measured.size > 0 ? (
            <th
              scope="col"
              className="num"
              title="pass@1 over the baseline, task-weighted, of the trials that really ran under this setting, with its 95 % interval"
            >
              Measured gain, pp
            </th>
          ) : null}
          <th scope="col">Where memories come from, %</th>
        </tr>
      </thead>
      <tbody>
        {arms.map((arm) => (
          <tr key={arm.index}>
            <th scope="row" className="min-w-52">
              <span className="mr-2 text-faint">{arm.index + 1}</span>
              {arm.label}
            </th>
            {arm.summary ? (
              <>
                <Figures summary={arm.summary} scale={scaleOf(arms, arm.settings.method)} />
                {asking ? <ModelFigures summary={arm.summary} /> : null}
                {measured.size > 0 ? <MeasuredGain href={gainsHref} of={measured.get(arm.index)} /> : null}
                <td className="min-w-64">
                  <span className="flex flex-wrap gap-x-3 text-xs">
                    {arm.summary.sourceBenchmarks.slice(0, 4).map((b) => (
                      <span key={b.benchmark ?? 'unknown'} className="inline-flex items-center gap-1">
                        <BenchmarkMark name={b.benchmark ?? 'unknown'} all={benchmarks} />
                        <span className="tabular text-muted">{formatPercent(b.share, 0)}</span>
                      </span>
                    ))}
                    {arm.summary.sourceBenchmarks.length > 4 ? (
                      <span className="text-muted">and {arm.summary.sourceBenchmarks.length - 4} more</span>
                    ) : null}
                  </span>
                </td>
              </>
            ) : (
              <td colSpan={columns.length + 1 + extra} className="text-muted">
                waiting
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}
