import Link from 'next/link';
import { EstimateText } from '@/app/_components/estimate';
import { ExportMenu } from '@/app/_components/export-menu';
import { formatPoints, formatPValue } from '@/app/_components/format';
import { Panel } from '@/app/_components/panel';
import { TableFrame } from '@/app/_components/table-frame';
import type { MethodGroup } from '@/lib/core/gains/transfer-report';
import type { Provenance } from '@/lib/exporters/provenance';
import { methodPairsTable, methodsTable } from '@/lib/exporters/transfer-tables';

const title = 'Retrieval methods';
const note =
  'Conditions that agree in everything they say but the method, best first: gain over the baseline in percentage points. Methods that share a letter do not differ (paired sign-flip tests, Holm-adjusted, 0.05).';

/** The methods against each other, group by group. */
export function MethodsPanel({
  studyId,
  groups,
  caption,
  provenance,
}: {
  studyId: string;
  groups: readonly MethodGroup[];
  caption: string;
  provenance: Provenance;
}) {
  if (groups.length === 0) {
    return (
      <Panel title={title} note={note}>
        <p className="max-w-prose text-muted">
          No two conditions here differ in their retrieval method alone. The setting is{' '}
          <code className="font-mono text-xs">method</code>: logs state it, or it is said for each condition
          under “Method” on the{' '}
          <Link className="link" href={`/studies/${studyId}/import/mapping`}>
            mapping page
          </Link>
          . What methods would retrieve, without new trials, is on the{' '}
          <Link className="link" href={`/studies/${studyId}/ablations`}>
            page of ablations
          </Link>
          .
        </p>
      </Panel>
    );
  }
  return (
    <>
      {groups.map((group) => (
        <Panel
          key={group.common}
          title={`${title}: ${group.common}`}
          note={note}
          actions={
            <ExportMenu
              title={`methods of ${group.common}`}
              file={`${studyId}-methods`}
              table={methodsTable(group, [note, caption])}
              provenance={provenance}
            />
          }
        >
          <MethodTable group={group} />
          <details className="mt-3">
            <summary className="text-xs text-muted">The tests of the letters</summary>
            <div className="mt-2 flex justify-end">
              <ExportMenu
                title={`pairs of methods of ${group.common}`}
                file={`${studyId}-method-pairs`}
                table={methodPairsTable(group, [caption])}
                provenance={provenance}
              />
            </div>
            <PairTable group={group} />
          </details>
          <p className="mt-3 text-xs text-muted">{caption}</p>
        </Panel>
      ))}
    </>
  );
}

function MethodTable({ group: { common, benchmarks, rows } }: { group: MethodGroup }) {
  return (
    <TableFrame caption={`${title}: ${common}`}>
      <thead>
        <tr>
          <th scope="col">Method</th>
          {[...benchmarks, 'task-weighted'].map((name) => (
            <th key={name} scope="col" className="num">
              {name}
            </th>
          ))}
          <th scope="col">Group</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ condition, method, label, gains, letters }) => (
          <tr key={condition}>
            <th scope="row" title={label}>
              {method}
              <span className="block text-2xs font-normal text-faint">{label}</span>
            </th>
            {gains.map((gain, i) => (
              <td key={benchmarks[i] ?? ''} className="num" title={`${gain.taskCount} tasks`}>
                <EstimateText
                  estimate={gain.estimate}
                  ciLow={gain.ciLow}
                  ciHigh={gain.ciHigh}
                  format="points"
                />
              </td>
            ))}
            <td>{letters}</td>
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}

function PairTable({ group: { common, pairs } }: { group: MethodGroup }) {
  return (
    <TableFrame caption={`Pairs of methods: ${common}`}>
      <thead>
        <tr>
          <th scope="col">First</th>
          <th scope="col">Second</th>
          <th scope="col" className="num">
            Difference, pp
          </th>
          <th scope="col" className="num">
            Tasks
          </th>
          <th scope="col" className="num">
            p
          </th>
          <th scope="col" className="num">
            Holm p
          </th>
        </tr>
      </thead>
      <tbody>
        {pairs.map(({ first, second, difference, taskCount, pValue, pHolm }) => (
          <tr key={`${first} ${second}`}>
            <th scope="row">{first}</th>
            <td>{second}</td>
            <td className="num">{formatPoints(difference)}</td>
            <td className="num">{taskCount}</td>
            <td className="num">{formatPValue(pValue)}</td>
            <td className="num">{formatPValue(pHolm)}</td>
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}
