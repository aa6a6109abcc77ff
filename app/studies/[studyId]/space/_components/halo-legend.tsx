import { formatCount } from '@/app/_components/format';
import { haloColor, haloFull, haloStrengths } from '../_map/halo';

const marks = [haloFull, (1 + haloFull) / 2, 1];

/** What the rings around points say. */
export function HaloLegend({ trustworthiness }: { trustworthiness: Float32Array }) {
  const unjudged = trustworthiness.reduce((count, t) => count + (Number.isNaN(t) ? 1 : 0), 0);
  return (
    <p className="tabular mb-2 flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-muted">
      Ring by the trustworthiness of a point’s place:
      {marks.map((t) => (
        <span key={t} className="inline-flex items-center gap-1">
          <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
            <circle
              cx="7"
              cy="7"
              r="5"
              fill="none"
              stroke={haloColor}
              strokeWidth="2.4"
              strokeOpacity={haloStrengths(Float32Array.of(t))[0]! / 255}
            />
            <circle cx="7" cy="7" r="2.6" fill="var(--text-muted)" />
          </svg>
          {t === haloFull ? `${t} or less` : t === 1 ? '1, no ring' : t}
        </span>
      ))}
      {unjudged > 0 ? <span>{formatCount(unjudged)} were not judged and have none</span> : null}
    </p>
  );
}

/** The same in a word, for exported pictures. */
export const haloMark = {
  label: `ring: trustworthiness, full at ${haloFull} or less, none at 1`,
  color: haloColor,
  hatched: false,
};
