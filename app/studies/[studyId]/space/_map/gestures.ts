import { panned, rotated, zoomedAt } from './camera';
import type { Scatter } from './scatter';

/** What dragging does. */
export const tools = ['move', 'lasso', 'rectangle'] as const;
export type Tool = (typeof tools)[number];

export interface GestureEvents {
  /** −1 when the pointer left. */
  hover(point: number): void;
  /** A point was pressed; by touch, which cannot hover, its card is asked for first. */
  press(point: number, how: { touch: boolean; merge: boolean }): void;
  /** The shape that is being drawn, in CSS pixels as x, y, x, y …; null when it is over. */
  draw(shape: number[] | null): void;
  /** A shape was drawn. @param merge whether it adds to what was picked */
  enclose(shape: number[], merge: boolean): void;
  /** The camera came to rest. */
  rest(): void;
}

/** Less than this is a press with an unsteady hand. */
const steadyPixels = 4;
const wheelPerDoubling = 300;
const restMs = 200;

interface Place {
  x: number;
  y: number;
}

const rectangle = (a: Place, b: Place): number[] => [a.x, a.y, b.x, a.y, b.x, b.y, a.x, b.y];

/**
 * Makes a surface above a drawing answer to mouse, pen and fingers: drag, wheel and pinch, lasso and rectangle, press.
 * Dragging moves a map of two dimensions, or draws a lasso with Shift held; it turns one of three, or moves it with Shift.
 *
 * @returns how to stop
 */
export function listen(
  surface: HTMLElement,
  scatter: Scatter,
  tool: () => Tool,
  events: GestureEvents,
): () => void {
  const down = new Map<number, Place>();
  let start: Place | null = null;
  let moved = false;
  let shape: number[] | null = null;
  let kind: Tool | 'turn' = 'move';
  let resting: ReturnType<typeof setTimeout> | undefined;
  const restSoon = () => {
    clearTimeout(resting);
    resting = setTimeout(events.rest, restMs);
  };
  const placeOf = (e: MouseEvent): Place => {
    const { left, top } = surface.getBoundingClientRect();
    return { x: e.clientX - left, y: e.clientY - top };
  };
  const pinch = (before: Place, now: Place, other: Place) => {
    const distance = (a: Place, b: Place) => Math.hypot(a.x - b.x, a.y - b.y) || 1;
    const factor = distance(now, other) / distance(before, other);
    const [x, y] = [(now.x + other.x) / 2, (now.y + other.y) / 2];
    const camera = zoomedAt(scatter.camera(), scatter.size(), x, y, factor);
    scatter.look(panned(camera, scatter.size(), (now.x - before.x) / 2, (now.y - before.y) / 2));
    restSoon();
  };
  const handlers = {
    pointerdown(e: PointerEvent) {
      if (e.button !== 0) return;
      const place = placeOf(e);
      surface.setPointerCapture(e.pointerId);
      down.set(e.pointerId, place);
      if (down.size === 1) {
        kind = tool();
        if (kind === 'move' && scatter.solid) kind = e.shiftKey ? 'move' : 'turn';
        else if (kind === 'move' && e.shiftKey) kind = 'lasso';
        [start, moved, shape] = [place, false, null];
      } else {
        // A second finger means the map, not a shape.
        [kind, shape, moved] = ['move', null, true];
        events.draw(null);
      }
    },
    pointermove(e: PointerEvent) {
      const place = placeOf(e);
      const before = down.get(e.pointerId);
      if (!before || !start) {
        if (e.pointerType !== 'touch') events.hover(scatter.at(place.x, place.y));
        return;
      }
      const other = [...down].find(([id]) => id !== e.pointerId)?.[1];
      if (!moved && Math.hypot(place.x - start.x, place.y - start.y) < steadyPixels) return;
      if (!moved) events.hover(-1);
      moved = true;
      down.set(e.pointerId, place);
      if (other) pinch(before, place, other);
      else if (kind === 'move' || kind === 'turn') {
        const by = kind === 'turn' ? rotated : panned;
        scatter.look(by(scatter.camera(), scatter.size(), place.x - before.x, place.y - before.y));
        restSoon();
      } else {
        shape =
          kind === 'rectangle'
            ? rectangle(start, place)
            : [...(shape ?? [start.x, start.y]), place.x, place.y];
        events.draw(shape);
      }
    },
    pointerup(e: PointerEvent) {
      const place = placeOf(e);
      if (!down.delete(e.pointerId) || down.size > 0) return;
      const merge = e.shiftKey || e.ctrlKey || e.metaKey;
      if (shape) {
        events.enclose(shape, e.ctrlKey || e.metaKey);
        events.draw(null);
      } else if (!moved) {
        events.press(scatter.at(place.x, place.y), { touch: e.pointerType === 'touch', merge });
      }
      start = null;
    },
    pointercancel(e: PointerEvent) {
      down.delete(e.pointerId);
      [start, shape] = [null, null];
      events.draw(null);
    },
    pointerleave() {
      if (down.size === 0) events.hover(-1);
    },
    wheel(e: WheelEvent) {
      e.preventDefault();
      const { x, y } = placeOf(e);
      const pixels = e.deltaMode === WheelEvent.DOM_DELTA_LINE ? e.deltaY * 16 : e.deltaY;
      const factor = 2 ** (-pixels / wheelPerDoubling);
      scatter.look(zoomedAt(scatter.camera(), scatter.size(), x, y, factor));
      events.hover(-1);
      restSoon();
    },
  };
  const all = Object.entries(handlers) as [string, EventListener][];
  for (const [name, handler] of all) surface.addEventListener(name, handler, { passive: false });
  return () => {
    clearTimeout(resting);
    for (const [name, handler] of all) surface.removeEventListener(name, handler);
  };
}
