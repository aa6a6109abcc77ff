/**
 * The process that runs jobs, beside the web server: long work never holds up a page.
 *
 *   node --import tsx lib/jobs/worker-process.ts
 *
 * Started by the server, it ends with it. Started by hand with DATABASE_URL set, it is one more worker.
 */
import { closeStore, getStore } from '@/db/client';
import { closeCompute } from '@/lib/compute/pool';
import { closeQueue } from './queue';
import { JobRunner } from './runner';

const store = await getStore();
const runner = new JobRunner(store);

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  await runner.stop();
  await closeCompute();
  await closeQueue();
  await closeStore();
  process.exit(0);
}
process.on('SIGTERM', () => void stop());
// Ctrl-C reaches the whole group; the server tells us to stop, or goes and leaves the channel closed.
process.on('SIGINT', () => {
  if (!process.channel) void stop();
});
process.on('disconnect', () => void stop());

await runner.start();
process.send?.('ready');
