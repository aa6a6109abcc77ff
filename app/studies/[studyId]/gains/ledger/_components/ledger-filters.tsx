import Link from 'next/link';
import { UrlSelect, UrlSwitch } from '@/app/_components/url-select';
import type { ComparedCondition } from '@/lib/queries/compared-conditions';
import type { Ledger, NamedMemory } from '@/lib/queries/get-ledger';
import { BaselineSelect, MissingSelect } from '../../../_components/comparison-controls';
import { offeredK } from '../../_components/offered-k';
import { type LedgerView, settingChoices } from './ledger-view';

/** What is compared, and which of it is shown; all of it lives in the address. */
export function LedgerFilters({
  view,
  ledger,
  conditions,
  attempts,
  memory,
  withoutMemory,
}: {
  view: LedgerView;
  ledger: Ledger;
  /** All, the baseline among them. */
  conditions: readonly ComparedCondition[];
  attempts: number;
  memory: NamedMemory | null;
  /** This page without the choice of a memory. */
  withoutMemory: string;
}) {
  const { choices } = ledger;
  return (
    <div className="space-y-3 no-print">
      <div className="flex flex-wrap items-end gap-4">
        <BaselineSelect conditions={conditions} baseline={ledger.baseline.id} baselines={ledger.baselines} />
        <UrlSelect
          name="k"
          label="Attempts at least"
          value={String(view.k)}
          options={offeredK(attempts, view.k).map((k) => ({ value: String(k), label: String(k) }))}
        />
        <UrlSwitch
          name="solved"
          label="A task is solved by"
          value={view.solved}
          options={[
            { value: 'any', label: 'any attempt' },
            { value: 'most', label: 'most' },
            { value: 'all', label: 'all' },
          ]}
        />
        <MissingSelect value={view.missing} />
      </div>
      <div className="flex flex-wrap items-end gap-4">
        <UrlSelect
          name="benchmark"
          label="Benchmark"
          value={view.benchmark ?? ''}
          options={[
            { value: '', label: 'all' },
            ...choices.benchmarks.map((value) => ({ value, label: value })),
          ]}
        />
        <UrlSelect
          name="type"
          label="Memory type"
          value={view.type ?? ''}
          options={settingChoices(choices.types)}
        />
        <UrlSelect
          name="model"
          label="Model"
          value={view.model ?? ''}
          options={settingChoices(choices.models)}
        />
        {view.memory ? (
          <p className="flex min-h-8 max-w-xl flex-wrap items-center gap-x-2 text-sm">
            <span>
              Only tasks whose prompts held <strong>{memory?.title ?? 'a memory that was deleted'}</strong>
            </span>
            <Link className="link" href={withoutMemory}>
              show all
            </Link>
          </p>
        ) : null}
      </div>
    </div>
  );
}
