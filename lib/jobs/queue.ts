import PgBoss from 'pg-boss';
import { outlastRestart, type Store } from '@/db/client';

const queueName = 'carryover-jobs';
const pollSeconds = 0.5;

/**
 * The durable queue that all processes of a store share. It hands a job's id to one worker; state, progress, retries
 * and cancelling are the job row's own, so that they look the same to every reader.
 */
export class JobQueue {
  private readonly boss: PgBoss;
  private readonly workers: string[] = [];
  private closing = false;

  constructor(store: Store) {
    this.boss = new PgBoss({
      // The queue's own bookkeeping must not end this process because the database's was replaced.
      db: {
        executeSql: (text: string, values: unknown[]) => outlastRestart(() => store.pool.query(text, values)),
      },
      schedule: false,
    });
    this.boss.on('error', (error) => {
      if (!this.closing) console.error(`job queue: ${error.message}`);
    });
  }

  async open(): Promise<void> {
    await this.boss.start();
    await this.boss.createQueue(queueName);
  }

  /** Hands a job's id to whichever worker is free first. */
  async send(jobId: string): Promise<void> {
    // The runner's sweep looks after jobs of dead processes, so the queue need neither retry nor expire them.
    await this.boss.send(queueName, { jobId }, { retryLimit: 0, expireInHours: 23 });
    for (const worker of this.workers) this.boss.notifyWorker(worker);
  }

  /** Adds one worker; call it as often as jobs may run side by side. */
  async work(run: (jobId: string) => Promise<void>): Promise<void> {
    const options = { batchSize: 1, pollingIntervalSeconds: pollSeconds };
    const worker = await this.boss.work<{ jobId: string }>(queueName, options, async ([message]) => {
      if (message) await run(message.data.jobId);
    });
    this.workers.push(worker);
  }

  async close(): Promise<void> {
    this.closing = true;
    await this.boss.stop({ graceful: false, wait: false });
  }
}

const slot = Symbol.for('carryover.queue');
const holder = globalThis as { [slot]?: Promise<JobQueue> };

/** This process's end of the queue, opened on first use. */
export function openQueue(store: Store): Promise<JobQueue> {
  holder[slot] ??= (async () => {
    const queue = new JobQueue(store);
    await queue.open();
    return queue;
  })();
  return holder[slot];
}

/** The queue, if this process has opened it. */
export const openedQueue = (): Promise<JobQueue> | undefined => holder[slot];

export async function closeQueue(): Promise<void> {
  const open = holder[slot];
  holder[slot] = undefined;
  if (open) await (await open).close();
}
