import { setTimeout as sleep } from 'node:timers/promises';
import type { Db } from '@/db/client';
import { getJob, type JobRow } from '@/lib/queries/jobs';

const lookEveryMs = 300;
/** A comment now and then keeps intermediaries from closing a quiet stream. */
const keepAliveMs = 15_000;

const ended = (job: JobRow): boolean =>
  job.state === 'done' || job.state === 'failed' || job.state === 'cancelled';

/**
 * A job as a stream of server-sent events. It looks at the row, since the job may run in another process or on another
 * machine; a reader that reconnects starts over with the row as it is.
 */
export function jobEvents(db: Db, jobId: string, left: AbortSignal): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let open = true;
  return new ReadableStream({
    async start(controller) {
      let sent = '';
      let quietMs = 0;
      while (open && !left.aborted) {
        const job = await getJob(db, jobId);
        if (!job || !open || left.aborted) break;
        const { heartbeatAt: _, ...visible } = job;
        const data = JSON.stringify(visible);
        if (data !== sent) {
          controller.enqueue(encoder.encode(`event: job\ndata: ${data}\n\n`));
          sent = data;
          quietMs = 0;
        } else if (quietMs >= keepAliveMs) {
          controller.enqueue(encoder.encode(': still here\n\n'));
          quietMs = 0;
        }
        if (ended(job)) break;
        await sleep(lookEveryMs);
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
