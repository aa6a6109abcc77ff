'use client';

import { type ReactNode, useDeferredValue } from 'react';

/**
 * A drawing that follows the numbers of a page that changes, since it takes longer than all its tables. For drawings alone:
 * what can be typed into or dragged has to answer at once.
 */
export function Deferred({ children }: { children: ReactNode }) {
  const drawing = useDeferredValue(children);
  return (
    <div aria-busy={drawing !== children} className="aria-busy:opacity-60">
      {drawing}
    </div>
  );
}
