import { compute } from '@/lib/compute/pool';
import type { AblationTask, FinishedArm } from '@/lib/core/retrieval/ablation';
import { searchedAlike } from '@/lib/core/retrieval/grid';
import type { PoolMatrix } from '@/lib/core/retrieval/pool';
import { writeArm } from '@/lib/mutations/write-arm';
import type { JobRun } from '../job';
import type { StoredArm } from './arms';

/** Threads that share the arms: each prepares the pool once. */
const sideBySide = 2;

export interface Ground {
  ablationId: string;
  pool: PoolMatrix;
  tasks: readonly AblationTask[];
}

/** Runs arms that ask no language model, and stores each when it is done. */
export async function runSearchArms(
  { db, signal }: Pick<JobRun<unknown>, 'db' | 'signal'>,
  arms: readonly StoredArm[],
  { ablationId, pool, tasks }: Ground,
  onStored: () => Promise<void>,
): Promise<void> {
  // Made once for all threads, which share it.
  const quantised =
    pool.vectors && arms.length > 0
      ? await compute('quantise-rows', { vectors: pool.vectors, columns: pool.dimensions }, { signal })
      : undefined;
  const taskIds = tasks.map(({ id }) => id);
  const work = async (mine: readonly StoredArm[]): Promise<void> => {
    let written = Promise.resolve();
    const store = async ({ arm, report: found }: FinishedArm) => {
      // Threads may be many arms ahead: whoever cancels does not wait until all of them are stored.
      signal.throwIfAborted();
      const place = { ablationId, arm: mine[arm]!.arm };
      await writeArm(db, { ...place, report: found, taskIds, memoryIds: pool.ids });
      await onStored();
    };
    const settings = mine.map(({ setting }) => setting);
    try {
      await compute(
        'ablation',
        { pool, arms: settings, tasks, ...(quantised && { quantised }) },
        {
          signal,
          onPart: (part) => {
            written = written.then(() => store(part));
            // Whoever waits for the last one learns of it.
            written.catch(() => {});
          },
        },
      );
    } finally {
      await written;
    }
  };
  const alike = searchedAlike(arms.map(({ setting }) => setting));
  const shares = Array.from({ length: sideBySide }, (_, thread) =>
    alike
      .filter((_, i) => i % sideBySide === thread)
      .flatMap((places) => places.map((place) => arms[place]!)),
  );
  const ended = await Promise.allSettled(shares.filter((share) => share.length > 0).map(work));
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
}
