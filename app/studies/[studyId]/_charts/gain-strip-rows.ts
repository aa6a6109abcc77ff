import { niceScale } from '@/app/_charts/nice-scale';

interface Measured {
  estimate: { value: number | null };
  ciLow: number | null;
  ciHigh: number | null;
}

/** Where the parts of a strip stand, in percent of its width. */
export interface Strip {
  zero: number;
  value: number;
  interval: { from: number; width: number } | null;
}

/** Gains drawn against one scale that holds zero and every interval; null where there is no gain. */
export function toStrips(gains: readonly Measured[]): {
  low: number;
  high: number;
  strips: (Strip | null)[];
} {
  const reach = gains.flatMap((g) => [g.estimate.value, g.ciLow, g.ciHigh]).filter((v) => v !== null);
  const { low, high } = niceScale(reach);
  const place = (v: number) => ((v - low) / (high - low || 1)) * 100;
  const strips = gains.map(({ estimate, ciLow, ciHigh }): Strip | null =>
    estimate.value === null
      ? null
      : {
          zero: place(0),
          value: place(estimate.value),
          interval:
            ciLow === null || ciHigh === null
              ? null
              : { from: place(ciLow), width: place(ciHigh) - place(ciLow) },
        },
  );
  return { low, high, strips };
}
