import { EstimateText } from '@/app/_components/estimate';
import { formatCount, formatPercent } from '@/app/_components/format';
import { TableFrame } from '@/app/_components/table-frame';
import type { RelevanceAgreement } from '@/lib/queries/relevance';

/** How far judges agree with people on the memories that both have graded. */
export function RelevanceAgreementTable({ rows }: { rows: RelevanceAgreement[] }) {
  return (
    <TableFrame caption="Judges against marks set by hand, over the whole study">
      <thead>
        <tr>
          <th scope="col">Judge</th>
          <th scope="col" className="num" title="Memories that judge and people have both graded for a task">
            Both graded
          </th>
          <th scope="col" className="num">
            Graded alike, %
          </th>
          <th scope="col" className="num" title="Cohen’s kappa with quadratic weights, and its 95 % interval">
            Weighted κ
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ judge, compared, alike, kappa }) => (
          <tr key={judge}>
            <th scope="row">{judge}</th>
            <td className="num">{formatCount(compared)}</td>
            <td className="num">{compared > 0 ? formatPercent(alike / compared, 0) : '–'}</td>
            <td className="num">
              <EstimateText {...kappa} format="number" />
            </td>
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}
