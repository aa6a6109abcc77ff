import { Badge } from '@/app/_components/badge';
import { Panel } from '@/app/_components/panel';
import { TableFrame } from '@/app/_components/table-frame';
import type { VersionComparison } from '@/lib/core/versions/compare-versions';
import { OutcomeBadge } from '../../claims/_components/outcome-badge';

/** The claims of either version, held against the trials of both. */
export function ClaimsPanel({ comparison: { before, after, claims } }: { comparison: VersionComparison }) {
  if (claims.length === 0) return null;
  return (
    <Panel title="Claims" note="Those of either version, held against the trials of both.">
      <TableFrame caption="Claims and their verdicts in both versions">
        <thead>
          <tr>
            <th scope="col">Claim</th>
            <th scope="col">{before.name}</th>
            <th scope="col">{after.name}</th>
            <th scope="col">Made by</th>
          </tr>
        </thead>
        <tbody>
          {claims.map((claim) => (
            <tr key={JSON.stringify(claim.statement)}>
              <th scope="row" className="min-w-44 whitespace-normal">
                {claim.sentence} {claim.changed ? <Badge tone="warn">changed</Badge> : null}
              </th>
              <td className="min-w-48 whitespace-normal align-top">
                <OutcomeBadge outcome={claim.before.outcome} />
                <p className="mt-0.5 text-xs text-muted">{claim.before.sentence}</p>
              </td>
              <td className="min-w-48 whitespace-normal align-top">
                <OutcomeBadge outcome={claim.after.outcome} />
                <p className="mt-0.5 text-xs text-muted">{claim.after.sentence}</p>
              </td>
              <td>{{ both: 'both', before: before.name, after: after.name }[claim.madeBy]}</td>
            </tr>
          ))}
        </tbody>
      </TableFrame>
    </Panel>
  );
}
