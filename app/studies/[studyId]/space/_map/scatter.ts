import { type Camera, homeOf, type Size, scaleOf, toMap } from './camera';
import type { Cloud } from './cloud';
import { mark } from './marks';
import { type PointGrid, pointUnder } from './point-grid';
import { rasterRenderer } from './raster-renderer';
import { diameterAt, type Picture, type Renderer } from './renderer';
import { softwareOnly } from './webgl-program';
import { webglRenderer } from './webgl-renderer';

/** A drawing of points that follows its camera and its room, and knows what lies where. */
export interface Scatter {
  /** Whether WebGL draws; else the page writes the pixels itself. */
  webgl: boolean;
  /** Whether it can be turned. */
  solid: boolean;
  camera(): Camera;
  size(): Size;
  /** Draws what changed with the next frame. */
  set(change: Partial<Picture>): void;
  look(camera: Camera): void;
  /** What lies where, as it is seen now. */
  grid(): PointGrid;
  /** The point under a place of the screen; −1 for none. */
  at(left: number, top: number): number;
  visible(i: number): boolean;
  destroy(): void;
}

/** How far from a point's middle it is still meant, in CSS pixels. */
const reach = 10;

/** So many points are drawn fast enough even where WebGL is imitated in software. */
const mostImitated = 20_000;

const isWhole = (picture: Partial<Picture>): picture is Picture =>
  Boolean(
    picture.positions && picture.shade && picture.colors && picture.marks && picture.sizes && picture.ground,
  );

/**
 * Begins a drawing on a canvas of its own.
 *
 * @param given.onFrame  called after each drawing, so that what lies over the map moves with it
 * @returns null where the browser draws nothing at all
 */
export function createScatter(
  canvas: HTMLCanvasElement,
  cloud: Cloud,
  {
    camera = homeOf(cloud),
    onFrame,
  }: { camera?: Camera; onFrame?: (camera: Camera, size: Size) => void } = {},
): Scatter | null {
  const imitated = cloud.count > mostImitated && softwareOnly();
  let renderer: Renderer | null = imitated ? null : webglRenderer(canvas);
  const webgl = renderer !== null;
  renderer ??= rasterRenderer(canvas);
  if (!renderer) return null;
  const picture: Partial<Picture> = { positions: cloud.positions, solid: cloud.solid };
  renderer.set(picture);
  let view = camera;
  let size: Size = { width: canvas.clientWidth, height: canvas.clientHeight };
  let waiting = 0;
  const draw = () => {
    waiting = 0;
    if (!renderer || !isWhole(picture) || size.width === 0) return;
    renderer.draw(view, size, window.devicePixelRatio || 1);
    onFrame?.(view, size);
  };
  const soon = () => {
    waiting ||= requestAnimationFrame(draw);
  };
  const watch = new ResizeObserver(([entry]) => {
    if (!entry) return;
    size = { width: entry.contentRect.width, height: entry.contentRect.height };
    soon();
  });
  watch.observe(canvas);
  // A graphics card may take its memory back, as when a laptop wakes up.
  const lost = (e: Event) => {
    e.preventDefault();
    renderer = null;
  };
  const restored = () => {
    renderer = webglRenderer(canvas);
    renderer?.set(picture);
    soon();
  };
  canvas.addEventListener('webglcontextlost', lost);
  canvas.addEventListener('webglcontextrestored', restored);
  const visible = (i: number) => !((picture.marks?.[i] ?? mark.hidden) & mark.hidden);
  return {
    webgl,
    solid: cloud.solid,
    grid: () => cloud.seenFrom(view),
    camera: () => view,
    size: () => size,
    set(change) {
      Object.assign(picture, change);
      renderer?.set(change);
      soon();
    },
    look(next) {
      view = next;
      soon();
    },
    at(left, top) {
      const diameter = diameterAt(picture.diameter ?? 0, view.zoom);
      const perUnit = scaleOf(view, size);
      const within = { disc: diameter / 2 / perUnit, reach: (reach + diameter / 4) / perUnit };
      return pointUnder(cloud.seenFrom(view), toMap(view, size, left, top), within, visible);
    },
    visible,
    destroy() {
      cancelAnimationFrame(waiting);
      watch.disconnect();
      canvas.removeEventListener('webglcontextlost', lost);
      canvas.removeEventListener('webglcontextrestored', restored);
      renderer?.destroy();
    },
  };
}
