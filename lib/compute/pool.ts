import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { MessageChannel, type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { AppError } from '@/lib/core/errors';
import type { ComputeInput, ComputeName, ComputeOutput } from './tasks';
import type { WorkerAnswer } from './worker';

const idleTimeoutMs = 30_000;

const slot = Symbol.for('carryover.compute');
const holder = globalThis as { [slot]?: Piscina };

function pool(): Piscina {
  if (!holder[slot]) {
    // The project's folder, also when the command line is used from elsewhere.
    const root = process.env.CARRYOVER_ROOT || process.cwd();
    holder[slot] = new Piscina({
      filename: path.join(root, 'lib/compute/worker.ts'),
      execArgv: ['--import', pathToFileURL(path.join(root, 'lib/compute/register-typescript.mjs')).href],
      env: { ...process.env, TSX_TSCONFIG_PATH: path.join(root, 'tsconfig.json') },
      minThreads: 0,
      // At least two, so that a page's numbers do not wait for a long job.
      maxThreads: Math.max(2, os.availableParallelism() - 1),
      idleTimeout: idleTimeoutMs,
    });
  }
  return holder[slot];
}

export interface ComputeOptions {
  signal?: AbortSignal;
  onProgress?: (fraction: number) => void;
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
  { signal, onProgress, transfer = [] }: ComputeOptions = {},
): Promise<ComputeOutput<N>> {
  if (signal?.aborted) throw cancelled(signal.reason);
  const channel = onProgress ? new MessageChannel() : null;
  channel?.port1.on('message', (fraction: number) => onProgress?.(fraction));
  const port = channel?.port2 ?? null;
  try {
    const answer = (await pool().run(
      { name, input, port },
      { transferList: [...transfer, ...(port ? [port] : [])], ...(signal ? { signal } : {}) },
    )) as WorkerAnswer;
    if (channel && onProgress) deliverRest(channel.port1, onProgress);
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

/** The answer can overtake the last words on progress, which closing the port would lose. */
function deliverRest(port: MessagePort, onProgress: (fraction: number) => void): void {
  for (let next = receiveMessageOnPort(port); next; next = receiveMessageOnPort(port))
    onProgress(next.message);
}

const cancelled = (cause: unknown) => new AppError('cancelled', 'The computation was cancelled.', { cause });

/** Ends all worker threads; the next call starts new ones. */
export async function closeCompute(): Promise<void> {
  const open = holder[slot];
  holder[slot] = undefined;
  await open?.destroy();
}
