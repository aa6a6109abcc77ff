import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { generation, importRun } from '@/db/schema';
import { AppError } from '@/lib/core/errors';
import { countGenerationItems } from '@/lib/queries/generations';
import { generationMessage } from '../generation/generation-message';
import { runGeneration } from '../generation/run-generation';
import { defineJob } from '../job';

/** Makes memories, and verdicts where they are wanted, from the trials of a study. */
export const generateMemories = defineJob({
  name: 'generate-memories',
  label: 'Generate memories',
  input: z.object({ generationId: z.uuid() }),
  async run({ db, input, signal, report }) {
    const rows = await db
      .select({ generation, undoneAt: importRun.undoneAt })
      .from(generation)
      .innerJoin(importRun, eq(importRun.id, generation.importId))
      .where(eq(generation.id, input.generationId));
    const found = rows[0];
    if (!found) throw new AppError('not-found', 'This generation was deleted.');
    if (found.undoneAt) throw new AppError('conflict', 'This generation was taken back.');
    const { id, importId } = found.generation;

    const tell = async (before = '') => {
      const totals = await countGenerationItems(db, id);
      const done = totals.total === 0 ? 1 : 1 - totals.waiting / totals.total;
      report(done, before + generationMessage(totals), { ...totals });
      return totals;
    };
    await db.update(generation).set({ stopped: null }).where(eq(generation.id, id));
    await tell();
    const onSettled = async () => {
      await tell();
    };
    const stopped = await runGeneration({ db, generation: found.generation, signal, onSettled });
    if (stopped) {
      const { reason, message, hint } = stopped;
      const why = { reason, message, ...(hint ? { hint } : {}) };
      await db.update(generation).set({ stopped: why }).where(eq(generation.id, id));
    }
    // Reaching the budget is what a budget is for; anything else needs somebody's attention.
    if (stopped && stopped.reason !== 'budget') throw stopped;
    await db.update(importRun).set({ finishedAt: sql`now()` }).where(eq(importRun.id, importId));
    const totals = await tell(stopped ? 'Stopped at the budget: ' : '');
    return { generationId: id, stopped: stopped?.reason ?? null, ...totals };
  },
});
