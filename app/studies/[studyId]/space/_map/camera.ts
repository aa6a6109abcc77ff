/** From where a map is seen, in radians; both 0 on a map of two dimensions. */
export interface Turn {
  /** About the upright axis, −π to π: what is in front moves to the right. */
  yaw: number;
  /** After that about the level one, −π/2 to π/2: what is in front moves down. */
  pitch: number;
}

/**
 * What part of a map is seen, without perspective: how it is turned, the place in the middle of what is then seen, and how
 * much larger than the whole map.
 */
export interface Camera extends Turn {
  x: number;
  y: number;
  /** 1 shows the whole map, which lies in −1 … 1 on all axes. */
  zoom: number;
}

/** A place in the frame of a map; z is 0 on a map of two dimensions. */
export interface Point {
  x: number;
  y: number;
  z: number;
}

/** Of the drawing, in CSS pixels. */
export interface Size {
  width: number;
  height: number;
}

export const wholeMap: Camera = { x: 0, y: 0, zoom: 1, yaw: 0, pitch: 0 };

/** The whole map as it is seen at first: one of three dimensions a little from the side and from above. */
export const homeOf = ({ solid }: { solid: boolean }): Camera =>
  solid ? { ...wholeMap, yaw: -0.5, pitch: 0.35 } : wholeMap;

const [leastZoom, mostZoom] = [0.5, 2_000];
const clamp = (v: number, low: number, high: number) => Math.min(high, Math.max(low, v));

type Axis = readonly [x: number, y: number, z: number];

/** What points to the right, up and towards the viewer, in the frame of the map. */
export function axesOf({ yaw, pitch }: Turn): { right: Axis; up: Axis; toward: Axis } {
  const [sinYaw, cosYaw, sinPitch, cosPitch] = [
    ...[Math.sin(yaw), Math.cos(yaw)],
    ...[Math.sin(pitch), Math.cos(pitch)],
  ] as [number, number, number, number];
  return {
    right: [cosYaw, 0, sinYaw],
    up: [sinYaw * sinPitch, cosPitch, -cosYaw * sinPitch],
    toward: [-sinYaw * cosPitch, sinPitch, cosYaw * cosPitch],
  };
}

const along = ([x, y, z]: Axis, point: Point) => x * point.x + y * point.y + z * point.z;

/** Where a point is seen, and how near it is: −1 … 1, the viewer being beyond 1. */
export function seen(turn: Turn, point: Point): { x: number; y: number; depth: number } {
  const { right, up, toward } = axesOf(turn);
  return { x: along(right, point), y: along(up, point), depth: along(toward, point) };
}

/** Turned by so many pixels: half a turn across the drawing. Never upside down. */
export function rotated(camera: Camera, { width, height }: Size, right: number, down: number): Camera {
  const perPixel = Math.PI / Math.min(width, height);
  const yaw = camera.yaw + right * perPixel;
  return {
    ...camera,
    yaw: yaw - 2 * Math.PI * Math.round(yaw / (2 * Math.PI)),
    pitch: clamp(camera.pitch + down * perPixel, -Math.PI / 2, Math.PI / 2),
  };
}

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
    ...camera,
    x: clamp(camera.x - right / scale, -1, 1),
    y: clamp(camera.y + down / scale, -1, 1),
  };
}

/** The map larger by a factor, what is under a place of the screen staying there. */
export function zoomedAt(camera: Camera, size: Size, left: number, top: number, factor: number): Camera {
  const zoom = clamp(camera.zoom * factor, leastZoom, mostZoom);
  const [x, y] = toMap(camera, size, left, top);
  const kept = camera.zoom / zoom;
  return {
    ...camera,
    x: clamp(x + (camera.x - x) * kept, -1, 1),
    y: clamp(y + (camera.y - y) * kept, -1, 1),
    zoom,
  };
}

// Plus 0, since −0 is written as 0.
const rounded = (v: number, digits: number) => Number(v.toFixed(digits)) + 0;

/**
 * The camera as short numbers tell it, less than a tenth of a pixel beside where it was: what is drawn at rest is then what
 * an address with these numbers draws, to the last pixel.
 */
export function settled({ x, y, zoom, yaw, pitch }: Camera): Camera {
  const digits = 4 + Math.max(0, Math.ceil(Math.log10(zoom)));
  return {
    ...{ x: rounded(x, digits), y: rounded(y, digits), zoom: Number(zoom.toPrecision(5)) },
    ...{ yaw: rounded(yaw, digits), pitch: rounded(pitch, digits) },
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
