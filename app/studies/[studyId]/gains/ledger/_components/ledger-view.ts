import { z } from 'zod';
import { shownOutcomes, solvedRules } from '@/lib/core/gains/ledger';
import type { LedgerQuestion } from '@/lib/queries/get-ledger';
import { comparisonFields } from '../../../_components/comparison-fields';

const name = z.string().max(300).optional().catch(undefined);

/** The address of the page: what is compared, what is shown, and whose causes. */
export const ledgerView = z.object({
  baseline: comparisonFields.baseline,
  k: comparisonFields.k,
  missing: comparisonFields.missing,
  solved: z.enum(solvedRules).catch('any').default('any'),
  benchmark: name,
  type: name,
  model: name,
  outcome: z.enum(shownOutcomes).catch('flips').default('flips'),
  memory: z.uuid().optional().catch(undefined),
  judge: name,
  page: z.coerce.number().int().min(1).catch(1).default(1),
});
export type LedgerView = z.output<typeof ledgerView>;

/** In addresses, for conditions that do not say. */
const notSaid = 'not-said';

/** A choice of the address as the ledger is asked; undefined for any. */
export const chosenSetting = (value: string | undefined): string | undefined =>
  value === notSaid ? '' : value || undefined;

/** Settings of conditions as a select offers them, any of them first. */
export const settingChoices = (values: readonly string[]) => [
  { value: '', label: 'any' },
  ...values.map((value) => (value === '' ? { value: notSaid, label: 'not said' } : { value, label: value })),
];

/** The address as the ledger is asked. */
export const ledgerQuestion = (studyId: string, view: Omit<LedgerView, 'page'>): LedgerQuestion => ({
  ...{ studyId, baseline: view.baseline, k: view.k, missing: view.missing, solved: view.solved },
  ...{ benchmark: view.benchmark || undefined, memory: view.memory },
  ...{ type: chosenSetting(view.type), model: chosenSetting(view.model) },
});

/** The same choices in an address; the page of the list is none. */
export const viewWords = ({ page: _, ...view }: LedgerView): URLSearchParams =>
  new URLSearchParams(
    Object.entries(view).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );

/** The same page with the tasks of one memory alone, or of all for null. */
export function memoryAddress(path: string, asked: Record<string, string | string[] | undefined>) {
  return (memory: string | null): string => {
    const kept = new URLSearchParams();
    for (const [key, value] of Object.entries(asked))
      if (typeof value === 'string' && key !== 'page' && key !== 'memory') kept.set(key, value);
    if (memory !== null) kept.set('memory', memory);
    return kept.size > 0 ? `${path}?${kept}` : path;
  };
}
