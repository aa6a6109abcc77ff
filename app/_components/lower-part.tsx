'use client';

import { type ReactNode, startTransition, useEffect, useState, useSyncExternalStore } from 'react';

const never = () => () => {};
/** Whether a component is being drawn over what the server sent. */
const useTakesOver = (): boolean =>
  useSyncExternalStore(
    never,
    () => false,
    () => true,
  );

/**
 * What comes below the first numbers of a long page. It is drawn once the page answers, and drawn again after the numbers
 * have changed: laying out some thousand elements would keep everybody waiting for the few that are in view.
 */
export function LowerPart({ children }: { children: ReactNode }) {
  const takesOver = useTakesOver();
  const [drawn, setDrawn] = useState(takesOver ? null : children);
  useEffect(() => startTransition(() => setDrawn(children)), [children]);
  const isWaiting = drawn === null;
  useEffect(() => {
    if (isWaiting) return;
    // The browser looked for the place that the address names before it was there; who has scrolled since is left alone.
    const { hash } = window.location;
    if (hash && window.scrollY === 0) document.getElementById(hash.slice(1))?.scrollIntoView();
  }, [isWaiting]);
  if (isWaiting)
    return (
      // High enough for a reload to find the place again where somebody was reading.
      <div aria-busy="true" className="min-h-[8000px] text-muted">
        The charts are being drawn …
        <noscript> They need JavaScript, as does every setting of this page.</noscript>
      </div>
    );
  return (
    <div aria-busy={drawn !== children} className="space-y-5 aria-busy:opacity-60">
      {drawn}
    </div>
  );
}
