import { formatCount } from '@/app/_components/format';
import { TableFrame } from '@/app/_components/table-frame';
import type { VersionComparison, VersionFacts } from '@/lib/core/versions/compare-versions';

const counts = ['conditions', 'tasks', 'trials', 'memories'] as const;

/** What either version holds. */
export function FactsTable({ comparison }: { comparison: VersionComparison }) {
  const sides: [string, VersionFacts][] = [
    ['Before', comparison.before],
    ['After', comparison.after],
  ];
  return (
    <div className="mt-4">
      <TableFrame caption="What either version holds">
        <thead>
          <tr>
            <th scope="col">Version</th>
            {counts.map((name) => (
              <th key={name} scope="col" className="num first-letter:uppercase">
                {name}
              </th>
            ))}
            <th scope="col">Baseline</th>
            <th scope="col" className="num">
              Passed from reward
            </th>
          </tr>
        </thead>
        <tbody>
          {sides.map(([word, facts]) => (
            <tr key={word}>
              <th scope="row">
                {facts.name} <span className="font-normal text-muted">{word.toLowerCase()}</span>
              </th>
              {counts.map((name) => (
                <td key={name} className="num">
                  {formatCount(facts[name])}
                </td>
              ))}
              <td>{facts.baseline ?? '–'}</td>
              <td className="num">{facts.threshold}</td>
            </tr>
          ))}
        </tbody>
      </TableFrame>
    </div>
  );
}
