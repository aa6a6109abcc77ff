import { setTimeout as sleep } from 'node:timers/promises';
import { eq } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { study } from '@/db/schema';

const lookEveryMs = 1_000;
/** A comment now and then keeps intermediaries from closing a quiet stream. */
const keepAliveMs = 15_000;

/**
 * A study's revision as a stream of server-sent events: at once, then whenever its data have changed. It looks at the
 * row, since imports run in other processes.
 */
export function studyEvents(db: Db, studyId: string, left: AbortSignal): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let open = true;
  return new ReadableStream({
    async start(controller) {
      let sent: number | null = null;
      let quietMs = 0;
      while (open && !left.aborted) {
        const rows = await db.select({ revision: study.revision }).from(study).where(eq(study.id, studyId));
        if (!rows[0] || !open || left.aborted) break;
        const { revision } = rows[0];
        if (revision !== sent) {
          controller.enqueue(encoder.encode(`event: revision\ndata: ${revision}\n\n`));
          sent = revision;
          quietMs = 0;
        } else if (quietMs >= keepAliveMs) {
          controller.enqueue(encoder.encode(': still here\n\n'));
          quietMs = 0;
        }
        await sleep(lookEveryMs, undefined, { signal: left }).catch(() => undefined);
        quietMs += lookEveryMs;
      }
      if (open) controller.close();
      open = false;
    },
    cancel() {
      open = false;
    },
  });
}
