import { and, eq, lt, or, sql } from 'drizzle-orm';
import { type Db, isLostConnection, outlastRestart, type Store } from '@/db/client';
import { job } from '@/db/schema';
import { AppError, isAppError } from '@/lib/core/errors';
import { jobKinds } from './index';
import type { JobKind } from './job';
import { type JobQueue, openQueue } from './queue';

/** Two at a time: a short retrieval need not wait for a long import. */
const concurrency = 2;
const heartbeatMs = 500;
/** A running job without a heartbeat for this long was left by a dead process. */
const abandonedMs = 10_000;
const sweepMs = 3_000;
const reportEveryMs = 250;

type JobRow = typeof job.$inferSelect;

/** Takes a job for this process; null when somebody else has it or it has ended. */
async function claim(db: Db, id: string): Promise<JobRow | null> {
  const abandoned = and(
    eq(job.state, 'running'),
    lt(job.heartbeatAt, sql`now() - ${`${abandonedMs} ms`}::interval`),
  );
  const rows = await db
    .update(job)
    .set({
      state: 'running',
      heartbeatAt: sql`now()`,
      startedAt: sql`coalesce(${job.startedAt}, now())`,
      attempts: sql`${job.attempts} + 1`,
      error: null,
    })
    .where(and(eq(job.id, id), or(eq(job.state, 'queued'), abandoned)))
    .returning();
  return rows[0] ?? null;
}

function describeFailure(error: unknown): { code: string; message: string; hint?: string } {
  if (isAppError(error))
    return { code: error.code, message: error.message, ...(error.hint ? { hint: error.hint } : {}) };
  return { code: 'internal', message: error instanceof Error ? error.message : String(error) };
}

/** Runs jobs from the shared queue until stopped. */
export class JobRunner {
  private readonly running = new Map<string, AbortController>();
  private sweeper: NodeJS.Timeout | undefined;
  private queue: JobQueue | undefined;
  private stopping = false;

  constructor(private readonly store: Store) {}

  async start(): Promise<void> {
    this.queue = await openQueue(this.store);
    for (let i = 0; i < concurrency; i++) await this.queue.work((id) => this.run(id));
    await this.sweep();
    this.sweeper = setInterval(
      () => void this.sweep().catch((e: Error) => console.error(`jobs: ${e.message}`)),
      sweepMs,
    );
  }

  /** Ends without losing work: what runs here is put back for the next process. */
  async stop(): Promise<void> {
    this.stopping = true;
    clearInterval(this.sweeper);
    for (const controller of this.running.values()) controller.abort(new Error('the process stops'));
    for (let waited = 0; this.running.size > 0 && waited < 5_000; waited += 50) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** Picks up what was queued while nobody ran, and what a dead process left. */
  private async sweep(): Promise<void> {
    const left = await this.store.db
      .select({ id: job.id })
      .from(job)
      .where(
        or(
          and(eq(job.state, 'queued'), lt(job.createdAt, sql`now() - interval '2 seconds'`)),
          and(eq(job.state, 'running'), lt(job.heartbeatAt, sql`now() - ${`${abandonedMs} ms`}::interval`)),
        ),
      );
    for (const { id } of left) if (!this.running.has(id)) await this.queue?.send(id);
  }

  private async run(id: string): Promise<void> {
    const { db } = this.store;
    const row = this.stopping ? null : await claim(db, id);
    if (!row) return;
    const controller = new AbortController();
    this.running.set(id, controller);

    let latest: Pick<JobRow, 'progress' | 'message'> & Partial<Pick<JobRow, 'result'>> = {
      progress: row.progress,
      message: row.message,
    };
    let written = latest;
    let writing = Promise.resolve();
    const flush = async () => {
      if (latest === written) return;
      written = latest;
      await db.update(job).set(written).where(eq(job.id, id));
    };
    const ticker = setInterval(() => {
      writing = writing.then(flush).catch((e: Error) => console.error(`jobs: ${e.message}`));
    }, reportEveryMs);
    const beat = async () => {
      const rows = await db
        .update(job)
        .set({ heartbeatAt: sql`now()` })
        .where(eq(job.id, id))
        .returning({ cancel: job.cancelRequested });
      if (rows[0]?.cancel || rows.length === 0)
        controller.abort(new AppError('cancelled', 'The job was cancelled.'));
    };
    const heart = setInterval(
      () => void beat().catch((e: Error) => console.error(`jobs: ${e.message}`)),
      heartbeatMs,
    );

    let end: Partial<JobRow>;
    try {
      const kind = jobKinds[row.kind as keyof typeof jobKinds] as JobKind | undefined;
      if (!kind) throw new AppError('invalid-input', `No job of the kind “${row.kind}” is known.`);
      if (row.cancelRequested) controller.abort(new AppError('cancelled', 'The job was cancelled.'));
      controller.signal.throwIfAborted();
      const result = await kind.run({
        db,
        input: kind.input.parse(row.input),
        jobId: id,
        studyId: row.studyId,
        report: (progress, message, detail) => {
          const result = detail ? { result: { progress: detail } } : {};
          latest = { ...latest, progress, message: message ?? latest.message, ...result };
        },
        signal: controller.signal,
      });
      end = { state: 'done', progress: 1, message: latest.message, result, finishedAt: new Date() };
    } catch (error) {
      const cancelled = controller.signal.aborted && isAppError(controller.signal.reason);
      const interrupted = controller.signal.aborted ? !cancelled : isLostConnection(error);
      // Put back for whoever runs next: what was finished is stored, and the rest is done again.
      if (interrupted) end = { state: 'queued', heartbeatAt: null };
      else if (cancelled)
        end = {
          state: 'cancelled',
          error: describeFailure(controller.signal.reason),
          finishedAt: new Date(),
        };
      else {
        if (!isAppError(error)) console.error(`job ${row.kind} ${id} failed:`, error);
        end = { state: 'failed', error: describeFailure(error), finishedAt: new Date() };
      }
    } finally {
      clearInterval(ticker);
      clearInterval(heart);
    }
    try {
      await writing;
      const own = and(eq(job.id, id), eq(job.state, 'running'));
      await outlastRestart(() => db.update(job).set(end).where(own));
    } finally {
      this.running.delete(id);
    }
  }
}
