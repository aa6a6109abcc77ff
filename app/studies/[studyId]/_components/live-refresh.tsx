'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';

/** While an import writes, data change many times a second: a page is drawn anew at most this often. */
const leastMs = 4_000;

/**
 * Draws the page anew when the study's data have changed, whoever changed them. It listens only while the page is seen: a
 * browser holds six connections to one server, which half a dozen open tabs would use up.
 */
export function LiveRefresh({ studyId, revision }: { studyId: string; revision: number }) {
  const router = useRouter();
  useEffect(() => {
    let events: EventSource | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const refresh = () => {
      timer = undefined;
      router.refresh();
    };
    const onRevision = (e: MessageEvent<string>) => {
      if (Number(e.data) !== revision) timer ??= setTimeout(refresh, leastMs);
    };
    const listenWhileSeen = () => {
      if (document.visibilityState === 'hidden') {
        events?.close();
        events = null;
      } else if (!events) {
        events = new EventSource(`/api/v1/studies/${studyId}/events`);
        events.addEventListener('revision', onRevision);
      }
    };
    listenWhileSeen();
    document.addEventListener('visibilitychange', listenWhileSeen);
    return () => {
      document.removeEventListener('visibilitychange', listenWhileSeen);
      clearTimeout(timer);
      events?.close();
    };
  }, [studyId, revision, router]);
  return null;
}
