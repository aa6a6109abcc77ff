import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { homeLayout } from '@/db/home';
import { importFile, importRun } from '@/db/schema';
import { PackWriter } from '@/lib/artefacts/packs';
import { AppError } from '@/lib/core/errors';
import { studyMapping } from '@/lib/importers/mapping/mapping';
import type { TableRecipe } from '@/lib/importers/table/recipe';
import { takeOverArchives } from '@/lib/mutations/archive/take-over-archives';
import { judgeClaims } from '@/lib/mutations/claims';
import { gatherStatistics } from '@/lib/mutations/gather-statistics';
import { linkJudgements, linkRetrievedMemories } from '@/lib/mutations/link-records';
import { applyMapping } from '@/lib/mutations/mapping';
import { matchRetrievedTexts } from '@/lib/mutations/match-retrieved-texts';
import { KnownIds } from '@/lib/mutations/records/known-ids';
import {
  addToTotals,
  type ImportFileRow,
  writeImportFiles,
  writePackedArtefacts,
} from '@/lib/mutations/records/write-import-files';
import { setByHand } from '@/lib/mutations/records/write-trials';
import { writeRecords } from '@/lib/mutations/write-records';
import { listRecipes } from '@/lib/queries/recipes';
import { fileRow } from '../import/file-row';
import { ImportProgress } from '../import/import-progress';
import { keepRaw } from '../import/keep-raw';
import { type OpenedSource, openSources } from '../import/open-source';
import { readInThreads } from '../import/read-in-threads';
import type { ReadBatch } from '../import/read-unit';
import { unchangedSince } from '../import/unchanged-since';
import { defineJob, type JobRun } from '../job';

/** Reads folders, archives and files into the study: the only writer of imported data. */
export const importSources = defineJob({
  name: 'import-sources',
  label: 'Import',
  input: z.object({
    importId: z.uuid(),
    /** The survey that looked through the same sources and has unpacked them. */
    survey: z.uuid().optional(),
    /** The study's mapping from now on. */
    mapping: studyMapping.optional(),
  }),
  async run(run) {
    const { db, input, report } = run;
    const found = await db.select().from(importRun).where(eq(importRun.id, input.importId));
    const record = found[0];
    if (!record) throw new AppError('not-found', 'This import was deleted.');
    const settled = new Set(
      (
        await db.select({ path: importFile.path }).from(importFile).where(eq(importFile.importId, record.id))
      ).map((row) => row.path),
    );

    if (input.mapping) await applyMapping(db, record.studyId, input.mapping, run);
    report(null, 'Looking at what was given');
    if (input.survey) await takeOverUnpacked(input.survey, record.id);
    const recipes = (await listRecipes(db)).map(({ recipe }) => recipe);
    const opened = await openSources(record.sources, record.id, run);
    const progress = new ImportProgress(run, opened, settled.size);
    for (const source of opened) {
      await importSource(run, record, { ...source, settled, progress, recipes });
    }
    if (await changedAnything(db, record.id)) {
      await gatherStatistics(db);
      report(null, 'Matching retrieved memories');
      await linkRetrievedMemories(db, record.studyId);
      await matchRetrievedTexts(db, record.studyId, run.signal);
      await linkJudgements(db, record.studyId);
    }
    report(null, 'Taking over what archives say of the study');
    await takeOverArchives(db, record);
    report(null, 'Judging claims');
    await judgeClaims(db, record.studyId);
    await db.update(importRun).set({ finishedAt: sql`now()` }).where(eq(importRun.id, record.id));
    await rm(path.join(homeLayout().staging, record.id), { recursive: true, force: true });
    const totals = await db
      .select({ outcome: importFile.outcome, files: sql<number>`count(*)::int` })
      .from(importFile)
      .where(eq(importFile.importId, record.id))
      .groupBy(importFile.outcome);
    report(1, 'Done');
    return { importId: record.id, files: Object.fromEntries(totals.map((t) => [t.outcome, t.files])) };
  },
});

