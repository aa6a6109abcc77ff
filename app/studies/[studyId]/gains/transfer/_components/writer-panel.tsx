import { EstimateText } from '@/app/_components/estimate';
import { ExportMenu } from '@/app/_components/export-menu';
import { countOf, formatPercent } from '@/app/_components/format';
import { Panel } from '@/app/_components/panel';
import { TableFrame } from '@/app/_components/table-frame';
import type { WriterMatrix } from '@/lib/core/gains/transfer-report';
import type { Provenance } from '@/lib/exporters/provenance';
import { writersTable } from '@/lib/exporters/transfer-tables';

const title = 'Who wrote the memories, who used them';
const note =
  'Gain in percentage points over the same model without memory, on the tasks that both have; below it the share of attempts that passed. Framed: memories that a model wrote itself. Trials whose prompts held memories of one writer.';

/** The cross-model matrix: writers down, users across, zero-shot above. */
export function WriterPanel({
  matrix,
  caption,
  provenance,
  file,
}: {
  matrix: WriterMatrix;
  caption: string;
  provenance: Provenance;
  file: string;
}) {
  const { writers, users, cells, references, mixed, unknown } = matrix;
  const left = [
    mixed > 0 ? `${countOf(mixed, 'trial')} with memories of several writers` : '',
    unknown > 0 ? `${countOf(unknown, 'trial')} with memories whose writer nobody noted` : '',
  ].filter((part) => part !== '');
  const leftOut = left.length > 0 ? ` Left out: ${left.join('; ')}.` : '';
  if (cells.length === 0) {
    return (
      <Panel title={title} note={note}>
        <p className="text-muted">
          No prompt held memories whose writer is known, under a condition whose model is known. Memories name
          their writer in <code className="font-mono text-xs">sourceModel</code>, which pools and generated
          memories carry; conditions name their model in the setting{' '}
          <code className="font-mono text-xs">model</code>.{leftOut}
        </p>
      </Panel>
    );
  }
  return (
    <Panel
      title={title}
      note={`${note}${leftOut}`}
      actions={
        <ExportMenu
          title="the matrix of writers"
          file={file}
          table={writersTable(matrix, title, [note, caption])}
          provenance={provenance}
        />
      }
    >
      <TableFrame caption={title}>
        <thead>
          <tr>
            <th scope="col">Written by ↓, used by →</th>
            {users.map((user) => (
              <th key={user} scope="col" className="num">
                {user}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row" className="text-muted">
              nobody (zero-shot)
            </th>
            {references.map(({ user, rate, label, taskCount }) => (
              <td key={user} className="num text-muted" title={label ?? undefined}>
                {rate === null ? (
                  <span className="text-faint">no such condition</span>
                ) : (
                  <>
                    {formatPercent(rate)} %
                    <span className="block text-2xs text-faint">{countOf(taskCount, 'task')}</span>
                  </>
                )}
              </td>
            ))}
          </tr>
          {writers.map((writer) => (
            <tr key={writer}>
              <th scope="row">{writer}</th>
              {cells
                .filter((cell) => cell.writer === writer)
                .map((cell) => (
                  <td
                    key={cell.user}
                    className={`num ${cell.user === writer ? 'outline outline-1 -outline-offset-2 outline-line-strong' : ''}`}
                  >
                    <EstimateText
                      estimate={cell.estimate}
                      ciLow={cell.ciLow}
                      ciHigh={cell.ciHigh}
                      format="points"
                    />
                    {cell.rate === null ? null : (
                      <span className="block text-2xs text-faint">
                        {formatPercent(cell.rate)} %, {countOf(cell.taskCount, 'task')}
                        {cell.user === writer ? ', self-written' : ''}
                      </span>
                    )}
                  </td>
                ))}
            </tr>
          ))}
        </tbody>
      </TableFrame>
      <p className="mt-3 text-xs text-muted">{caption}</p>
    </Panel>
  );
}
