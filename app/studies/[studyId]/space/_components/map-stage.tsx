'use client';

import type { ReactNode } from 'react';
import { usePrintLayout } from '@/app/_charts/print-layout';
import { homeOf } from '../_map/camera';
import { type CanvasProps, MapCanvas } from './map-canvas';
import { PrintedMap } from './printed-map';

interface Props extends CanvasProps {
  onShowAll(): void;
  /** Tools and legend. */
  above?: ReactNode;
  below?: ReactNode;
}

/** A map with its tools and legend on the page; the map alone in print. */
export function MapStage({ onShowAll, above, below, ...canvas }: Props) {
  const printed = usePrintLayout();
  const { cloud, shading, marks, sizes, halo, shown } = canvas;
  if (printed !== null) {
    const turn = canvas.camera ?? homeOf(cloud);
    return <PrintedMap {...{ cloud, turn, shading, marks, sizes, halo }} width={printed} />;
  }
  return (
    <>
      {above}
      <div className="relative">
        <MapCanvas {...canvas} />
        {shown === 0 ? (
          <div className="absolute inset-0 grid place-content-center justify-items-center gap-2 text-muted">
            <p>Every entry of the legend is hidden.</p>
            <button type="button" className="button" onClick={onShowAll}>
              Show all
            </button>
          </div>
        ) : null}
      </div>
      {below}
    </>
  );
}
