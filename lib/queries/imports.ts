import { and, asc, count, desc, eq, gt, ilike, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { type ImportOutcome, importFile, importRun, retrieval, retrievalHit } from '@/db/schema';
import { getJobs, type JobRow } from './jobs';
import { likePattern } from './like-pattern';

export interface ImportRow {
  id: string;
  label: string;
  conditionLabel: string | null;
  createdAt: Date;
  finishedAt: Date | null;
  undoneAt: Date | null;
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
      undoneAt: r.undoneAt,
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

export interface ReasonGroup {
  outcome: ImportOutcome;
  /** The reason of its first file. */
  reason: string;
  files: number;
  /** A few of its files. */
  examples: string[];
}

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
  /** Why files were refused, ignored or left for later: reasons alike but for names and numbers are one. */
  reasons: ReasonGroup[];
  /** How the memories in prompts that this import brought were found in pools. */
  matches: { name: number; exact: number; near: number; none: number };
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
  const own = eq(importFile.importId, id);
  const where = and(
    own,
    filter.outcome ? eq(importFile.outcome, filter.outcome) : undefined,
    filter.search ? ilike(importFile.path, likePattern(filter.search)) : undefined,
  );
  const [row] = await withCounts(db, runs);
  const fileTotal = await db.$count(importFile, where);
  // A page past the end, as after a change of the filter, is the last one.
  const page = Math.min(Math.max(1, filter.page ?? 1), Math.max(1, Math.ceil(fileTotal / filesPerPage)));
  const [formats, reasons, matches, files] = await Promise.all([
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
    listReasons(db, id),
    countMatches(db, id),
    db
      .select()
      .from(importFile)
      .where(where)
      .orderBy(asc(importFile.path))
      .limit(filesPerPage)
      .offset((page - 1) * filesPerPage),
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
    matches,
    files,
    fileTotal,
    page,
  };
}

const shownReasons = 100;
const shownExamples = 3;

async function listReasons(db: Db, importId: string): Promise<ReasonGroup[]> {
  const rows = await db.execute<{
    outcome: ImportOutcome;
    reason: string;
    files: number;
    examples: string[];
  }>(sql`
    select outcome, min(reason) as reason, count(*)::int as files,
      (array_agg(path order by path))[1:${sql.raw(String(shownExamples))}] as examples
    from ${importFile}
    where import_id = ${importId} and reason is not null and outcome not in ('part', 'unchanged')
    group by outcome, regexp_replace(replace(reason, path, ''), '[0-9]+', '0', 'g')
    order by outcome = 'refused' desc, count(*) desc, min(path) limit ${shownReasons}`);
  return rows.rows;
}

async function countMatches(db: Db, importId: string): Promise<ImportReport['matches']> {
  const rows = await db
    .select({
      match: retrievalHit.match,
      found: sql<boolean>`${retrievalHit.memoryId} is not null`,
      n: count(),
    })
    .from(retrievalHit)
    .innerJoin(retrieval, eq(retrieval.id, retrievalHit.retrievalId))
    .where(eq(retrieval.importId, importId))
    .groupBy(retrievalHit.match, sql`${retrievalHit.memoryId} is not null`);
  const counts = { name: 0, exact: 0, near: 0, none: 0 };
  for (const { match, found, n } of rows) counts[found ? (match ?? 'name') : 'none'] += n;
  return counts;
}

/** One import; null when there is none. */
export async function findImport(db: Db, id: string): Promise<typeof importRun.$inferSelect | null> {
  const rows = await db.select().from(importRun).where(eq(importRun.id, id));
  return rows[0] ?? null;
}

/** All files of an import in the order of their paths, page by page. */
export async function* pagesOfFiles(db: Db, importId: string): AsyncGenerator<ImportFileRow[]> {
  for (let last: string | null = null; ; ) {
    const rows: ImportFileRow[] = await db
      .select()
      .from(importFile)
      .where(and(eq(importFile.importId, importId), last === null ? undefined : gt(importFile.path, last)))
      .orderBy(asc(importFile.path))
      .limit(1_000);
    if (rows.length === 0) return;
    yield rows;
    last = rows.at(-1)!.path;
  }
}
