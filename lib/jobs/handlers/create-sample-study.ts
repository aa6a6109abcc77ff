import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { ablation, condition, importRun, study } from '@/db/schema';
import { expandGrid, type RetrievalGrid } from '@/lib/core/retrieval/grid';
import { defaultModel } from '@/lib/embedders';
import { createAblation } from '@/lib/mutations/ablation-arms';
import { gatherStatistics } from '@/lib/mutations/gather-statistics';
import { linkRetrievedMemories } from '@/lib/mutations/link-records';
import { type WritableRecord, withStepsStored } from '@/lib/mutations/records/writable';
import { createStudy } from '@/lib/mutations/studies';
import { writeRecords } from '@/lib/mutations/write-records';
import { findStudy } from '@/lib/queries/studies';
import { generateSampleStudy } from '@/lib/sample-study/generate-sample-study';
import { defineJob } from '../job';
import { embedMemories } from './embed-memories';
import { projectMemories } from './project-memories';
import { runAblationGrid } from './run-ablation-grid';

const batchRecords = 100;

/** The grid that the sample study opens with: simple methods over the paper's scope. */
const sampleGrid = {
  method: ['cosine', 'bm25', 'hybrid-ranks', 'random'],
  memoryTypes: [['insight']],
} satisfies RetrievalGrid;

/** Makes the synthetic study that a fresh store opens with: trials and memories first, then vectors, map and ablation. */
export const createSampleStudy = defineJob({
  name: 'create-sample-study',
  label: 'Sample study',
  input: z.object({ seed: z.int().default(7) }),
  async run(run) {
    const { db, input, report, signal } = run;
    report(0, 'Generating');
    const sample = generateSampleStudy({ seed: input.seed });
    const found =
      (await findStudy(db, sample.name)) ??
      (await createStudy(db, { name: sample.name, description: sample.description, synthetic: true }));
    const studyId = found.id;

    const known = await db.select().from(importRun).where(eq(importRun.studyId, studyId));
    const imported =
      known[0] ??
      (
        await db
          .insert(importRun)
          .values({ studyId, jobId: run.jobId, label: `generated with seed ${input.seed}`, sources: [] })
          .returning()
      )[0]!;
    const trials = await Promise.all(sample.trials.map(withStepsStored));
    const records: WritableRecord[] = [...sample.tasks, ...sample.memories, ...trials];
    for (let done = 0; done < records.length; done += batchRecords) {
      signal.throwIfAborted();
      report((done / records.length) * 0.4, 'Writing trials and memories');
      await writeRecords(db, { studyId, importId: imported.id }, records.slice(done, done + batchRecords));
    }
    await gatherStatistics(db);
    await linkRetrievedMemories(db, studyId);
    const baseline = await db
      .select({ id: condition.id })
      .from(condition)
      .where(and(eq(condition.studyId, studyId), eq(condition.label, sample.baselineLabel)));
    await db.update(study).set({ baselineConditionId: baseline[0]!.id }).where(eq(study.id, studyId));
    await db.update(importRun).set({ finishedAt: new Date() }).where(eq(importRun.id, imported.id));

    const part = (from: number, to: number) => (progress: number | null, message?: string) =>
      report(progress === null ? null : from + progress * (to - from), message);
    const model = defaultModel;
    await embedMemories.run({ ...run, input: { studyId, model, keyText: 'key' }, report: part(0.4, 0.65) });
    await projectMemories.run({
      ...run,
      input: projectMemories.input.parse({ studyId, model }),
      report: part(0.65, 0.85),
    });
    const grids = await db.select({ id: ablation.id }).from(ablation).where(eq(ablation.studyId, studyId));
    const ablationId =
      grids[0]?.id ??
      (await createAblation(db, {
        studyId,
        name: 'Methods over insights, cross-domain',
        model,
        arms: expandGrid(sampleGrid),
      }));
    await db.update(ablation).set({ jobId: run.jobId }).where(eq(ablation.id, ablationId));
    await runAblationGrid.run({ ...run, input: { ablationId }, report: part(0.85, 1) });
    report(1, 'Done');
    return { studyId };
  },
});
