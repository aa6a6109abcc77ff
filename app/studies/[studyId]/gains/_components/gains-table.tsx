import { countOf, formatPercent, formatPoints } from '@/app/_components/format';
import { TableFrame } from '@/app/_components/table-frame';
import type { ModelRows } from '@/lib/core/gains/arrange';
import { type Average, averageLabel, type ConditionGains, type GainsReport } from '@/lib/core/gains/report';
import { bestRates, cellsOf, isSignificant } from '@/lib/exporters/gains-tables';
import { CellButton } from './cell-button';
import { WithCellCard } from './cell-card';

/** Why a condition has no gain anywhere; null when it has one. Said once instead of in every column. */
function noGain(c: ConditionGains, average: Average): string | null {
  const gains = cellsOf(c, average).map((cell) => cell.gain);
  if (gains.some((g) => g && g.estimate.value !== null)) return null;
  return c.totals[average].gain?.estimate.reason ?? 'not estimable';
}

/** The paper's table from one's own data: a row of rates per condition, a row of gains under it. */
export function GainsTable({
  report,
  average,
  models,
  address,
}: {
  report: GainsReport;
  average: Average;
  /** The conditions by model, in the order of their settings. */
  models: readonly ModelRows[];
  /** Where the whole report is read. */
  address: string;
}) {
  const byId = new Map(report.conditions.map((c) => [c.condition, c]));
  const best = bestRates(report, average);
  const tasksIn = report.benchmarks.map((_, b) =>
    Math.max(0, ...report.conditions.map((c) => c.cells[b]?.taskCount ?? 0)),
  );
  return (
    <WithCellCard address={address} average={average}>
      <TableFrame
        caption={`pass@${report.settings.passK} per condition and benchmark, with gains over the baseline`}
      >
        <thead>
          <tr>
            <th scope="col">Condition</th>
            {report.benchmarks.map((b, i) => (
              <th key={b} scope="col" className="num">
                {b}
                <span className="block font-normal text-faint">{countOf(tasksIn[i]!, 'task')}</span>
              </th>
            ))}
            <th scope="col" className="num">
              {averageLabel(average)}
              <span className="block font-normal text-faint">
                {countOf(
                  tasksIn.reduce((a, b) => a + b, 0),
                  'task',
                )}
              </span>
            </th>
          </tr>
        </thead>
        {models.flatMap(({ model, rows }) => [
          models.length > 1 ? (
            <tbody key={`model ${model}`}>
              <tr>
                <th scope="rowgroup" className="text-xs text-muted">
                  {model ?? 'model not said'}
                </th>
                <td colSpan={report.benchmarks.length + 1} />
              </tr>
            </tbody>
          ) : null,
          ...rows.flatMap(({ id, setting }) => {
            const c = byId.get(id);
            return c ? [<Rows key={id} {...{ c, setting, report, average, best }} />] : [];
          }),
        ])}
      </TableFrame>
    </WithCellCard>
  );
}

function Rows({
  c,
  setting,
  report,
  average,
  best,
}: {
  c: ConditionGains;
  setting: string | null;
  report: GainsReport;
  average: Average;
  best: (string | null)[];
}) {
  const apart = c.isBaseline ? null : noGain(c, average);
  const hasGains = !c.isBaseline && apart === null;
  const words = [setting === c.label ? null : setting, c.isBaseline ? 'baseline' : null, apart]
    .filter(Boolean)
    .join(', ');
  return (
    <tbody>
      <tr className={hasGains ? '[&>*]:border-b-0' : ''}>
        <th scope="row" className="min-w-36 max-w-64">
          {c.label}
          {words ? <span className="block text-xs font-normal text-muted">{words}</span> : null}
        </th>
        {cellsOf(c, average).map((cell, i) => {
          const { value, reason } = cell.rate.estimate;
          const text = value === null ? null : formatPercent(value);
          return (
            <td key={cell.benchmark ?? 'average'} className="num">
              <CellButton
                condition={c.condition}
                benchmark={cell.benchmark}
                label={`${text === null ? (reason ?? 'not estimable') : `${text} percent`}; ${c.label}, ${report.benchmarks[i] ?? averageLabel(average)}`}
              >
                {text === null ? (
                  <span className="text-faint">–</span>
                ) : text === best[i] ? (
                  <strong className="font-bold">{text}</strong>
                ) : (
                  text
                )}
              </CellButton>
            </td>
          );
        })}
      </tr>
      {hasGains ? (
        <tr>
          <th scope="row" className="pl-5! text-xs font-normal! text-muted">
            gain<span className="sr-only"> of {c.label}</span>
          </th>
          {cellsOf(c, average).map((cell) => {
            const g = cell.gain;
            if (!g || g.estimate.value === null) {
              return (
                <td
                  key={cell.benchmark ?? 'average'}
                  className="num text-xs text-faint"
                  title={g?.estimate.reason}
                >
                  –<span className="sr-only">{g?.estimate.reason}</span>
                </td>
              );
            }
            const significant = isSignificant(g);
            const tone = !significant ? 'text-muted' : g.estimate.value > 0 ? 'text-good' : 'text-bad';
            return (
              <td key={cell.benchmark ?? 'average'} className={`num text-xs ${tone}`}>
                {formatPoints(g.estimate.value)}
                {significant ? '*' : ''}
                {g.ciLow !== null && g.ciHigh !== null ? (
                  <span className="block text-2xs text-faint">
                    [{formatPoints(g.ciLow)}, {formatPoints(g.ciHigh)}]
                  </span>
                ) : null}
              </td>
            );
          })}
        </tr>
      ) : null}
    </tbody>
  );
}
