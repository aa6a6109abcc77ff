import { EstimateText } from '@/app/_components/estimate';
import { formatCount, formatNumber } from '@/app/_components/format';
import { TableFrame } from '@/app/_components/table-frame';
import { moreTasks, type NoiseRow } from '@/lib/core/gains/noise-budget';
import { rowName } from './noise-tables';

const heads: [label: string, title: string][] = [
  ['Tasks', 'Tasks that both conditions tried'],
  ['Attempts', 'Per task and side; the harmonic mean where they differ'],
  ['Baseline, %', 'Pass rate of the baseline on these tasks'],
  ['Gain found, pp', 'The condition less the baseline, as measured'],
  ['Discordance, %', 'How often one attempt of each side ends differently'],
  ['Attempts’ share of error, %', 'Of the squared error of the gain, what more attempts would take away'],
  ['Smallest, one attempt', 'Smallest true gain that one attempt a side finds: exact McNemar'],
  ['Smallest, as it is', 'With the attempts at hand'],
  ['One more attempt', 'With one more attempt per task and side'],
  [`${moreTasks} more tasks`, `With ${moreTasks} more tasks like these`],
];

/** The smallest gain that each benchmark can show, and what more attempts or tasks would buy. */
export function SmallestGains({ rows, condition }: { rows: NoiseRow[]; condition: string }) {
  return (
    <TableFrame caption={`Smallest gain of ${condition} that can be found, in percentage points`}>
      <thead>
        <tr>
          <th scope="col">Benchmark</th>
          {heads.map(([label, title]) => (
            <th key={label} scope="col" className="num" title={title}>
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={rowName(row)} className={row.benchmark === null ? 'font-semibold' : ''}>
            <th scope="row">{rowName(row)}</th>
            <td className="num">{formatCount(row.tasks)}</td>
            <td className="num">
              {formatNumber(row.attempts.typical, Number.isInteger(row.attempts.typical) ? 0 : 1)}
            </td>
            <td className="num">
              <EstimateText estimate={row.baselineRate} format="percent" />
            </td>
            <td className="num">
              <EstimateText estimate={row.gain} format="points" />
            </td>
            <td className="num">
              <EstimateText estimate={row.discordance} format="percent" />
            </td>
            <td className="num">
              <EstimateText estimate={row.attemptShare} format="percent" digits={0} />
            </td>
            {Object.values(row.smallest).map((smallest, i) => (
              <td key={heads[6 + i]![0]} className="num">
                <EstimateText estimate={smallest} format="points" />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}
