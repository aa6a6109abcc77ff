import { closeStore, getStore } from '@/db/client';
import { homeLayout } from '@/db/home';
import { closeCompute, keepThreadsReady } from '@/lib/compute/pool';
import { openQuickRoutes, quickRoute } from '@/lib/http/quick-routes';
import { retrieveRoute } from '@/lib/http/retrieve-route';
import { announceServer, withdrawServer } from '@/lib/http/server-address';
import { closeQueue, openQueue } from '@/lib/jobs/queue';
import { keepWorkerRunning, stopWorker } from '@/lib/jobs/worker-supervisor';
import { ensureSampleStudy } from '@/lib/mutations/ensure-sample-study';

/** Opens the store, starts the process that runs jobs, and fills an empty store with the sample study. */
export async function boot(): Promise<void> {
  const store = await getStore();
  await openQueue(store);
  keepWorkerRunning();
  await ensureSampleStudy(store.db);
  openQuickRoutes({ 'POST /api/v1/retrieve': quickRoute(retrieveRoute) });
  const { home } = homeLayout();
  announceServer(home);
  keepThreadsReady();

  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    withdrawServer(home);
    await stopWorker();
    await closeCompute();
    await closeQueue();
    await closeStore();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop());
}
