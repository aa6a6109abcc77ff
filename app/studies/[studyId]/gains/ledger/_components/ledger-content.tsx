import { ChartFrame } from '@/app/_charts/chart-frame';
import { EmptyState } from '@/app/_components/empty-state';
import { countOf } from '@/app/_components/format';
import { ownModel } from '@/lib/core/gains/baselines';
import { groupsTable } from '@/lib/exporters/ledger-tables';
import type { Provenance } from '@/lib/exporters/provenance';
import type { ComparedCondition } from '@/lib/queries/compared-conditions';
import { type Ledger, type LedgerLine, modelOf, type NamedMemory, typeOf } from '@/lib/queries/get-ledger';
import type { JobRow } from '@/lib/queries/jobs';
import { FlipBars } from '../_charts/flip-bars';
import { drawnFlipRows, toFlipRows } from '../_charts/flip-rows';
import { CausePanel } from './cause-panel';
import { LedgerFilters } from './ledger-filters';
import { chosenSetting, type LedgerView, memoryAddress } from './ledger-view';
import { LedgerWarnings } from './ledger-warnings';
import { LinePanel } from './line-panel';
import { MemoryPanel } from './memory-panel';
import { SuggestionPanel } from './suggestion-panel';

interface Props {
  studyId: string;
  view: LedgerView;
  asked: Record<string, string | string[] | undefined>;
  ledger: Ledger;
  conditions: readonly ComparedCondition[];
  attempts: number;
  lines: readonly LedgerLine[];
  page: number;
  named: ReadonlyMap<string, NamedMemory>;
  provenance: Provenance;
  /** The last that explained losses. */
  job: JobRow | null;
}

const solvedInWords = {
  any: 'at least one attempt passed',
  most: 'more than half of its attempts passed',
  all: 'every attempt passed',
} as const;

/** How the counts, tests and intervals were made. */
function captionOf({ settings, groups }: Ledger): string {
  const { level, resamples, seed, k, threshold, solved } = settings;
  return (
    `A task is solved where ${solvedInWords[solved]} (reward of ${threshold} or more), and compared where both sides have ${countOf(k, 'attempt')} or more. ` +
    `Exact two-sided McNemar over the tasks that flipped; q by Benjamini–Hochberg over the ${countOf(groups.length, 'row')} on screen, * below 0.05. ` +
    `${Math.round(level * 100)} % BCa bootstrap intervals, ${resamples.toLocaleString('en-US')} resamples of tasks within each benchmark, attempts not resampled, seed ${seed}; none where every task ended alike.`
  );
}

/** The id of the baseline that was asked for; null for the study's own, and for each model's. */
const comparedWith = ({ baseline, baselines }: Ledger, view: LedgerView): string | null =>
  view.baseline === undefined || view.baseline === ownModel || Object.keys(baselines).length > 0
    ? null
    : baseline.id;

/** Everything below the title of the ledger. */
export function LedgerContent(props: Props) {
  const { studyId, view, asked, ledger, conditions, attempts, lines, page, named, provenance } = props;
  const byId = new Map(conditions.map((one) => [one.id, one]));
  const labelOf = (id: string) => byId.get(id)?.label ?? id;
  const path = `/studies/${studyId}/gains/ledger`;
  const memoryHref = memoryAddress(path, asked);
  const rows = toFlipRows(ledger.groups, labelOf);
  const drawn = drawnFlipRows(rows);
  const caption = captionOf(ledger);
  const title = `Tasks gained and lost against ${ledger.baselineName}`;
  return (
    <>
      <LedgerFilters
        view={view}
        ledger={ledger}
        conditions={conditions}
        attempts={attempts}
        memory={view.memory ? (named.get(view.memory) ?? null) : null}
        withoutMemory={memoryHref(null)}
      />
      <LedgerWarnings ledger={ledger} labelOf={labelOf} />
      {rows.length === 0 ? (
        <EmptyState title="Nothing to compare">
          No task here has {countOf(view.k, 'counted attempt')} or more both under {ledger.baselineName} and
          under a condition that is shown. Choose another baseline or fewer filters, or import trials on the
          same tasks.
        </EmptyState>
      ) : (
        <>
          <ChartFrame
            title={title}
            note={`Bars count tasks that flipped; dots are gained less lost in percent of all compared tasks.${
              drawn.length < rows.length
                ? ` Drawn: the first ${drawn.length} of ${rows.length} rows; filter to see others, or open the table.`
                : ''
            }`}
            caption={caption}
            table={groupsTable(
              ledger.groups,
              (id) => {
                const one = byId.get(id);
                return {
                  label: labelOf(id),
                  type: (one && typeOf(one)) || 'not said',
                  model: (one && modelOf(one)) || 'not said',
                };
              },
              title,
              [caption],
            )}
            provenance={provenance}
            file={`${studyId}-gained-lost`}
          >
            <FlipBars rows={drawn} />
          </ChartFrame>
          <CausePanel
            lines={ledger.lines}
            judge={view.judge}
            provenance={provenance}
            file={`${studyId}-causes`}
          />
          <SuggestionPanel
            studyId={studyId}
            job={props.job}
            losses={{
              ...{
                baselineId: comparedWith(ledger, view),
                k: view.k,
                missing: view.missing,
                solved: view.solved,
              },
              ...{ benchmark: view.benchmark || null, memory: view.memory ?? null },
              type: chosenSetting(view.type) ?? null,
              conditionModel: chosenSetting(view.model) ?? null,
            }}
          />
          <LinePanel {...{ studyId, view, ledger, lines, page, named, labelOf, memoryHref, provenance }} />
          <MemoryPanel {...{ studyId, ledger, named, memoryHref, provenance }} />
        </>
      )}
    </>
  );
}
