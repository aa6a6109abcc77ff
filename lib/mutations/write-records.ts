import { eq, sql } from 'drizzle-orm';
import type { Db, Transaction } from '@/db/client';
import { study } from '@/db/schema';
import { emptyMapping } from '@/lib/importers/mapping/mapping';
import { trialPlacer } from '@/lib/importers/mapping/place-trials';
import { mergeTrials } from './merge-trials';
import { KnownIds } from './records/known-ids';
import { storable } from './records/recordset';
import type { RecordKind, WritableRecord, WriteCount, WriteScope } from './records/writable';
import { writeJudgements } from './records/write-judgements';
import { writeMemories } from './records/write-memories';
import { type PlacedRetrieval, writeRetrievals } from './records/write-retrievals';
import { writeTasks } from './records/write-tasks';
import { type PlacedTrial, writeTrials } from './records/write-trials';

/** What a batch of records did to the study, by kind of record. */
export type WriteCounts = Record<RecordKind, WriteCount>;

/**
 * Writes one batch of imported records in one transaction, together with whatever `settle` adds to it. Trials and
 * memories are placed by the study's mapping. Records are upserted by their own identity, so writing a batch twice
 * changes nothing.
 *
 * @param scope `known` is kept from batch to batch by whoever writes many: what one found the next need not look up
 */
export async function writeRecords(
  db: Db,
  { studyId, importId, known = new KnownIds() }: Omit<WriteScope, 'known'> & Partial<WriteScope>,
  given: readonly WritableRecord[],
  settle: (tx: Transaction, counts: WriteCounts) => Promise<void> = async () => {},
): Promise<WriteCounts> {
  const scope: WriteScope = { studyId, importId, known };
  const records = storable(given);
  const memories = records.filter((r) => r.kind === 'memory');
  const retrievals = records.filter((r) => r.kind === 'retrieval');
  const judgements = records.filter((r) => r.kind === 'judgement');
  const plainTasks = records.filter((r) => r.kind === 'task');
  const found = mergeTrials(records.filter((r) => r.kind === 'trial'));

  const write = async (tx: Transaction): Promise<WriteCounts> => {
    const mapping = await mappingOf(tx, scope.studyId);
    const place = trialPlacer(mapping);
    const trials: PlacedTrial[] = found.map((record) => ({
      record,
      place: place({ ...record.condition, ...record }),
    }));
    const tasks = await writeTasks(tx, scope, [
      ...plainTasks,
      ...trials.map(({ record, place: { benchmark } }) => ({
        benchmark,
        task: record.task,
        text: record.taskText ?? null,
        answer: record.answer ?? null,
      })),
      ...retrievals.map(({ benchmark, task }) => ({ benchmark, task, text: null })),
      ...judgements.flatMap(({ benchmark, task }) =>
        task === null ? [] : [{ benchmark, task, text: null }],
      ),
    ]);
    const written = await writeTrials(tx, scope, trials, tasks.idOf);
    const logged: PlacedRetrieval[] = [
      ...trials.flatMap(({ record, place: { benchmark } }) =>
        record.retrieval
          ? [{ taskId: tasks.idOf(benchmark, record.task), trial: record, log: record.retrieval }]
          : [],
      ),
      ...retrievals.map((r) => ({
        taskId: tasks.idOf(r.benchmark, r.task),
        trial: r.trial,
        log: r.retrieval,
      })),
    ];
    const counts: WriteCounts = {
      task: tasks.count,
      trial: written.count,
      memory: await writeMemories(tx, scope, memories, mapping.memoryTypes),
      retrieval: await writeRetrievals(tx, scope, logged),
      judgement: await writeJudgements(tx, scope, judgements, tasks.idOf),
    };
    if (Object.values(counts).some((c) => c.added + c.changed > 0)) {
      await tx
        .update(study)
        .set({ revision: sql`${study.revision} + 1` })
        .where(eq(study.id, scope.studyId));
    }
    await settle(tx, counts);
    return counts;
  };
  try {
    return await db.transaction(write);
  } catch (error) {
    // Ids found in a transaction that was undone are not there, and others may have gone since they were found.
    known.forget();
    if (!isBrokenReference(error)) throw error;
    return db.transaction(write);
  }
}

const isBrokenReference = (error: unknown): boolean => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error && 'code' in cause && cause.code === '23503';
};

async function mappingOf(tx: Transaction, studyId: string) {
  const rows = await tx.select({ mapping: study.mapping }).from(study).where(eq(study.id, studyId));
  return rows[0]?.mapping ?? emptyMapping;
}
