import { formatCount } from '@/app/_components/format';
import type { Shading } from '../_map/colorings';

interface Props {
  shading: Shading;
  hidden: ReadonlySet<string>;
  onToggle(name: string): void;
}

/** What the colours mean, entry by entry; pressing one hides or shows its points. A ramp has its scale beside. */
export function MapLegend({ shading: { groups, scale }, hidden, onToggle }: Props) {
  return (
    <div className="mb-2 flex flex-wrap items-center gap-x-3 gap-y-1">
      {scale ? (
        <div className="w-48 text-2xs text-muted">
          <div
            aria-hidden="true"
            className="h-2.5 rounded-[2px]"
            style={{
              background: `linear-gradient(to right, ${scale.ramp.filter((_, i) => i % 7 === 0).join(', ')})`,
            }}
          />
          <div className="tabular flex justify-between">
            {scale.marks.map((m) => (
              <span key={m}>{m}</span>
            ))}
          </div>
        </div>
      ) : null}
      <ul className="flex flex-wrap gap-x-1 gap-y-1" aria-label="Legend; press an entry to hide or show it">
        {groups
          .filter(({ count }) => count > 0)
          .map(({ name, color, count }) => (
            <li key={name}>
              <button
                type="button"
                aria-pressed={!hidden.has(name)}
                onClick={() => onToggle(name)}
                className="tabular inline-flex items-center gap-1.5 rounded px-1.5 py-0.5 text-xs hover:bg-sunken aria-[pressed=false]:line-through aria-[pressed=false]:opacity-50"
              >
                <span
                  aria-hidden="true"
                  className="size-2.5 shrink-0 rounded-full"
                  style={{ background: color }}
                />
                {name}
                <span className="text-faint">{formatCount(count)}</span>
              </button>
            </li>
          ))}
      </ul>
    </div>
  );
}
