'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';

/** While an import writes, data change many times a second: a page is drawn anew at most this often. */
const leastMs = 4_000;

/** Draws the page anew when the study's data have changed, whoever changed them. */
export function LiveRefresh({ studyId, revision }: { studyId: string; revision: number }) {
  const router = useRouter();
  useEffect(() => {
    const events = new EventSource(`/api/v1/studies/${studyId}/events`);
    let timer: ReturnType<typeof setTimeout> | undefined;
    events.addEventListener('revision', (e) => {
      if (Number((e as MessageEvent<string>).data) === revision || timer) return;
      timer = setTimeout(() => {
        timer = undefined;
        router.refresh();
      }, leastMs);
    });
    return () => {
      clearTimeout(timer);
      events.close();
    };
  }, [studyId, revision, router]);
  return null;
}
