import type { Turn } from '../_map/camera';
import { type Dots, dotPaths } from '../_map/dot-paths';
import { haloColor } from '../_map/halo';
import { diameterOf, mark } from '../_map/marks';
import { depthSize } from '../_map/renderer';
import { ringPaths } from '../_map/ring-paths';
import type { Drawn } from '../_map/use-scatter';
import { DotGroup } from './dot-group';

/**
 * The map as a drawing of its own for print: all of it, without what is hidden, turned as on the screen. What a search leaves
 * dark is pale.
 */
export function PrintedMap({
  cloud,
  turn,
  shading,
  marks,
  sizes: given,
  halo,
  width,
}: Drawn & { turn: Turn; width: number }) {
  const side = width;
  const { positions, depths } = cloud.seenFrom(turn);
  // Hundredths, as marks hold them; near points of a solid map are larger, and drawn last.
  const sizes = depths ? given.map((size, i) => Math.min(255, size * depthSize(depths[i]!))) : given;
  const dots = { positions, shade: shading.shade, shades: shading.shades, sizes, side };
  const diameter = Math.max(1, diameterOf(cloud.count) * 0.8);
  const of = (keep: (marks: number) => boolean) => {
    const paths = dotPaths({ ...dots, diameter, shown: (i) => keep(marks[i]!) });
    return depths ? paths.sort((a, b) => a.width - b.width) : paths;
  };
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
