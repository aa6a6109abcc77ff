import { sql } from 'drizzle-orm';
import type { Transaction } from '@/db/client';
import { benchmark, condition, lossCause, memory, pool, relevanceMark, task } from '@/db/schema';
import type { ArchiveNote, CauseNote, MarkNote, MemoryNote } from '@/lib/importers/carryover-archive/notes';
import { recordset, storable } from '../records/recordset';
import type { NotesChange } from './archive-change';

interface Target {
  importId: string;
  studyId: string;
}

/** What a share of notes came to. */
export interface TakenNotes {
  change: NotesChange;
  /** Notes on tasks, conditions or memories that the study does not have. */
  homeless: number;
  /** Notes of a judge who says something else in this study, which stays. */
  otherwise: number;
}

/**
 * Adds notes of an archive to the study. What the same judge said here before stays. Findings on memories go to those alone
 * that came with this import.
 */
export async function takeOverNotes(
  tx: Transaction,
  target: Target,
  given: readonly ArchiveNote[],
): Promise<TakenNotes> {
  const notes = storable(given);
  const causes = notes.filter((one) => one.type === 'loss-cause');
  const marks = notes.filter((one) => one.type === 'relevance-mark');
  const findings = notes.filter((one) => one.type === 'memory-note');
  const [said, marked, found] = [
    await addCauses(tx, target.studyId, causes),
    await addMarks(tx, target.studyId, marks),
    await addFindings(tx, target, findings),
  ];
  return {
    change: { causes: said.added, marks: marked.added },
    homeless: said.homeless + marked.homeless + found.homeless,
    otherwise: said.otherwise + marked.otherwise,
  };
}

interface Added<T> {
  added: T[];
  homeless: number;
  otherwise: number;
}

async function addCauses(
  tx: Transaction,
  studyId: string,
  notes: readonly CauseNote[],
): Promise<Added<NotesChange['causes'][number]>> {
  if (notes.length === 0) return { added: [], homeless: 0, otherwise: 0 };
  const columns = {
    ...{ benchmark: 'text', task: 'text', condition: 'text', judge: 'text' },
    ...{ cause: 'text', evidence: 'text' },
  };
  const placed = sql`${recordset('given', columns, notes)}
    join ${benchmark} b on b.study_id = ${studyId} and b.name = given.benchmark
    join ${task} k on k.benchmark_id = b.id and k.external_id = given.task
    join lateral (select id from ${condition} where study_id = ${studyId}
      and (label = given.condition or aliases ? given.condition)
      order by label = given.condition desc limit 1) c on true`;
  const { rows } = await tx.execute<NotesChange['causes'][number] & Record<string, unknown>>(sql`
    insert into ${lossCause} (task_id, condition_id, judge, cause, evidence)
    select distinct on (k.id, c.id, given.judge) k.id, c.id, given.judge, given.cause, given.evidence from ${placed}
    on conflict do nothing returning task_id as "taskId", condition_id as "conditionId", judge`);
  const { rows: counts } = await tx.execute<{ placed: number; otherwise: number }>(sql`
    select count(*)::int as placed, (count(*) filter (where l.cause <> given.cause))::int as otherwise
    from ${placed} join ${lossCause} l on l.task_id = k.id and l.condition_id = c.id and l.judge = given.judge`);
  return tally(rows, notes.length, counts[0]!);
}

async function addMarks(
  tx: Transaction,
  studyId: string,
  notes: readonly MarkNote[],
): Promise<Added<NotesChange['marks'][number]>> {
  if (notes.length === 0) return { added: [], homeless: 0, otherwise: 0 };
  const columns = {
    ...{ benchmark: 'text', task: 'text', pool: 'text', memory: 'text', judge: 'text' },
    ...{ grade: 'int', reason: 'text' },
  };
  const placed = sql`${recordset('given', columns, notes)}
    join ${benchmark} b on b.study_id = ${studyId} and b.name = given.benchmark
    join ${task} k on k.benchmark_id = b.id and k.external_id = given.task
    join ${pool} p on p.study_id = ${studyId} and p.name = given.pool
    join ${memory} m on m.pool_id = p.id and m.external_id = given.memory`;
  const { rows } = await tx.execute<NotesChange['marks'][number] & Record<string, unknown>>(sql`
    insert into ${relevanceMark} (task_id, memory_id, judge, grade, reason)
    select distinct on (k.id, m.id, given.judge) k.id, m.id, given.judge, given.grade, given.reason from ${placed}
    on conflict do nothing returning task_id as "taskId", memory_id as "memoryId", judge`);
  const { rows: counts } = await tx.execute<{ placed: number; otherwise: number }>(sql`
    select count(*)::int as placed, (count(*) filter (where r.grade <> given.grade))::int as otherwise
    from ${placed} join ${relevanceMark} r on r.task_id = k.id and r.memory_id = m.id and r.judge = given.judge`);
  return tally(rows, notes.length, counts[0]!);
}

const tally = <T>(
  added: T[],
  given: number,
  { placed, otherwise }: { placed: number; otherwise: number },
): Added<T> => ({ added, homeless: given - placed, otherwise });

async function addFindings(
  tx: Transaction,
  { studyId, importId }: Target,
  notes: readonly MemoryNote[],
): Promise<{ homeless: number }> {
  if (notes.length === 0) return { homeless: 0 };
  const columns = {
    ...{ pool: 'text', memory: 'text', originalType: 'text', foundType: 'text' },
    ...{ metaKnowledge: 'text', metaKnowledgeBy: 'text', namedConcretes: 'jsonb' },
  };
  const { rowCount } = await tx.execute(sql`
    update ${memory} m set original_type = given."originalType",
      found_type = coalesce(given."foundType", m.found_type), meta_knowledge = given."metaKnowledge",
      meta_knowledge_by = given."metaKnowledgeBy", named_concretes = given."namedConcretes"
    from ${recordset('given', columns, notes)} join ${pool} p on p.study_id = ${studyId} and p.name = given.pool
    where m.pool_id = p.id and m.external_id = given.memory and m.import_id = ${importId}::uuid`);
  const { rows } = await tx.execute<{ n: number }>(sql`
    select count(*)::int as n from ${recordset('given', columns, notes)}
    join ${pool} p on p.study_id = ${studyId} and p.name = given.pool
    join ${memory} m on m.pool_id = p.id and m.external_id = given.memory and m.import_id is distinct from ${importId}::uuid`);
  return { homeless: notes.length - (rowCount ?? 0) - rows[0]!.n };
}

/** Takes back what `takeOverNotes` added; what it added to records that are gone went with them. */
export async function takeBackNotes(tx: Transaction, { causes, marks }: NotesChange): Promise<void> {
  const cause = { taskId: 'uuid', conditionId: 'uuid', judge: 'text' };
  const mark = { taskId: 'uuid', memoryId: 'uuid', judge: 'text' };
  await tx.execute(sql`
    delete from ${lossCause} l using ${recordset('g', cause, causes)}
    where l.task_id = g."taskId" and l.condition_id = g."conditionId" and l.judge = g.judge`);
  await tx.execute(sql`
    delete from ${relevanceMark} r using ${recordset('g', mark, marks)}
    where r.task_id = g."taskId" and r.memory_id = g."memoryId" and r.judge = g.judge`);
}
