'use client';

import { useSyncExternalStore } from 'react';
import { usePrintLayout } from './print-layout';

/** Less room than this many pixels, on the page or in print, and a chart is drawn in its narrow layout. */
const enough = 640;
const query = `(max-width: ${enough - 1}px)`;

const subscribe = (changed: () => void) => {
  const list = matchMedia(query);
  list.addEventListener('change', changed);
  return () => list.removeEventListener('change', changed);
};

/**
 * Which of two layouts of a chart there is room for. One is drawn, not both with one hidden: a large study has hundreds of
 * rows. The server, which cannot know, sends the wide one.
 */
export function useLayout<T>(wide: T, narrow: T): T {
  const print = usePrintLayout();
  const isNarrow = useSyncExternalStore(
    subscribe,
    () => matchMedia(query).matches,
    () => false,
  );
  return (print === null ? isNarrow : print < enough) ? narrow : wide;
}
