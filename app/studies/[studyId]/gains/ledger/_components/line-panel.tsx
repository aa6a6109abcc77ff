import { ExportMenu } from '@/app/_components/export-menu';
import { Pagination } from '@/app/_components/pagination';
import { Panel } from '@/app/_components/panel';
import { UrlSelect } from '@/app/_components/url-select';
import { handJudge, lossCauseLabels } from '@/lib/core/gains/loss-causes';
import { linesTable } from '@/lib/exporters/ledger-tables';
import type { Provenance } from '@/lib/exporters/provenance';
import type { Ledger, LedgerLine, NamedMemory } from '@/lib/queries/get-ledger';
import { CauseKey } from './cause-panel';
import { FlipTable } from './flip-table';
import type { LedgerView } from './ledger-view';

export const linesPerPage = 50;

/** More lines than this are not put into an exported file from the page; the API gives all. */
const mostExported = 5_000;

/** What a person said first, else what a model did. */
const causeOf = ({ causes }: LedgerLine): string => {
  const said = causes.find(({ judge }) => judge === handJudge) ?? causes[0];
  return said ? lossCauseLabels[said.cause] : '';
};

/** The list of tasks, page by page. */
export function LinePanel({
  studyId,
  view,
  ledger,
  lines,
  page,
  named,
  labelOf,
  memoryHref,
  provenance,
}: {
  studyId: string;
  view: LedgerView;
  ledger: Ledger;
  /** Those that the choice of outcomes lets through. */
  lines: readonly LedgerLine[];
  page: number;
  named: ReadonlyMap<string, NamedMemory>;
  labelOf: (condition: string) => string;
  memoryHref: (memory: string) => string;
  provenance: Provenance;
}) {
  const { gained, lost, same } = ledger.outcomes;
  const table = linesTable(
    lines.slice(0, mostExported).map((line) => ({
      ...line,
      label: labelOf(line.condition),
      cause: causeOf(line),
      memories: line.memories.map((id) => named.get(id)?.title ?? id),
    })),
    lines.length > mostExported ? [`The first ${mostExported} of ${lines.length} lines.`] : [],
  );
  return (
    <Panel
      id="tasks"
      title="Task by task"
      note="A line for every task and condition that can be compared. A loss takes its cause from the keyboard: tab to its digits, then 1 to 4, or Delete to take it back."
      actions={
        <>
          <UrlSelect
            name="outcome"
            label="Shown"
            value={view.outcome}
            options={[
              { value: 'flips', label: `gained and lost (${gained + lost})` },
              { value: 'gained', label: `gained (${gained})` },
              { value: 'lost', label: `lost (${lost})` },
              { value: 'same', label: `same (${same})` },
              { value: 'every', label: `all (${gained + lost + same})` },
            ]}
          />
          <ExportMenu title="the list" file={`${studyId}-flips`} table={table} provenance={provenance} />
        </>
      }
    >
      <div className="space-y-3">
        <CauseKey />
        {lines.length === 0 ? (
          <p className="text-muted">No task ended so.</p>
        ) : (
          <FlipTable
            studyId={studyId}
            lines={lines.slice((page - 1) * linesPerPage, page * linesPerPage)}
            benchmarks={ledger.choices.benchmarks}
            labelOf={labelOf}
            named={named}
            memoryHref={memoryHref}
          />
        )}
        <Pagination page={page} pageSize={linesPerPage} total={lines.length} />
      </div>
    </Panel>
  );
}
