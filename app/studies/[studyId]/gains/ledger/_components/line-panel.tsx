import { Pagination } from '@/app/_components/pagination';
import { Panel } from '@/app/_components/panel';
import { UrlSelect } from '@/app/_components/url-select';
import type { Provenance } from '@/lib/exporters/provenance';
import type { Ledger, LedgerLine, NamedMemory } from '@/lib/queries/get-ledger';
import { CauseKey } from './cause-panel';
import { FlipTable } from './flip-table';
import { type LedgerView, viewWords } from './ledger-view';
import { LinesExport } from './lines-export';

export const linesPerPage = 50;

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
          <LinesExport
            file={`${studyId}-flips`}
            address={`/api/v1/studies/${studyId}/losses/table?${viewWords(view)}`}
            provenance={provenance}
          />
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
