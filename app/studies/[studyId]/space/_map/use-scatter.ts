import { type RefObject, useEffect, useRef, useState } from 'react';
import { resolveColors } from '@/app/_charts/resolve-color';
import type { Camera, Size } from './camera';
import type { Cloud } from './cloud';
import type { Shading } from './colorings';
import { haloColor } from './halo';
import { diameterOf } from './marks';
import { createScatter, type Scatter } from './scatter';
import { useTheme } from './use-theme';

export interface Drawn {
  cloud: Cloud;
  shading: Shading;
  marks: Uint8Array;
  sizes: Uint8Array;
  /** See haloStrengths; null without halos. */
  halo: Uint8Array | null;
}

/**
 * A drawing on a canvas that follows what it is given.
 *
 * @param camera   where it begins; afterwards the drawing has its own
 * @param onFrame  called after each drawing
 * @returns the drawing; null until there is one, `'impossible'` where the browser draws nothing
 */
export function useScatter(
  canvas: RefObject<HTMLCanvasElement | null>,
  { cloud, shading, marks, sizes, halo }: Drawn,
  camera: Camera,
  onFrame: (camera: Camera, size: Size) => void,
): Scatter | 'impossible' | null {
  const [scatter, setScatter] = useState<Scatter | 'impossible' | null>(null);
  const theme = useTheme();
  const latest = useRef({ camera, onFrame });
  latest.current = { camera, onFrame };

  useEffect(() => {
    if (!canvas.current) return;
    const made = createScatter(canvas.current, cloud, {
      camera: latest.current.camera,
      onFrame: (...frame) => latest.current.onFrame(...frame),
    });
    setScatter(made ?? 'impossible');
    made?.set({ diameter: diameterOf(cloud.count) });
    return () => {
      made?.destroy();
      setScatter(null);
    };
  }, [canvas, cloud]);

  const drawing = scatter === 'impossible' ? null : scatter;
  // biome-ignore lint/correctness/useExhaustiveDependencies: colours are CSS, so a new theme needs a new drawing
  useEffect(() => {
    const within = canvas.current;
    if (!drawing || !within) return;
    const [ink, ground, haloTint, ...colors] = resolveColors(
      ['var(--text)', 'var(--surface-raised)', haloColor, ...shading.shades],
      within.parentElement!,
    );
    drawing.set({ shade: shading.shade, colors, ink: ink!, ground: ground!, haloTint: haloTint! });
  }, [drawing, shading, theme, canvas]);
  useEffect(() => drawing?.set({ marks, sizes }), [drawing, marks, sizes]);
  useEffect(() => drawing?.set({ halo }), [drawing, halo]);
  return scatter;
}
