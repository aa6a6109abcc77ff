'use client';

import { type KeyboardEvent, type ReactNode, useCallback, useEffect, useId, useRef, useState } from 'react';
import { formatCount } from '@/app/_components/format';
import {
  type Camera,
  homeOf,
  rotated,
  type Size,
  scaleOf,
  seen,
  settled,
  showing,
  type Turn,
  toMap,
  toScreen,
  zoomedAt,
} from '../_map/camera';
import { pointOf } from '../_map/cloud';
import { listen, type Tool } from '../_map/gestures';
import { type PointFocus, useFocused } from '../_map/point-focus';
import { type Direction, nearestPoint, nextPoint, pointsWithin } from '../_map/point-grid';
import type { Scatter } from '../_map/scatter';
import { type Drawn, useScatter } from '../_map/use-scatter';

export interface CanvasEvents {
  open(point: number): void;
  pick(rows: Uint32Array, merge: boolean): void;
  pickOne(point: number): void;
  look(camera: Camera | null): void;
}

export interface CanvasProps extends Drawn, CanvasEvents {
  /** What the map is of, for those who do not see it. */
  label: string;
  /** What its surface is called, where a page has more than one. */
  surfaceLabel?: string;
  shown: number;
  camera: Camera | null;
  tool: Tool;
  focus: PointFocus;
  /** What is said of a point, for those who do not see it. */
  describe(point: number): string;
  /** Drawn over the points in units of the map, as it is seen from somewhere. */
  lines?: ((turn: Turn) => ReactNode) | null;
  /** What lies beside the focused point. */
  card(point: number, place: { left: number; top: number }, size: Size): ReactNode;
}

