import type { DotPath } from '../_map/dot-paths';

/** Points as paths of round dots. */
export function DotGroup({ paths, opacity = 0.85 }: { paths: readonly DotPath[]; opacity?: number }) {
  return (
    <g strokeLinecap="round" fill="none" strokeOpacity={opacity}>
      {paths.map(({ key, color, width, path }) => (
        <path key={key} d={path} style={{ stroke: color }} strokeWidth={width} />
      ))}
    </g>
  );
}
