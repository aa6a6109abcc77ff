import { panned, wholeMap } from '@/app/studies/[studyId]/space/_map/camera';
import { makeCloud } from '@/app/studies/[studyId]/space/_map/cloud';
import { colorings } from '@/app/studies/[studyId]/space/_map/colorings';
import { diameterOf, markPoints, sizePoints } from '@/app/studies/[studyId]/space/_map/marks';
import { createScatter } from '@/app/studies/[studyId]/space/_map/scatter';
import { decodeMapPoints } from '@/lib/exporters/map-points';

export interface ScatterTimes {
  webgl: boolean;
  /** From the arrival of the bytes until the pixels of the first drawing can be read. */
  firstDrawMs: number;
  /** From frame to frame while the map is moved. */
  panFrameMs: number[];
  /** The mean of the same, up to the moment when the pixels of the last frame can be read. */
  paintedFrameMs: number;
  /** The same on an empty canvas: what browser and machine take by themselves. */
  emptyFrameMs: number[];
}

/** Reading a pixel waits until the graphics process has painted. */
function painted(canvas: HTMLCanvasElement): void {
  const gl = canvas.getContext('webgl2');
  if (gl) gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
  else canvas.getContext('2d')!.getImageData(0, 0, 1, 1);
}

const frames = 40;

/** Milliseconds between frames that are each painted by `paint`. */
async function frameTimes(canvas: HTMLCanvasElement, paint: () => void): Promise<number[]> {
  const times: number[] = [];
  for (let f = 0, before = 0; f <= frames; f++) {
    await new Promise(requestAnimationFrame);
    paint();
    painted(canvas);
    const now = performance.now();
    if (f > 0) times.push(now - before);
    before = now;
  }
  return times;
}

async function measureScatter(address: string): Promise<ScatterTimes> {
  const canvas = document.querySelector('canvas')!;
  const bytes = await (await fetch(address)).arrayBuffer();
  const arrived = performance.now();
  const points = decodeMapPoints(bytes);
  const cloud = makeCloud(points);
  const shading = colorings.benchmark.shade(points);
  const chosen = { hidden: new Set<string>(), matches: null, picked: new Uint32Array(0), outline: false };
  const { marks } = markPoints(points, { shading, ...chosen });
  let drawn: () => void = () => {};
  const scatter = createScatter(canvas, cloud, {
    onFrame: () => drawn(),
  })!;
  const nextFrame = () => new Promise<void>((resolve) => (drawn = resolve));
  const first = nextFrame();
  const colors = shading.shades.map((_, i) => `#${(0x335577 + i * 0x1a2b3c).toString(16).slice(-6)}`);
  scatter.set({
    ...{ diameter: diameterOf(points.count), shade: shading.shade, colors },
    ...{ marks, sizes: sizePoints(points, 'same'), ink: '#1c1d1f', ground: '#ffffff' },
  });
  await first;
  painted(canvas);
  const firstDrawMs = performance.now() - arrived;
  const move = async (count: number): Promise<number[]> => {
    const times: number[] = [];
    let camera = { ...wholeMap, zoom: 1.5 };
    for (let f = 0, before = 0; f <= count; f++) {
      camera = panned(camera, scatter.size(), f < count / 2 ? 4 : -4, 2);
      const frame = nextFrame();
      scatter.look(camera);
      await frame;
      const now = performance.now();
      if (f > 0) times.push(now - before);
      before = now;
    }
    return times;
  };
  const started = performance.now();
  const panFrameMs = await move(frames);
  // Once: a canvas that is read frame by frame is handled in another, slower way.
  painted(canvas);
  const paintedFrameMs = (performance.now() - started) / (frames + 1);
  const empty = document.createElement('canvas');
  canvas.before(empty);
  [empty.width, empty.height] = [canvas.width, canvas.height];
  const gl = empty.getContext('webgl2');
  const emptyFrameMs = await frameTimes(empty, () => gl?.clear(gl.COLOR_BUFFER_BIT));
  // Held, as the page holds them, while the heap is measured.
  Object.assign(window, { movesOnly: move, kept: { points, cloud, shading, marks, scatter } });
  return { webgl: scatter.webgl, firstDrawMs, panFrameMs, paintedFrameMs, emptyFrameMs };
}

Object.assign(window, { measureScatter });
