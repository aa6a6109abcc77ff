import os from 'node:os';
import { MessageChannel, type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { AppError } from '@/lib/core/errors';
import { program } from '@/lib/programs/program';
import type { ComputeInput, ComputeName, ComputeOutput, ComputePart } from './tasks';
import type { WorkerAnswer, WorkerNews } from './worker';

const idleTimeoutMs = 30_000;
/** At least two, so that a page's numbers do not wait for a long job. */
export const maxThreads = Math.max(2, os.availableParallelism() - 1);

const slot = Symbol.for('carryover.compute');
const holder = globalThis as { [slot]?: Piscina };

function openPool(minThreads: number): Piscina {
  const { file, execArgv, env } = program('lib/compute/worker');
  return new Piscina({ filename: file, execArgv, env, minThreads, maxThreads, idleTimeout: idleTimeoutMs });
}

function pool(): Piscina {
  holder[slot] ??= openPool(0);
  return holder[slot];
}

/** Starts all threads at once and keeps them, for a process whose first question should not wait for them. */
export function keepThreadsReady(): void {
  holder[slot] ??= openPool(maxThreads);
}

export interface ComputeOptions<N extends ComputeName> {
  signal?: AbortSignal;
  onProgress?: (fraction: number) => void;
  /** Parts of the result as they are ready, for tasks that give them; all of them before the answer. */
  onPart?: (part: ComputePart<N>) => void;
  /** Buffers handed over instead of copied: the caller cannot use them afterwards. */
  transfer?: ArrayBuffer[];
}

/**
 * Runs one of the tasks in a worker thread. Input and output are copied between threads, shared buffers are shared.
 *
 * @throws AppError with the task's own code; `cancelled` when the signal ends it, which stops the thread at once
 */
export async function compute<N extends ComputeName>(
  name: N,
  input: ComputeInput<N>,
  { signal, onProgress, onPart, transfer = [] }: ComputeOptions<N> = {},
): Promise<ComputeOutput<N>> {
  if (signal?.aborted) throw cancelled(signal.reason);
  const channel = onProgress || onPart ? new MessageChannel() : null;
  const receive = (news: WorkerNews) =>
    'part' in news ? onPart?.(news.part as ComputePart<N>) : onProgress?.(news.fraction);
  channel?.port1.on('message', receive);
  const port = channel?.port2 ?? null;
  try {
    const answer = (await pool().run(
      { name, input, port },
      { transferList: [...transfer, ...(port ? [port] : [])], ...(signal ? { signal } : {}) },
    )) as WorkerAnswer;
    if (channel) deliverRest(channel.port1, receive);
    if (answer.ok) return answer.value as ComputeOutput<N>;
    const { code, message, hint, where, stack } = answer;
    throw new AppError(code, message, {
      ...(hint ? { hint } : {}),
      ...(where ? { where } : {}),
      ...(stack ? { cause: stack } : {}),
    });
  } catch (error) {
    if (signal?.aborted) throw cancelled(error);
    throw error;
  } finally {
    channel?.port1.close();
  }
}

/** The answer can overtake the last news, which closing the port would lose. */
function deliverRest(port: MessagePort, receive: (news: WorkerNews) => void): void {
  for (let next = receiveMessageOnPort(port); next; next = receiveMessageOnPort(port)) receive(next.message);
}

const cancelled = (cause: unknown) => new AppError('cancelled', 'The computation was cancelled.', { cause });

/** Ends all worker threads; the next call starts new ones. */
export async function closeCompute(): Promise<void> {
  const open = holder[slot];
  holder[slot] = undefined;
  await open?.destroy();
}
