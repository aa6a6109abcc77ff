import { countOf } from '@/app/_components/format';
import { type Ledger, modelOf } from '@/lib/queries/get-ledger';

/** What a reader of the counts needs to know, in sentences. */
function warningsOf(
  { unpaired, conditions, baseline, baselines }: Ledger,
  labelOf: (id: string) => string,
): string[] {
  const apart = unpaired.flatMap(({ condition, onlyBaseline, onlyCondition }) =>
    onlyBaseline + onlyCondition === 0
      ? []
      : [
          `${labelOf(condition)}: ${countOf(onlyBaseline, 'task')} of the baseline and ${countOf(onlyCondition, 'task')} of its own cannot be compared.`,
        ],
  );
  const uneven = unpaired.flatMap(({ condition, unequalAttempts }) =>
    unequalAttempts === 0
      ? []
      : [
          `${labelOf(condition)}: ${countOf(unequalAttempts, 'task')} with more counted attempts on one side, which solves “any” more easily there and “all” less easily.`,
        ],
  );
  const others = conditions.filter((one) => !(one.id in baselines) && modelOf(one) !== modelOf(baseline));
  const models =
    others.length === 0
      ? []
      : [
          `Another model than the baseline: ${others.map(({ label }) => label).join(', ')}. Their flips are those of model and memory together.`,
        ];
  return [...models, ...apart, ...uneven];
}

/** The warnings, folded where there are many. */
export function LedgerWarnings({ ledger, labelOf }: { ledger: Ledger; labelOf: (id: string) => string }) {
  const warnings = warningsOf(ledger, labelOf);
  if (warnings.length === 0) return null;
  return (
    <details
      className="rounded-lg border border-warn/30 bg-warn-soft px-4 py-2.5"
      open={warnings.length <= 2}
    >
      <summary>{countOf(warnings.length, 'thing')} to know about these counts</summary>
      <ul className="mt-1.5 list-disc space-y-0.5 pl-5">
        {warnings.map((warning) => (
          <li key={warning}>{warning}</li>
        ))}
      </ul>
    </details>
  );
}
