import { type ChildProcess, spawn } from 'node:child_process';
import os from 'node:os';
import { program, projectRoot } from '@/lib/programs/program';

const restartAfterMs = 1_000;

interface Supervisor {
  child: ChildProcess | null;
  stopping: boolean;
}

const slot = Symbol.for('carryover.worker');
const holder = globalThis as { [slot]?: Supervisor };

/** Starts the process that runs jobs and starts another when it dies. Later calls do nothing. */
export function keepWorkerRunning(): void {
  if (holder[slot]) return;
  const supervisor: Supervisor = { child: null, stopping: false };
  holder[slot] = supervisor;
  const { file, execArgv, env } = program('lib/jobs/worker-process');
  const start = () => {
    // Not `fork`: the bundler would take its file for a module of its own.
    const child = spawn(process.execPath, [...execArgv, file], {
      cwd: projectRoot(),
      env: { ...env, NODE_OPTIONS: '' },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    supervisor.child = child;
    yieldToPages(child);
    child.once('exit', (code, signal) => {
      supervisor.child = null;
      if (supervisor.stopping) return;
      console.error(`jobs: their process ended (${signal ?? `code ${code}`}); starting another`);
      setTimeout(start, restartAfterMs);
    });
  };
  start();
}

/** Jobs take what pages leave: at once, so that the threads which the process will start inherit it. */
function yieldToPages({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    os.setPriority(pid, os.constants.priority.PRIORITY_BELOW_NORMAL);
  } catch (error) {
    console.error(`jobs: their process runs at the server's priority (${(error as Error).message})`);
  }
}

/** Ends the process that runs jobs; what it was doing goes on at the next start. */
export async function stopWorker(): Promise<void> {
  const supervisor = holder[slot];
  if (!supervisor) return;
  supervisor.stopping = true;
  const { child } = supervisor;
  if (!child) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}
