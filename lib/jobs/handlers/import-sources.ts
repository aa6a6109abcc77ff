import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { lstat, mkdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Db } from '@/db/client';
import { homeLayout } from '@/db/home';
import { type ImportSource, type ImportTotals, importFile, importRun } from '@/db/schema';
import { artefactPath, hashFile, putArtefactFile } from '@/lib/artefacts/store';
import { AppError } from '@/lib/core/errors';
import { type ImporterId, importers } from '@/lib/importers';
import type { FileOutcome } from '@/lib/importers/file-outcome';
import type { SourceTree } from '@/lib/importers/importer';
import { readTree } from '@/lib/importers/read-tree';
import { archiveKind, unpackArchive } from '@/lib/importers/source/archive';
import { openFile } from '@/lib/importers/source/open-file';
import { openFolder } from '@/lib/importers/source/open-folder';
import { linkRetrievedMemories, type WritableRecord, writeRecords } from '@/lib/mutations/write-records';
import { defineJob, type JobRun } from '../job';

/** A transaction holds up all others on the embedded database, so batches stay well under 100 ms. */
const batchRecords = 100;
const batchFiles = 200;

type FileRow = typeof importFile.$inferInsert;

interface OpenedSource {
  tree: SourceTree;
  /** Where a path of the tree lies on disk. */
  locate(file: string): string;
  /** Whether the files themselves are to be kept: an upload is kept as it came, a folder file by file. */
  keep: boolean;
  refused: { path: string; reason: string }[];
}

/** What of an uploaded file or a folder is read: archives are unpacked into the staging folder first. */
async function openSource(
  source: ImportSource,
  importId: string,
  { signal, report }: Pick<JobRun<unknown>, 'signal' | 'report'>,
): Promise<OpenedSource> {
  if (source.kind === 'folder') {
    const entry = await stat(source.path).catch((cause: unknown) => {
      throw new AppError('not-found', `There is nothing at ${source.path}.`, {
        hint: 'Check the path; it is read on the machine where Carryover runs.',
        cause,
      });
    });
    if (entry.isDirectory()) {
      const locate = (file: string) => path.join(source.path, file);
      return { tree: await openFolder(source.path), locate, keep: true, refused: [] };
    }
    return openWhole(source.path, path.basename(source.path), importId, { signal, report }, true);
  }
  return openWhole(artefactPath(source.artefact), source.name, importId, { signal, report }, false);
}

/** One file: an archive is unpacked, anything else is read as it is. */
async function openWhole(
  file: string,
  name: string,
  importId: string,
  { signal, report }: Pick<JobRun<unknown>, 'signal' | 'report'>,
  keep: boolean,
): Promise<OpenedSource> {
  if (!(await archiveKind(file)))
    return { tree: await openFile(file, { name }), locate: () => file, keep, refused: [] };
  if (keep) await putArtefactFile(file, await hashFile(file));

  const stem = name.replace(/\.(zip|tar|tgz|tar\.gz)$/i, '');
  const folder = path.join(
    homeLayout().staging,
    importId,
    createHash('sha256').update(file).digest('hex').slice(0, 16),
  );
  let refused: { path: string; reason: string }[] = [];
  if (!existsSync(folder)) {
    const draft = `${folder}.draft`;
    await rm(draft, { recursive: true, force: true });
    await mkdir(draft, { recursive: true, mode: 0o700 });
    const unpacked = await unpackArchive(file, draft, {
      signal,
      name,
      onProgress: (p) => report(null, `Unpacking ${name}: ${p.entries.toLocaleString('en')} entries`),
    }).catch(async (error: unknown) => {
      await rm(draft, { recursive: true, force: true });
      throw error;
    });
    refused = unpacked.refused;
    await rename(draft, folder);
  }
  const locate = (inside: string) => path.join(folder, inside);
  return { tree: await openFolder(folder, { name: stem }), locate, keep: false, refused };
}

const sizeOf = (opened: OpenedSource, file: string): Promise<number> =>
  lstat(opened.locate(file)).then(
    (s) => s.size,
    () => 0,
  );

const labelOf = (format: string | null): string | null =>
  format === null ? null : (importers[format as ImporterId]?.label ?? format);

const toRow = (importId: string, file: string, bytes: number, outcome: FileOutcome): FileRow => {
  const base = { importId, path: file, bytes };
  switch (outcome.status) {
    case 'understood':
      return { ...base, outcome: 'understood', format: outcome.label };
    case 'part-of':
      return { ...base, outcome: 'part', reason: `${outcome.role} of ${outcome.of}` };
    case 'later':
      return {
        ...base,
        outcome: 'later',
        format: outcome.label,
        reason: 'This format is recognised; reading it comes later.',
      };
    case 'ignored':
      return { ...base, outcome: 'ignored', reason: outcome.rule };
    case 'refused':
      return { ...base, outcome: 'refused', format: labelOf(outcome.format), reason: outcome.reason };
  }
};

interface Pending {
  records: WritableRecord[];
  files: FileRow[];
}

function addCounts(totals: ImportTotals, counts: ImportTotals): ImportTotals {
  const sum: ImportTotals = { ...totals };
  for (const [kind, count] of Object.entries(counts)) {
    const before = sum[kind] ?? { added: 0, changed: 0, unchanged: 0 };
    sum[kind] = {
      added: before.added + count.added,
      changed: before.changed + count.changed,
      unchanged: before.unchanged + count.unchanged,
    };
  }
  return sum;
}

