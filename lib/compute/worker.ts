import type { MessagePort } from 'node:worker_threads';
import { type ErrorCode, isAppError } from '@/lib/core/errors';
import { type ComputeName, type Report, tasks } from './tasks';

/** What a task says before it is done: how far it is, or a part of its result that is ready. */
export type WorkerNews = { fraction: number } | { part: unknown };

export interface WorkerCall {
  name: ComputeName;
  input: unknown;
  /** News go this way. */
  port: MessagePort | null;
}

/** Errors lose their class on the way between threads, so failures travel as data. */
export type WorkerAnswer =
  | { ok: true; value: unknown }
  | { ok: false; code: ErrorCode; message: string; hint?: string; where?: string; stack?: string };

/** Runs one task in this thread. */
export default async function run({ name, input, port }: WorkerCall): Promise<WorkerAnswer> {
  try {
    const task = tasks[name] as (
      input: unknown,
      report: Report,
      give: (part: unknown) => void,
    ) => Promise<unknown>;
    const tell = (news: WorkerNews) => port?.postMessage(news);
    const value = await task(
      input,
      (fraction) => tell({ fraction }),
      (part) => tell({ part }),
    );
    return { ok: true, value };
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
