'use client';

import { createContext, type ReactNode, useContext, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { sizeOf } from './export-image';

const PrintLayout = createContext<number | null>(null);

/** The width in pixels that a chart is being laid out in for print; null on the page. A chart in print never scrolls. */
export const usePrintLayout = (): number | null => useContext(PrintLayout);

export interface Sheet {
  /** In CSS pixels. */
  width: number;
  theme: 'light' | 'dark';
}

const icon = 100;
const patienceMs = 5_000;
const pauseMs = 40;

/** The drawing of a chart among its pictures: icons apart, the one that comes nearest to a width. */
function drawingOf(host: HTMLElement, width: number): SVGSVGElement | null {
  const misfit = (svg: SVGSVGElement) => Math.abs(Math.log(sizeOf(svg).width / width));
  return (
    [...host.querySelectorAll('svg')]
      .filter((svg) => sizeOf(svg).width > icon)
      .sort((a, b) => misfit(a) - misfit(b))[0] ?? null
  );
}

/** Waits until a drawing is there and has stopped changing: charts measure their room before they draw. */
async function settled(host: HTMLElement, width: number): Promise<SVGSVGElement> {
  const end = performance.now() + patienceMs;
  for (let before = ''; performance.now() < end; ) {
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    const drawing = drawingOf(host, width);
    const now = drawing?.outerHTML ?? '';
    if (drawing && now === before) return drawing;
    before = now;
  }
  throw new Error('there is no drawing');
}

/**
 * Lays a chart out a second time, out of sight, in the width and theme of a print.
 *
 * @returns the place where that happens, and a function that hands over the drawing while it is there
 */
export function usePrint(chart: ReactNode) {
  const host = useRef<HTMLDivElement>(null);
  const [sheet, setSheet] = useState<Sheet | null>(null);
  const print = async <T,>(wanted: Sheet, use: (drawing: SVGSVGElement) => Promise<T>): Promise<T> => {
    flushSync(() => setSheet(wanted));
    try {
      return await use(await settled(host.current!, wanted.width));
    } finally {
      setSheet(null);
    }
  };
  const place = sheet ? (
    <div
      ref={host}
      data-theme={sheet.theme}
      aria-hidden="true"
      inert
      className="fixed top-0 text-ink"
      style={{ width: sheet.width, left: -10_000 }}
    >
      <PrintLayout value={sheet.width}>{chart}</PrintLayout>
    </div>
  ) : null;
  return { place, print };
}
