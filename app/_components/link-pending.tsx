'use client';

import { useLinkStatus } from 'next/link';

/**
 * A mark in a link whose page is on its way. Pages have no skeleton to stand in for them: a page that
 * comes with its first answer is read, and can be used, half a second earlier than one that takes a skeleton's place.
 */
export function LinkPending() {
  const { pending } = useLinkStatus();
  return (
    <span
      aria-hidden="true"
      className={`absolute right-0 top-1.5 size-1.5 rounded-full bg-accent ${pending ? 'animate-pulse' : 'hidden'}`}
    />
  );
}
