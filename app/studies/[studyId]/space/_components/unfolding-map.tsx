'use client';

import { useEffect, useRef, useState } from 'react';
import { resolveColor } from '@/app/_charts/resolve-color';

/** Between looks: until there is something to see, and then. */
const [firstMs, everyMs] = [100, 400];
const headBytes = 20;
const [side, edge] = [320, 12];

/** The map while a job lays it out, as it is by now; nothing before its first positions. */
export function UnfoldingMap({ jobId }: { jobId: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [shown, setShown] = useState<{ components: number; epoch: number; epochs: number } | null>(null);
  useEffect(() => {
    const controller = new AbortController();
    let timer = 0;
    let pause = firstMs;
    const look = async () => {
      const answer = await fetch(`/api/v1/jobs/${jobId}/layout`, { signal: controller.signal });
      if (answer.status === 200) {
        pause = everyMs;
        const bytes = await answer.arrayBuffer();
        const [count = 0, components = 2, epoch = 0, epochs = 0] = new Uint32Array(bytes, 0, 4);
        setShown({ components, epoch, epochs });
        if (canvas.current)
          draw(canvas.current, new Float32Array(bytes, headBytes, count * components), components);
      }
      timer = window.setTimeout(again, pause);
    };
    // A look that failed, or was ended with the page, is followed by the next one, or by none.
    const again = () => {
      look().catch(() => {
        if (!controller.signal.aborted) timer = window.setTimeout(again, everyMs);
      });
    };
    again();
    return () => {
      controller.abort();
      window.clearTimeout(timer);
    };
  }, [jobId]);
  return (
    <figure className={shown ? '' : 'hidden'}>
      <canvas
        ref={canvas}
        width={2 * side}
        height={2 * side}
        className="w-80 max-w-full rounded-md border border-line"
        role="img"
        aria-label="The map as it is by now"
      />
      <figcaption className="mt-1 text-xs text-muted tabular">
        {shown
          ? `The map at epoch ${shown.epoch} of ${shown.epochs}${shown.components === 3 ? ', two of its three axes' : ''}`
          : null}
      </figcaption>
    </figure>
  );
}

/** @param places coordinates, `components` a point; the first two are drawn */
function draw(canvas: HTMLCanvasElement, places: Float32Array, components: number): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  let [left, right, low, high] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < places.length; i += components) {
    left = Math.min(left, places[i]!);
    right = Math.max(right, places[i]!);
    low = Math.min(low, places[i + 1]!);
    high = Math.max(high, places[i + 1]!);
  }
  const scale = (canvas.width - 2 * edge) / Math.max(right - left, high - low, Number.EPSILON);
  const dot = places.length / components > 5_000 ? 2 : 6;
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = resolveColor('var(--text-muted)');
  for (let i = 0; i < places.length; i += components) {
    const x = canvas.width / 2 + scale * (places[i]! - (left + right) / 2);
    const y = canvas.height / 2 - scale * (places[i + 1]! - (low + high) / 2);
    context.fillRect(x - dot / 2, y - dot / 2, dot, dot);
  }
}
