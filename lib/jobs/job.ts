import type { z } from 'zod';
import type { Db } from '@/db/client';

/** What a running job has at hand. */
export interface JobRun<Input> {
  db: Db;
  input: Input;
  jobId: string;
  studyId: string | null;
  /**
   * Says how far the work is: 0 to 1, or null while its size is unknown. Cheap to call often. What is counted on the way
   * stands in the job's result as `progress` while it runs.
   */
  report(progress: number | null, message?: string, detail?: Record<string, unknown>): void;
  /** Aborted when somebody cancels the job or the process stops. */
  signal: AbortSignal;
}

/**
 * One kind of work. It may be ended at any moment and run again from its input, so finished parts are stored as they
 * are finished, and running twice does what running once does.
 */
export interface JobKind<Schema extends z.ZodType = z.ZodType> {
  name: string;
  label: string;
  input: Schema;
  run(run: JobRun<z.output<Schema>>): Promise<Record<string, unknown>>;
}

export const defineJob = <Schema extends z.ZodType>(kind: JobKind<Schema>): JobKind<Schema> => kind;
