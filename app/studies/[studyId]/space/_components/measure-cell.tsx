import { formatNumber, formatPValue } from '@/app/_components/format';
import type { SpaceMeasure } from '@/lib/core/projection/describe-space';

/** A measure with its interval and how far it lies from shuffled labels; a dash where it was not stored. */
export function MeasureCell({ measure }: { measure: SpaceMeasure | undefined }) {
  if (!measure) return <td className="text-right text-faint">–</td>;
  const { estimate, ciLow, ciHigh, null: shuffled, ofChance, note } = measure;
  if (estimate.value === null) {
    return <td className="max-w-44 text-right text-xs text-faint">{estimate.reason}</td>;
  }
  return (
    <td className="num" title={note ?? undefined}>
      {formatNumber(estimate.value, 2)}
      {ciLow !== null && ciHigh !== null ? (
        <span className="block text-2xs text-muted">
          [{formatNumber(ciLow, 2)}, {formatNumber(ciHigh, 2)}]
        </span>
      ) : null}
      {shuffled ? (
        <span className="block text-2xs text-faint">
          shuffled {formatNumber(shuffled.mean, 2)}
          {shuffled.z === null ? '' : `, z ${formatNumber(shuffled.z, 1)}`}, p {formatPValue(shuffled.pValue)}
        </span>
      ) : null}
      {typeof ofChance === 'number' ? (
        <span className="block text-2xs text-faint">{formatNumber(ofChance, 2)} of chance</span>
      ) : null}
    </td>
  );
}
