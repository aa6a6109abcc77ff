import { and, asc, count, desc, eq, ilike, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { type ImportOutcome, importFile, importRun } from '@/db/schema';
import { getJobs, type JobRow } from './jobs';
import { likePattern } from './like-pattern';

export interface ImportRow {
  id: string;
  label: string;
  conditionLabel: string | null;
  createdAt: Date;
  finishedAt: Date | null;
  totals: typeof importRun.$inferSelect.totals;
  files: Partial<Record<ImportOutcome, number>>;
  bytes: number;
  job: JobRow | null;
}

async function withCounts(db: Db, runs: (typeof importRun.$inferSelect)[]): Promise<ImportRow[]> {
  const jobs = await getJobs(
    db,
    runs.map((r) => r.jobId),
  );
  const rows: ImportRow[] = [];
  for (const r of runs) {
    const outcomes = await db
      .select({
        outcome: importFile.outcome,
        n: count(),
        bytes: sql<number>`sum(${importFile.bytes})::float8`,
      })
      .from(importFile)
      .where(eq(importFile.importId, r.id))
      .groupBy(importFile.outcome);
    rows.push({
      id: r.id,
      label: r.label,
      conditionLabel: r.conditionLabel,
      createdAt: r.createdAt,
      finishedAt: r.finishedAt,
      totals: r.totals,
      files: Object.fromEntries(outcomes.map((o) => [o.outcome, o.n])),
      bytes: outcomes.reduce((n, o) => n + o.bytes, 0),
      job: r.jobId ? (jobs.get(r.jobId) ?? null) : null,
    });
  }
  return rows;
}

/** The study's imports, newest first. */
export async function listImports(db: Db, studyId: string): Promise<ImportRow[]> {
  const runs = await db
    .select()
    .from(importRun)
    .where(eq(importRun.studyId, studyId))
    .orderBy(desc(importRun.createdAt))
    .limit(50);
  return withCounts(db, runs);
}

export const filesPerPage = 200;

export type ImportFileRow = typeof importFile.$inferSelect;

export interface ImportReport {
  import: ImportRow;
  studyId: string;
  byFormat: {
    format: string;
    outcome: ImportOutcome;
    files: number;
    bytes: number;
    read: Record<string, number>;
  }[];
  /** Why files were refused, ignored or left for later, with how many and an example. */
  reasons: { outcome: ImportOutcome; reason: string; files: number; example: string }[];
  files: ImportFileRow[];
  fileTotal: number;
  page: number;
}

/** What an import brought in, what was refused and why; null when there is no such import. */
export async function getImportReport(
  db: Db,
  id: string,
  filter: {
    outcome?: ImportOutcome | undefined;
    search?: string | undefined;
    page?: number | undefined;
  } = {},
): Promise<ImportReport | null> {
  const runs = await db.select().from(importRun).where(eq(importRun.id, id));
  if (!runs[0]) return null;
  const page = Math.max(1, filter.page ?? 1);
  const own = eq(importFile.importId, id);
  const where = and(
    own,
    filter.outcome ? eq(importFile.outcome, filter.outcome) : undefined,
    filter.search ? ilike(importFile.path, likePattern(filter.search)) : undefined,
  );
  const [row] = await withCounts(db, runs);
  const [formats, reasons, files, total] = await Promise.all([
    db
      .select({
        format: sql<string>`coalesce(${importFile.format}, case ${importFile.outcome} when 'part' then 'companion file' when 'ignored' then 'no data of its own' else 'not recognised' end)`,
        outcome: importFile.outcome,
        files: count(),
        bytes: sql<number>`sum(${importFile.bytes})::float8`,
        counts: sql<Record<string, number>[]>`json_agg(${importFile.counts})`,
      })
      .from(importFile)
      .where(own)
      .groupBy(importFile.format, importFile.outcome)
      .orderBy(desc(count())),
    db
      .select({
        outcome: importFile.outcome,
        reason: sql<string>`${importFile.reason}`,
        files: count(),
        example: sql<string>`min(${importFile.path})`,
      })
      .from(importFile)
      .where(and(own, sql`${importFile.reason} is not null`, sql`${importFile.outcome} <> 'part'`))
      .groupBy(importFile.outcome, importFile.reason)
      .orderBy(desc(count()))
      .limit(100),
    db
      .select()
      .from(importFile)
      .where(where)
      .orderBy(asc(importFile.path))
      .limit(filesPerPage)
      .offset((page - 1) * filesPerPage),
    db.select({ n: count() }).from(importFile).where(where),
  ]);
  return {
    import: row!,
    studyId: runs[0].studyId,
    byFormat: formats.map(({ counts, ...f }) => {
      const read: Record<string, number> = {};
      for (const c of counts) for (const [kind, n] of Object.entries(c)) read[kind] = (read[kind] ?? 0) + n;
      return { ...f, read };
    }),
    reasons,
    files,
    fileTotal: total[0]!.n,
    page,
  };
}
