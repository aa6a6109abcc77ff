import type { MessagePort } from 'node:worker_threads';
import { type ErrorCode, isAppError } from '@/lib/core/errors';
import { type ComputeName, type Report, tasks } from './tasks';

export interface WorkerCall {
  name: ComputeName;
  input: unknown;
  /** Fractions of the work done go this way. */
  port: MessagePort | null;
}

/** Errors lose their class on the way between threads, so failures travel as data. */
export type WorkerAnswer =
  | { ok: true; value: unknown }
  | { ok: false; code: ErrorCode; message: string; hint?: string; where?: string; stack?: string };

/** Runs one task in this thread. */
export default async function run({ name, input, port }: WorkerCall): Promise<WorkerAnswer> {
  try {
    const task = tasks[name] as (input: unknown, report: Report) => Promise<unknown>;
    return { ok: true, value: await task(input, (fraction) => port?.postMessage(fraction)) };
  } catch (error) {
    if (isAppError(error)) {
      return {
        ok: false,
        code: error.code,
        message: error.message,
        ...(error.hint ? { hint: error.hint } : {}),
        ...(error.where ? { where: error.where } : {}),
      };
    }
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    return { ok: false, code: 'internal', message, ...(stack ? { stack } : {}) };
  } finally {
    port?.close();
  }
}