const directions: Record<string, Direction> = {
  ...{ ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down' },
};
const zoomStep = 1.5;
/** An arrow key turns a map by a sixteenth of its width, which is 11 degrees. */
const turns: Record<Direction, readonly [right: number, down: number]> = {
  ...{ left: [-1 / 16, 0], right: [1 / 16, 0], up: [0, -1 / 16], down: [0, 1 / 16] },
};

const pathOf = (shape: readonly number[]): string =>
  shape.map((v, i) => `${i === 0 ? 'M' : i % 2 === 0 ? 'L' : ' '}${v.toFixed(1)}`).join('');

/** The points on a canvas, answering to mouse, fingers and keys. */
export function MapCanvas(props: CanvasProps) {
  const {
    label,
    surfaceLabel = 'Points of the map',
    shown,
    tool,
    focus,
    describe,
    lines,
    card,
    ...drawn
  } = props;
  const { cloud } = drawn;
  const instructions = useId();
  const canvas = useRef<HTMLCanvasElement>(null);
  const surface = useRef<HTMLDivElement>(null);
  const overlay = useRef<SVGGElement>(null);
  const latest = useRef(props);
  latest.current = props;
  const [shape, setShape] = useState<number[] | null>(null);
  const [place, setPlace] = useState<{ left: number; top: number; size: Size } | null>(null);
  const home = homeOf(cloud);
  const [turn, setTurn] = useState<Turn>(props.camera ?? home);
  const isLined = Boolean(lines);
  const focused = useFocused(focus);

  const onFrame = useCallback(
    (camera: Camera, size: Size) => {
      const scale = scaleOf(camera, size);
      const [left, top] = toScreen(camera, size, 0, 0);
      overlay.current?.setAttribute('transform', `matrix(${scale} 0 0 ${-scale} ${left} ${top})`);
      if (isLined)
        setTurn((now) => (now.yaw === camera.yaw && now.pitch === camera.pitch ? now : { ...camera }));
      const now = focus.get();
      if (!now) return;
      const at = seen(camera, pointOf(cloud, now.point));
      const [x, y] = toScreen(camera, size, at.x, at.y);
      setPlace({ left: x, top: y, size });
    },
    [focus, cloud, isLined],
  );
  const scatter = useScatter(canvas, drawn, props.camera ?? home, onFrame);
  const drawing = scatter === 'impossible' ? null : scatter;
  const rest = useCallback((on: Scatter, camera: Camera) => {
    const told = settled(camera);
    on.look(told);
    latest.current.look(told);
  }, []);

  useEffect(() => {
    if (!drawing) return;
    const placeFocused = () => onFrame(drawing.camera(), drawing.size());
    return focus.subscribe(placeFocused);
  }, [drawing, focus, onFrame]);

  useEffect(() => {
    if (!drawing || !surface.current) return;
    return listen(surface.current, drawing, () => latest.current.tool, {
      hover: (point) => {
        if (point >= 0) focus.set({ point, kept: false });
        else if (!focus.get()?.kept) focus.set(null);
      },
      press: (point, { touch, merge }) => {
        if (point < 0) focus.set(null);
        else if (merge) latest.current.pickOne(point);
        else if (touch) focus.set({ point, kept: true });
        else latest.current.open(point);
      },
      draw: setShape,
      enclose: (screen, merge) => {
        const polygon = screen.flatMap((v, i) =>
          i % 2 === 0 ? toMap(drawing.camera(), drawing.size(), v, screen[i + 1]!) : [],
        );
        latest.current.pick(pointsWithin(drawing.grid(), polygon, drawing.visible), merge);
      },
      rest: () => rest(drawing, drawing.camera()),
    });
  }, [drawing, focus, rest]);

  // An outside change of the camera, as going back to the whole map.
  useEffect(() => {
    if (drawing && props.camera === null) drawing.look(homeOf(drawing));
  }, [drawing, props.camera]);
  // Lines may come after the map was turned.
  useEffect(() => {
    if (drawing && isLined) onFrame(drawing.camera(), drawing.size());
  }, [drawing, isLined, onFrame]);

  const onKeyDown = (e: KeyboardEvent) => {
    if (!drawing || e.altKey || e.ctrlKey || e.metaKey) return;
    const point = focus.get()?.point ?? -1;
    const [camera, size] = [drawing.camera(), drawing.size()];
    const direction = directions[e.key];
    const look = (next: Camera) => {
      if (next !== camera) rest(drawing, next);
    };
    if (direction && drawing.solid && !e.shiftKey) {
      const side = Math.min(size.width, size.height);
      const [right, down] = turns[direction];
      look(rotated(camera, size, right * side, down * side));
    } else if (direction) {
      const grid = drawing.grid();
      const next =
        point >= 0 && drawing.visible(point)
          ? nextPoint(grid, point, direction, drawing.visible)
          : nearestPoint(grid, camera.x, camera.y, 4, drawing.visible);
      if (next >= 0) {
        focus.set({ point: next, kept: true });
        look(showing(camera, size, grid.positions[next * 2]!, grid.positions[next * 2 + 1]!));
      }
    } else if (e.key === 'Enter' && point >= 0) latest.current.open(point);
    else if (e.key === ' ' && point >= 0) latest.current.pickOne(point);
    else if (e.key === '+' || e.key === '=' || e.key === '-') {
      const factor = e.key === '-' ? 1 / zoomStep : zoomStep;
      look(zoomedAt(camera, size, size.width / 2, size.height / 2, factor));
    } else if (e.key === '0') latest.current.look(null);
    else if (e.key === 'Escape') {
      if (point >= 0) focus.set(null);
      else latest.current.pick(new Uint32Array(0), false);
    } else return;
    e.preventDefault();
  };

  const at = focused && place && drawing?.visible(focused.point) ? place : null;
  return (
    <div className="relative aspect-square max-h-[560px] w-full overflow-hidden rounded-md border border-line">
      <div
        ref={surface}
        role="application"
        aria-label={surfaceLabel}
        aria-describedby={instructions}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: its points are reached by the arrow keys
        tabIndex={0}
        onKeyDown={onKeyDown}
        onBlur={() => focus.set(null)}
        className={`absolute inset-0 touch-none select-none outline-offset-[-3px]! ${tool === 'move' ? 'cursor-grab active:cursor-grabbing' : 'cursor-crosshair'}`}
      >
        <canvas
          ref={canvas}
          className="block size-full"
          role="img"
          aria-label={label}
          data-drawn={drawing ? shown : undefined}
          data-renderer={drawing ? (drawing.webgl ? 'webgl' : 'canvas') : undefined}
        />
        <svg className="pointer-events-none absolute inset-0 size-full" aria-hidden="true">
          <g ref={overlay}>{lines?.(turn)}</g>
          {shape ? (
            <path
              d={`${pathOf(shape)}Z`}
              fill="var(--accent)"
              fillOpacity={0.12}
              stroke="var(--accent)"
              strokeWidth={1.5}
            />
          ) : null}
          {at ? (
            <circle cx={at.left} cy={at.top} r={8} fill="none" stroke="var(--text)" strokeWidth={2} />
          ) : null}
        </svg>
      </div>
      <p id={instructions} className="sr-only">
        {cloud.solid
          ? 'Arrow keys turn the map; with Shift they go from point to point'
          : 'Arrow keys go from point to point'}
        , Enter reads the memory, Space picks it, plus and minus zoom, 0 shows the whole map. The table below
        holds the same {formatCount(cloud.count)} points.
      </p>
      <p className="sr-only" aria-live="polite">
        {focused?.kept ? describe(focused.point) : ''}
      </p>
      {focused && at ? card(focused.point, at, at.size) : null}
      {scatter === 'impossible' ? (
        <p className="absolute inset-0 grid place-items-center px-6 text-center text-muted">
          This browser draws on no canvas. The maps by type below and the table hold the same points.
        </p>
      ) : null}
    </div>
  );
}
