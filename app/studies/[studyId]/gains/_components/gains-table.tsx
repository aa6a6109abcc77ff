'use client';

import { countOf } from '@/app/_components/format';
import { TableFrame } from '@/app/_components/table-frame';
import { type Average, averageLabel } from '@/lib/core/gains/report';
import { CellCard, cellCardId } from './cell-card';
import type { ReportSource } from './fetch-report';
import type { ConditionRow, GainText, ModelGroup, RateText } from './gains-table-rows';

interface Props {
  caption: string;
  /** With the most tasks that a condition has in each. */
  benchmarks: { name: string; tasks: number }[];
  average: Average;
  groups: ModelGroup[];
  source: ReportSource;
}

/** The paper's table from one's own data: a row of rates per condition, a row of gains under it. */
export function GainsTable({ caption, benchmarks, average, groups, source }: Props) {
  const columns = [...benchmarks.map(({ name }) => name), averageLabel(average)];
  const tasks = benchmarks.map((benchmark) => benchmark.tasks);
  const all = tasks.reduce((a, b) => a + b, 0);
  return (
    <CellCard source={source} average={average}>
      <TableFrame caption={caption}>
        <thead>
          <tr>
            <th scope="col">Condition</th>
            {columns.map((name, i) => (
              <th key={name} scope="col" className="num">
                {name}
                <span className="block font-normal text-faint">{countOf(tasks[i] ?? all, 'task')}</span>
              </th>
            ))}
          </tr>
        </thead>
        {groups.flatMap(({ model, rows }) => [
          groups.length > 1 ? (
            <tbody key={`model ${model}`}>
              <tr>
                <th scope="rowgroup" className="text-xs text-muted">
                  {model ?? 'model not said'}
                </th>
                <td colSpan={columns.length} />
              </tr>
            </tbody>
          ) : null,
          ...rows.map((row) => <Rows key={row.condition} row={row} columns={columns} />),
        ])}
      </TableFrame>
    </CellCard>
  );
}

function Rows({
  row: { condition, label, words, rates, gains },
  columns,
}: {
  row: ConditionRow;
  columns: string[];
}) {
  return (
    <tbody>
      <tr className={gains ? '[&>*]:border-b-0' : ''}>
        <th scope="row" className="min-w-36 max-w-64">
          {label}
          {words ? <span className="block text-xs font-normal text-muted">{words}</span> : null}
        </th>
        {rates.map((rate, i) => (
          <td key={columns[i]} className="num">
            <button
              type="button"
              popoverTarget={cellCardId}
              data-condition={condition}
              data-benchmark={i < rates.length - 1 ? columns[i] : undefined}
              className="-mx-1 rounded px-1 hover:bg-sunken"
              aria-label={`${'percent' in rate ? `${rate.percent} percent` : rate.reason}; ${label}, ${columns[i]}: details`}
            >
              <Rate rate={rate} />
            </button>
          </td>
        ))}
      </tr>
      {gains ? (
        <tr>
          <th scope="row" className="pl-5! text-xs font-normal! text-muted">
            gain<span className="sr-only"> of {label}</span>
          </th>
          {gains.map((gain, i) => (
            <Gain key={columns[i]} gain={gain} />
          ))}
        </tr>
      ) : null}
    </tbody>
  );
}

function Rate({ rate }: { rate: RateText }) {
  if (!('percent' in rate)) return <span className="text-faint">–</span>;
  return rate.best ? <strong className="font-bold">{rate.percent}</strong> : rate.percent;
}

const tones = { gain: 'text-good', loss: 'text-bad', none: 'text-muted' };

function Gain({ gain }: { gain: GainText }) {
  if (!('points' in gain))
    return (
      <td className="num text-xs text-faint" title={gain.reason}>
        –<span className="sr-only">{gain.reason}</span>
      </td>
    );
  return (
    <td className={`num text-xs ${tones[gain.significant ?? 'none']}`}>
      {gain.points}
      {gain.significant ? '*' : ''}
      {gain.interval ? <span className="block text-2xs text-faint">{gain.interval}</span> : null}
    </td>
  );
}
