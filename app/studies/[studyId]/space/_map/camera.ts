/** What part of a map is seen: the place in the middle, and how much larger than the whole map. */
export interface Camera {
  x: number;
  y: number;
  /** 1 shows the whole map, which lies in −1 … 1 on both axes. */
  zoom: number;
}

/** Of the drawing, in CSS pixels. */
export interface Size {
  width: number;
  height: number;
}

export const wholeMap: Camera = { x: 0, y: 0, zoom: 1 };

const [leastZoom, mostZoom] = [0.5, 2_000];
const clamp = (v: number, low: number, high: number) => Math.min(high, Math.max(low, v));

/** CSS pixels per unit of the map. */
export const scaleOf = ({ zoom }: Camera, { width, height }: Size): number =>
  (Math.min(width, height) / 2) * zoom;

export function toScreen(camera: Camera, size: Size, x: number, y: number): [number, number] {
  const scale = scaleOf(camera, size);
  return [size.width / 2 + (x - camera.x) * scale, size.height / 2 - (y - camera.y) * scale];
}

export function toMap(camera: Camera, size: Size, left: number, top: number): [number, number] {
  const scale = scaleOf(camera, size);
  return [camera.x + (left - size.width / 2) / scale, camera.y - (top - size.height / 2) / scale];
}

/** The map moved by so many pixels; some of it always stays in view. */
export function panned(camera: Camera, size: Size, right: number, down: number): Camera {
  const scale = scaleOf(camera, size);
  return {
    x: clamp(camera.x - right / scale, -1, 1),
    y: clamp(camera.y + down / scale, -1, 1),
    zoom: camera.zoom,
  };
}

/** The map larger by a factor, what is under a place of the screen staying there. */
export function zoomedAt(camera: Camera, size: Size, left: number, top: number, factor: number): Camera {
  const zoom = clamp(camera.zoom * factor, leastZoom, mostZoom);
  const [x, y] = toMap(camera, size, left, top);
  const kept = camera.zoom / zoom;
  return {
    x: clamp(x + (camera.x - x) * kept, -1, 1),
    y: clamp(y + (camera.y - y) * kept, -1, 1),
    zoom,
  };
}

const edge = 24;

/** Moved no more than it takes to have a place in view. */
export function showing(camera: Camera, size: Size, x: number, y: number): Camera {
  const [left, top] = toScreen(camera, size, x, y);
  const right = clamp(left, edge, size.width - edge) - left;
  const down = clamp(top, edge, size.height - edge) - top;
  return right === 0 && down === 0 ? camera : panned(camera, size, right, down);
}
