import { EstimateText } from '@/app/_components/estimate';
import { formatCount } from '@/app/_components/format';
import { TableFrame } from '@/app/_components/table-frame';
import type { BelievedRow } from '@/lib/exporters/judge-tables';
import type { JudgeAgreement } from '@/lib/queries/judge-agreement';

/** Accuracy, precision, recall and kappa of one judge. */
export function CalibrationTable({ rows }: { rows: JudgeAgreement[] }) {
  return (
    <TableFrame caption="The judge against verifiers, by benchmark">
      <thead>
        <tr>
          <th scope="col">Benchmark</th>
          <th scope="col" className="num">
            Verdicts
          </th>
          <th scope="col" className="num" title="Verdicts that are the verifier's">
            Accuracy, %
          </th>
          <th scope="col" className="num" title="Of what the judge passed, what the verifier passed">
            Precision, %
          </th>
          <th scope="col" className="num" title="Of what the verifier passed, what the judge passed">
            Recall, %
          </th>
          <th scope="col" className="num">
            Cohen’s κ
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.benchmark ?? 'all'} className={row.benchmark === null ? 'font-semibold' : ''}>
            <th scope="row">{row.benchmark ?? 'all'}</th>
            <td className="num">
              {formatCount(row.compared)}
              {row.alone > 0 ? (
                <span className="block text-xs font-normal text-muted">
                  + {formatCount(row.alone)} without truth
                </span>
              ) : null}
            </td>
            {[row.accuracy, row.precision, row.recall].map((share, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: three shares that never move
              <td key={i} className="num">
                <EstimateText {...share} format="percent" />
              </td>
            ))}
            <td className="num">
              <EstimateText {...row.kappa} format="number" />
            </td>
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}

/** Gains by the verifier beside gains by the judge, and how far they are apart. */
export function BelievedTable({ rows }: { rows: BelievedRow[] }) {
  return (
    <TableFrame caption="Gains by verifier and by judge, in percentage points">
      <thead>
        <tr>
          <th scope="col">Condition</th>
          <th scope="col">Benchmark</th>
          <th scope="col" className="num">
            Tasks
          </th>
          <th scope="col" className="num">
            Gain by the verifier, pp
          </th>
          <th scope="col" className="num">
            Gain by the judge, pp
          </th>
          <th scope="col" className="num">
            Judge less verifier, pp
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, condition, benchmark, pooled, verifier, judge, shift }) => (
          <tr key={key} className={pooled ? 'font-semibold' : ''}>
            <th scope="row">{pooled ? condition : ''}</th>
            <td>{benchmark}</td>
            <td className="num">{formatCount(shift.tasks)}</td>
            {[verifier.gain!, judge.gain!, shift].map((gain, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: three figures that never move
              <td key={i} className="num">
                <EstimateText
                  estimate={gain.estimate}
                  ciLow={gain.ciLow}
                  ciHigh={gain.ciHigh}
                  format="points"
                />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}
