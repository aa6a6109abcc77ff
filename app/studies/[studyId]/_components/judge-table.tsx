import { EstimateText } from '@/app/_components/estimate';
import { formatCount } from '@/app/_components/format';
import { TableFrame } from '@/app/_components/table-frame';
import type { JudgeAgreement } from '@/lib/queries/judge-agreement';

/** How far judges agree with verifiers: accuracy, kappa and the four counts behind them. */
export function JudgeTable({ rows }: { rows: JudgeAgreement[] }) {
  const severalJudges = new Set(rows.map(({ judge }) => judge)).size > 1;
  return (
    <TableFrame caption="Judges against verifiers, by benchmark">
      <thead>
        <tr>
          {severalJudges ? <th scope="col">Judge</th> : null}
          <th scope="col">Benchmark</th>
          <th scope="col" className="num">
            Verdicts
          </th>
          <th scope="col" className="num">
            Accuracy in %
          </th>
          <th scope="col" className="num">
            Cohen’s κ
          </th>
          <th scope="col" className="num" title="Judge and verifier said passed">
            Both passed
          </th>
          <th scope="col" className="num" title="The judge said passed, the verifier failed">
            Judge too kind
          </th>
          <th scope="col" className="num" title="The judge said failed, the verifier passed">
            Judge too hard
          </th>
          <th scope="col" className="num" title="Judge and verifier said failed">
            Both failed
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={`${row.judge} ${row.benchmark}`} className={row.benchmark === null ? 'font-semibold' : ''}>
            {severalJudges ? <td>{row.judge}</td> : null}
            <th scope="row">{row.benchmark ?? 'all'}</th>
            <td className="num">
              {formatCount(row.compared)}
              {row.alone > 0 ? (
                <span className="block text-xs font-normal text-muted">
                  + {formatCount(row.alone)} without truth
                </span>
              ) : null}
            </td>
            <td className="num">
              <EstimateText {...row.accuracy} format="percent" />
            </td>
            <td className="num">
              <EstimateText {...row.kappa} format="number" />
            </td>
            <td className="num">{formatCount(row.truePositive)}</td>
            <td className="num">{formatCount(row.falsePositive)}</td>
            <td className="num">{formatCount(row.falseNegative)}</td>
            <td className="num">{formatCount(row.trueNegative)}</td>
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}
