'use client';

import dynamic from 'next/dynamic';
import type { PassRates } from './pass-rate-bars';

// Its library is nearly half of the page's code, and draws nothing on the server: the numbers do not wait for it.
const Bars = dynamic(() => import('./pass-rate-bars').then((module) => module.PassRateBars), { ssr: false });

/** Grouped bars in percent with their intervals as whiskers. */
export function PassRateChart(rates: PassRates) {
  return (
    <div className="h-80">
      <Bars {...rates} />
    </div>
  );
}
