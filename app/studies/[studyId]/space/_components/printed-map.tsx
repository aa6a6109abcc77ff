import { type Dots, dotPaths } from '../_map/dot-paths';
import { haloColor } from '../_map/halo';
import { diameterOf, mark } from '../_map/marks';
import { ringPaths } from '../_map/ring-paths';
import type { Drawn } from '../_map/use-scatter';
import { DotGroup } from './dot-group';

/** The map as a drawing of its own for print: all of it, without what is hidden. What a search leaves dark is pale. */
export function PrintedMap({ grid, shading, marks, sizes, halo, width }: Drawn & { width: number }) {
  const side = width;
  const dots = { positions: grid.positions, shade: shading.shade, shades: shading.shades, sizes, side };
  const diameter = Math.max(1, diameterOf(grid.order.length) * 0.8);
  const of = (keep: (marks: number) => boolean) =>
    dotPaths({ ...dots, diameter, shown: (i) => keep(marks[i]!) });
  const picked = [...marks.keys()].filter((i) => (marks[i]! & (mark.picked | mark.hidden)) === mark.picked);
  const rings = dotPaths({
    ...dots,
    ...{ shades: shading.shades.map(() => 'var(--text)'), diameter: diameter + 4 },
    shown: (i) => (marks[i]! & (mark.picked | mark.hidden)) === mark.picked,
  });
  return (
    <svg
      viewBox={`0 0 ${side} ${side}`}
      width={side}
      height={side}
      role="img"
      aria-label="Map of the memories"
    >
      {halo ? <PrintedHalos {...{ dots, diameter, marks, halo }} /> : null}
      <DotGroup paths={of((m) => (m & (mark.hidden | mark.faint)) === mark.faint)} opacity={0.15} />
      <DotGroup paths={of((m) => (m & (mark.hidden | mark.faint)) === 0)} />
      {picked.length > 0 ? <DotGroup paths={rings} opacity={1} /> : null}
      {picked.length > 0 ? (
        <DotGroup paths={of((m) => (m & (mark.hidden | mark.picked)) === mark.picked)} opacity={1} />
      ) : null}
    </svg>
  );
}

/** Rings as on the screen, in a few steps of strength. */
function PrintedHalos({
  dots,
  diameter,
  marks,
  halo,
}: {
  dots: Pick<Dots, 'positions' | 'sizes' | 'side'>;
  diameter: number;
  marks: Uint8Array;
  halo: Uint8Array;
}) {
  return (
    <g fill="none" style={{ stroke: haloColor }}>
      {ringPaths({
        ...dots,
        diameter,
        halo,
        shown: (i) => (marks[i]! & (mark.hidden | mark.faint)) === 0,
      }).map(({ key, opacity, width, path }) => (
        <path key={key} d={path} strokeOpacity={opacity} strokeWidth={width} />
      ))}
    </g>
  );
}
