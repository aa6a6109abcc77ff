import { and, eq, isNotNull, sql } from 'drizzle-orm';
import type { Db, Transaction } from '@/db/client';
import { importFile, study } from '@/db/schema';
import { findPlaces } from '@/lib/artefacts/find-places';
import { carryoverArchive } from '@/lib/importers/carryover-archive';
import { type ArchivePart, archiveManifest, isNotesPart } from '@/lib/importers/carryover-archive/manifest';
import { type ArchiveNote, archiveNote } from '@/lib/importers/carryover-archive/notes';
import { openDiskFile } from '@/lib/importers/source/disk-file';
import { jsonRecords } from '@/lib/importers/source/json-records';
import { isDone, keepChange, rowIdOf } from './archive-change';
import { type Note, takeOverManifest } from './take-over-manifest';
import { takeOverNotes } from './take-over-notes';

/** A transaction holds up all others: so many notes go at a time. */
const notesAtATime = 500;

interface Run {
  id: string;
  studyId: string;
}

/**
 * Gives the study what the archives among an import's files say beside their records: settings, conditions, claims, causes
 * of losses, marks and findings. Read from the kept raw content, once all records are there. What was left as it is goes to
 * the report. Cut off at any moment and called again, it ends in the same state.
 */
export async function takeOverArchives(db: Db, run: Run): Promise<void> {
  const manifests = await db
    .select({ path: importFile.path, sha256: importFile.sha256 })
    .from(importFile)
    .where(
      and(
        eq(importFile.importId, run.id),
        eq(importFile.outcome, 'understood'),
        eq(importFile.format, carryoverArchive.label),
        isNotNull(importFile.sha256),
      ),
    )
    .orderBy(importFile.path);
  for (const { path, sha256 } of manifests) await takeOver(db, run, path, sha256!);
}

async function takeOver(db: Db, run: Run, path: string, sha256: string): Promise<void> {
  const place = (await findPlaces(db, [sha256])).get(sha256);
  if (!place) {
    const message = 'its content was not kept, so that only its records were taken over';
    await db.transaction((tx) => report(tx, run.id, path, [{ where: 'study', message }]));
    return;
  }
  const manifest = archiveManifest.parse(await openDiskFile(place, path).json());
  const target = { importId: run.id, studyId: run.studyId };
  await db.transaction(async (tx) => {
    if (await isDone(tx, run.id, 'archive', rowIdOf(sha256))) return;
    const { change, notes } = await takeOverManifest(tx, target, manifest);
    await keepChange(tx, run.id, 'archive', rowIdOf(sha256), change);
    await report(tx, run.id, path, notes);
    await grow(tx, run.studyId);
  });
  for (const part of manifest.parts) if (isNotesPart(part.path)) await takeOverPart(db, run, path, part);
}

/** The notes of one part, a share after another. */
async function takeOverPart(db: Db, run: Run, manifestPath: string, part: ArchivePart): Promise<void> {
  const place = (await findPlaces(db, [part.sha256])).get(part.sha256);
  const problems: Note[] = [];
  let [homeless, otherwise, share] = [0, 0, 0];
  let notes: ArchiveNote[] = [];
  const write = () =>
    db.transaction(async (tx) => {
      const rowId = rowIdOf(part.sha256, share++);
      if (await isDone(tx, run.id, 'archive-notes', rowId)) return;
      const taken = await takeOverNotes(tx, { importId: run.id, studyId: run.studyId }, notes);
      await keepChange(tx, run.id, 'archive-notes', rowId, taken.change);
      await grow(tx, run.studyId);
      homeless += taken.homeless;
      otherwise += taken.otherwise;
    });
  if (!place) problems.push({ where: part.path, message: 'its content was not kept; its notes are missing' });
  else {
    for await (const record of jsonRecords(openDiskFile(place, part.path))) {
      const parsed = record.problem === undefined ? archiveNote.safeParse(record.value) : null;
      if (parsed?.success) notes.push(parsed.data);
      else {
        const reason = record.problem ?? parsed!.error!.issues[0]!.message;
        problems.push({ where: `${part.path}, ${record.where}`, message: `not taken over: ${reason}` });
      }
      if (notes.length < notesAtATime) continue;
      await write();
      notes = [];
    }
    if (notes.length > 0) await write();
  }
  const told = (count: number, message: string) =>
    count > 0 ? [{ where: part.path, message: `${count} of its notes ${message}` }] : [];
  await db.transaction((tx) =>
    report(tx, run.id, manifestPath, [
      ...problems,
      ...told(homeless, 'speak of tasks, conditions or memories that this study does not have'),
      ...told(otherwise, 'say something else than the same judge says in this study, which stays'),
    ]),
  );
}

/** Adds to what the report says of a file. */
async function report(
  tx: Transaction,
  importId: string,
  path: string,
  notes: readonly Note[],
): Promise<void> {
  if (notes.length === 0) return;
  await tx
    .update(importFile)
    .set({ warnings: sql`${importFile.warnings} || ${JSON.stringify(notes)}::jsonb` })
    .where(and(eq(importFile.importId, importId), eq(importFile.path, path)));
}

/** Pages that are open look again when the revision grows. */
const grow = (tx: Transaction, studyId: string) =>
  tx
    .update(study)
    .set({ revision: sql`${study.revision} + 1` })
    .where(eq(study.id, studyId));
