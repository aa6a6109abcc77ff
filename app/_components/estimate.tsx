import type { Estimate } from '@/lib/core/vocabulary';
import { formatNumber, formatPercent, formatPoints } from './format';

const formats = {
  percent: formatPercent,
  points: formatPoints,
  number: formatNumber,
} as const;

interface Props {
  estimate: Estimate;
  ciLow?: number | null;
  ciHigh?: number | null;
  format: keyof typeof formats;
  digits?: number;
}

/** A number with its interval, or a dash that says why there is none. */
export function EstimateText({ estimate, ciLow = null, ciHigh = null, format, digits }: Props) {
  if (estimate.value === null) {
    return (
      <span className="text-faint" title={estimate.reason}>
        –<span className="sr-only"> {estimate.reason}</span>
      </span>
    );
  }
  const text = (n: number) => formats[format](n, digits);
  return (
    <span className="tabular whitespace-nowrap">
      {text(estimate.value)}
      {ciLow !== null && ciHigh !== null ? (
        <span className="ml-1 text-xs text-muted">
          [{text(ciLow)}, {text(ciHigh)}]
        </span>
      ) : null}
    </span>
  );
}