/** Writes what has been read, and with it the outcomes of the files that are done: both or neither. */
async function flush(db: Db, scope: { studyId: string; importId: string }, pending: Pending): Promise<void> {
  const { records, files } = pending;
  if (records.length + files.length === 0) return;
  await writeRecords(db, scope, records, async (tx, counts) => {
    if (files.length > 0) await tx.insert(importFile).values(files).onConflictDoNothing();
    const rows = await tx
      .select({ totals: importRun.totals })
      .from(importRun)
      .where(eq(importRun.id, scope.importId))
      .for('update');
    await tx
      .update(importRun)
      .set({ totals: addCounts(rows[0]?.totals ?? {}, counts) })
      .where(eq(importRun.id, scope.importId));
  });
  pending.records = [];
  pending.files = [];
}

/** Counts of one file, kept while it is read. */
class FileNotes {
  warnings: { where: string; message: string }[] = [];
  rejections: { where: string; reason: string }[] = [];
  read: Record<string, number> = {};
}

async function readSource(
  run: JobRun<{ importId: string }>,
  scope: { studyId: string; importId: string },
  opened: OpenedSource,
  prefix: string,
  options: { conditionLabel: string | null; settled: ReadonlySet<string>; done: number; total: number },
): Promise<void> {
  const { db, report, signal } = run;
  const pending: Pending = { records: [], files: [] };
  let notes = new FileNotes();
  let done = options.done;
  for (const refused of opened.refused) {
    pending.files.push({
      importId: scope.importId,
      path: prefix + refused.path,
      bytes: 0,
      outcome: 'refused',
      reason: refused.reason,
    });
  }
  const events = readTree(opened.tree, {
    settled: options.settled,
    conditionLabel: options.conditionLabel,
    signal,
  });
  for await (const event of events) {
    switch (event.event) {
      case 'started':
        report(options.total > 0 ? done / options.total : null, event.path);
        break;
      case 'record': {
        pending.records.push(event.record);
        notes.read[event.record.kind] = (notes.read[event.record.kind] ?? 0) + 1;
        if (pending.records.length >= batchRecords) await flush(db, scope, pending);
        break;
      }
      case 'note': {
        if (event.note.kind === 'warning')
          notes.warnings.push({ where: event.note.where, message: event.note.message });
        else notes.rejections.push({ where: event.note.where, reason: event.note.reason });
        break;
      }
      case 'settled': {
        const row = toRow(
          scope.importId,
          prefix + event.path,
          await sizeOf(opened, event.path),
          event.outcome,
        );
        if (event.outcome.status !== 'part-of') {
          row.warnings = notes.warnings;
          row.rejections = notes.rejections;
          row.counts = notes.read;
          notes = new FileNotes();
        }
        if (opened.keep && (row.outcome === 'understood' || row.outcome === 'refused')) {
          row.sha256 = await keepRaw(opened.locate(event.path));
        }
        pending.files.push(row);
        done++;
        if (pending.files.length >= batchFiles) await flush(db, scope, pending);
        report(options.total > 0 ? done / options.total : null);
      }
    }
  }
  await flush(db, scope, pending);
}

/** Keeps the bytes of a folder's file, so that the import can be traced and repeated; null when they cannot be read. */
async function keepRaw(file: string): Promise<string | null> {
  try {
    const hash = await hashFile(file);
    await putArtefactFile(file, hash);
    return hash;
  } catch (error) {
    // The refusal already says that the file cannot be read; anything else is a fault of ours.
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'EACCES' || code === 'ENOENT' || code === 'EISDIR' || code === 'ELOOP' || code === 'ENOTDIR')
      return null;
    throw error;
  }
}

/** Reads folders, archives and files into the study: the only writer of imported data. */
export const importSources = defineJob({
  name: 'import-sources',
  label: 'Import',
  input: z.object({ importId: z.uuid() }),
  async run(run) {
    const { db, input, report } = run;
    const found = await db.select().from(importRun).where(eq(importRun.id, input.importId));
    const record = found[0];
    if (!record) throw new AppError('not-found', 'This import was deleted.');
    const scope = { studyId: record.studyId, importId: record.id };
    const settledRows = await db
      .select({ path: importFile.path })
      .from(importFile)
      .where(eq(importFile.importId, record.id));
    const settled = new Set(settledRows.map((r) => r.path));

    report(null, 'Looking at what was given');
    let done = settled.size;
    for (const source of record.sources) {
      const opened = await openSource(source, record.id, run);
      // Several sources of one import may hold the same paths.
      const prefix = record.sources.length > 1 ? `${opened.tree.name}/` : '';
      const own = new Set(
        [...settled].filter((p) => p.startsWith(prefix)).map((p) => p.slice(prefix.length)),
      );
      const total = opened.tree.paths.length;
      await readSource(run, scope, opened, prefix, {
        conditionLabel: record.conditionLabel,
        settled: own,
        done: Math.min(done, own.size),
        total,
      });
      done += total;
    }
    await linkRetrievedMemories(db, record.studyId);
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
