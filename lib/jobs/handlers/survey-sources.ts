import { rm } from 'node:fs/promises';
import path from 'node:path';
import { and, eq, lt, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Db } from '@/db/client';
import { homeLayout } from '@/db/home';
import { job } from '@/db/schema';
import { putArtefact } from '@/lib/artefacts/store';
import { sampleTable } from '@/lib/importers/table/sample-table';
import { listRecipes } from '@/lib/queries/recipes';
import { importSource } from '../import/given-sources';
import { ImportProgress } from '../import/import-progress';
import { type OpenedSource, openSources } from '../import/open-source';
import { readInThreads } from '../import/read-in-threads';
import { SurveyTally } from '../import/survey-tally';
import { defineJob } from '../job';

/**
 * Looks through what is to be imported and writes nothing of it: which settings the logs tell apart, which kinds of
 * memory, which files would be left out. An unpacked archive stays for the import that follows.
 */
export const surveySources = defineJob({
  name: 'survey-sources',
  label: 'Looking through files',
  input: z.object({
    sources: z.array(importSource).min(1),
    conditionLabel: z.string().nullable().default(null),
  }),
  async run(run) {
    const { input, jobId, report, signal } = run;
    await clearOldSurveys(run.db);
    report(null, 'Looking at what was given');
    const opened = await openSources(input.sources, jobId, run);
    const progress = new ImportProgress(run, opened, 0);
    const recipes = (await listRecipes(run.db)).map(({ recipe }) => recipe);
    const tally = new SurveyTally();
    for (const { tree, prefix, refused, passedOver } of opened) {
      tally.add({ records: [], files: refused.map(unreachable) }, prefix);
      for await (const batch of readInThreads(tree, { settled: passedOver, recipes, signal })) {
        tally.add(batch, prefix);
        for (const { path: file, outcome } of batch.files) {
          if (outcome.status === 'refused' && outcome.code === 'needs-mapping' && tally.wantsTables)
            tally.addTable(`${prefix}${file}`, await sampleTable(await tree.open(file)));
        }
        progress.add({
          files: batch.files.length,
          bytes: batch.files.reduce((sum, file) => sum + file.bytes, 0),
          trials: batch.records.filter((record) => record.kind === 'trial').length,
          memories: batch.records.filter((record) => record.kind === 'memory').length,
        });
      }
    }
    const found = await putArtefact(Buffer.from(JSON.stringify(tally.found)));
    report(1, 'Done');
    return { survey: tally.finish(), found };
  },
});

/** An archive that was looked through and never imported stays unpacked for a day. */
async function clearOldSurveys(db: Db): Promise<void> {
  const old = await db
    .select({ id: job.id })
    .from(job)
    .where(and(eq(job.kind, 'survey-sources'), lt(job.finishedAt, sql`now() - interval '1 day'`)));
  for (const { id } of old) await rm(path.join(homeLayout().staging, id), { recursive: true, force: true });
}

const unreachable = ({ path, reason }: OpenedSource['refused'][number]) => ({
  path,
  outcome: { status: 'refused', reason, format: null, code: 'unreadable-file' } as const,
  bytes: 0,
  modifiedMs: null,
  sha256: null,
  warnings: [],
  rejections: [],
  counts: {},
});
