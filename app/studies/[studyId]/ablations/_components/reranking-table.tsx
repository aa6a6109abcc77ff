import { TableFrame } from '@/app/_components/table-frame';
import type { RerankingQuality } from '@/lib/queries/reranking-quality';
import { Figure } from './quality-table';

/** What the search brought before the language model, and what the model added. */
export function RerankingTable({
  arms,
  labels,
  k,
}: {
  arms: readonly RerankingQuality[];
  labels: ReadonlyMap<number, string>;
  k: number;
}) {
  return (
    <TableFrame caption="What reranking adds">
      <thead>
        <tr>
          <th scope="col">Arm that ranks anew</th>
          <th
            scope="col"
            className="num"
            title="Share of the memories labelled as relevant that are among the candidates: no reranking can reach more"
          >
            Recall of the candidates
          </th>
          <th scope="col" className="num" title="nDCG of the first memories by the search alone">
            nDCG@{k}, search alone
          </th>
          <th scope="col" className="num">
            nDCG@{k}, reranked
          </th>
          <th scope="col" className="num" title="Reranked less search alone, paired by task">
            The reranker’s own gain
          </th>
          <th scope="col" className="num" title="Share of the relevant memories that are retrieved, likewise">
            … in recall@{k}
          </th>
        </tr>
      </thead>
      <tbody>
        {arms.map(({ arm, depth, candidateRecall, alone, reranked, gain }) => (
          <tr key={arm}>
            <th scope="row" className="min-w-52">
              <span className="mr-2 text-faint">{arm + 1}</span>
              {labels.get(arm)}
            </th>
            <td className="num">
              <Figure of={candidateRecall} />
              <span className="block text-xs text-muted">of at most {depth}</span>
            </td>
            <td className="num">
              <Figure of={alone.ndcg} />
            </td>
            <td className="num">
              <Figure of={reranked.ndcg} />
            </td>
            <td className="num">
              <Figure of={gain.ndcg} signed />
            </td>
            <td className="num">
              <Figure of={gain.recall} signed />
            </td>
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}