/** What a survey unpacked need not be unpacked again. */
async function takeOverUnpacked(survey: string, importId: string): Promise<void> {
  const { staging } = homeLayout();
  if (existsSync(path.join(staging, importId)) || !existsSync(path.join(staging, survey))) return;
  await rename(path.join(staging, survey), path.join(staging, importId));
}

type ImportRecord = typeof importRun.$inferSelect;

async function changedAnything(db: JobRun<unknown>['db'], importId: string): Promise<boolean> {
  const found = await db
    .select({ totals: importRun.totals })
    .from(importRun)
    .where(eq(importRun.id, importId));
  return Object.values(found[0]?.totals ?? {}).some(({ added, changed }) => added + changed > 0);
}

interface Source extends OpenedSource {
  /** Paths that an earlier run of this import was done with, as the report names them. */
  settled: ReadonlySet<string>;
  progress: ImportProgress;
  recipes: readonly TableRecipe[];
}

/** Writes batch by batch what the reading threads find: records and the outcomes of their files, both or neither. */
async function importSource(
  { db, signal }: JobRun<unknown>,
  record: ImportRecord,
  source: Source,
): Promise<void> {
  const scope = { studyId: record.studyId, importId: record.id, known: new KnownIds() };
  const { prefix } = source;
  const own = new Set(
    [...source.settled].filter((p) => p.startsWith(prefix)).map((p) => p.slice(prefix.length)),
  );
  for (const file of source.passedOver) own.add(file);
  const passed = await passedOver(db, record, source, own);
  await db.transaction((tx) => writeImportFiles(tx, record.id, passed));
  for (const { path: file } of passed) own.add(file.slice(prefix.length));
  source.progress.add({ files: passed.length });

  const packs = new PackWriter();
  try {
    for await (const batch of readInThreads(source.tree, { settled: own, recipes: source.recipes, signal })) {
      const packed = await keepRaw(db, source.tree, batch, packs);
      const files = batch.files.map((file) => fileRow(file, prefix));
      const counts = await writeRecords(db, scope, prepared(batch, record, prefix), async (tx, written) => {
        await writePackedArtefacts(tx, packed);
        await writeImportFiles(tx, record.id, files);
        await addToTotals(tx, record.id, written);
      });
      source.progress.add({
        files: files.length,
        bytes: files.reduce((sum, file) => sum + file.bytes, 0),
        trials: counts.trial.added + counts.trial.changed + counts.trial.unchanged,
        memories: counts.memory.added + counts.memory.changed + counts.memory.unchanged,
      });
    }
  } finally {
    await packs.close();
  }
}

/** Files that are told of without being read: what could not be reached, and what an earlier import has read. */
async function passedOver(
  db: JobRun<unknown>['db'],
  record: ImportRecord,
  { tree, refused, prefix }: Source,
  settled: ReadonlySet<string>,
): Promise<ImportFileRow[]> {
  const unreachable = refused
    .filter((one) => !settled.has(one.path))
    .map(
      (one): ImportFileRow => ({ path: prefix + one.path, bytes: 0, outcome: 'refused', reason: one.reason }),
    );
  const unchanged = await unchangedSince(db, record, tree);
  return [
    ...unreachable,
    ...unchanged.filter((row) => !settled.has(row.path)).map((row) => ({ ...row, path: prefix + row.path })),
  ];
}

/** Records as this import wants them: under the name that was given for all of them, with the report's own paths. */
function prepared(
  { records }: ReadBatch,
  { conditionLabel }: ImportRecord,
  prefix: string,
): ReadBatch['records'] {
  return records.map((record) => {
    if (record.kind !== 'trial') return record;
    const condition =
      conditionLabel === null
        ? record.condition
        : { ...record.condition, label: conditionLabel, basis: setByHand };
    const { trajectory } = record;
    return {
      ...record,
      condition,
      trajectory: trajectory && { ...trajectory, logPath: `${prefix}${trajectory.logPath}` },
    };
  });
}
