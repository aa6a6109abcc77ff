import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '@/lib/core/errors';
import type { JobRow } from '@/lib/queries/jobs';
import type { Backend } from './backend';

const lookEveryMs = 150;
const barWidth = 24;

function line(job: JobRow): string {
  if (job.progress === null) return `… ${job.message}`;
  const filled = Math.round(job.progress * barWidth);
  const bar = '█'.repeat(filled) + '░'.repeat(barWidth - filled);
  return `${bar} ${String(Math.round(job.progress * 100)).padStart(3)} %  ${job.message}`;
}

/**
 * Waits for a job to end, showing its progress on standard error when that is a terminal. Ctrl-C cancels the job.
 *
 * @throws AppError as the job failed
 */
export async function waitForJob(backend: Backend, id: string): Promise<JobRow> {
  const { stderr } = process;
  let cancelled = false;
  const cancel = () => {
    cancelled = true;
  };
  process.once('SIGINT', cancel);
  try {
    for (;;) {
      if (cancelled) {
        cancelled = false;
        await backend.request('POST', `/api/v1/jobs/${id}/cancel`);
      }
      const { job } = (await backend.request('GET', `/api/v1/jobs/${id}`)) as { job: JobRow };
      if (stderr.isTTY) stderr.write(`\r\x1b[K${line(job).slice(0, (stderr.columns || 80) - 1)}`);
      if (job.state === 'done') return job;
      if (job.state === 'failed' || job.state === 'cancelled') {
        const { code = 'internal', message = 'The job failed.', hint } = job.error ?? {};
        throw new AppError(code as AppError['code'], message, hint ? { hint } : {});
      }
      await sleep(lookEveryMs);
    }
  } finally {
    process.off('SIGINT', cancel);
    if (stderr.isTTY) stderr.write('\r\x1b[K');
  }
}
