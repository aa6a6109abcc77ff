import { and, eq, inArray, ne, sql } from 'drizzle-orm';
import type { Transaction } from '@/db/client';
import { embedding, importChange, memory, pool } from '@/db/schema';
import { isUnitLength } from '@/lib/core/linear/unit-length';
import type { MemoryRecord } from '@/lib/importers/importer';
import type { MemoryTypeRule } from '@/lib/importers/mapping/mapping';
import { placeMemoryType } from '@/lib/importers/mapping/place-trials';
import { toBytes } from '@/lib/queries/load-pool';
import { recordset } from './recordset';
import { nothingWritten, type WriteCount, type WriteScope } from './writable';

const columns = {
  poolId: 'uuid',
  externalId: 'text',
  type: 'text',
  originalType: 'text',
  foundType: 'text',
  title: 'text',
  description: 'text',
  content: 'text',
  keyText: 'text',
  sourceBenchmark: 'text',
  sourceTask: 'text',
  sourceTaskText: 'text',
  sourceModel: 'text',
  success: 'bool',
  madeAt: 'timestamptz',
  utility: 'float8',
  details: 'jsonb',
} as const;
type Column = keyof typeof columns;
const names = Object.keys(columns) as Column[];
const sqlName = (name: Column) => `"${memory[name].name}"`;

/** A later import has the word on these: its system may have rewritten the memory or judged it anew. */
const texts = ['title', 'description', 'content', 'keyText'] as const satisfies Column[];
const facts = ['success', 'utility', 'madeAt'] as const satisfies Column[];

/** As many vectors as go into one statement: each is a parameter of some kilobytes. */
const vectorsPerStatement = 250;

/** Upserts memories with their pools and vectors. A memory whose text changed loses the vectors of its old text. */
export async function writeMemories(
  tx: Transaction,
  scope: WriteScope,
  records: readonly MemoryRecord[],
  rules: readonly MemoryTypeRule[],
): Promise<WriteCount> {
  if (records.length === 0) return nothingWritten;
  const unique = [...new Map(records.map((r) => [`${r.pool}\u0000${r.externalId}`, r])).values()];
  const pools = await poolIds(tx, scope.studyId, [...new Set(unique.map((r) => r.pool))]);
  const rows = unique.map((r) => ({
    ...r,
    embeddings: undefined,
    poolId: pools.get(r.pool),
    originalType: r.originalType ?? null,
    foundType: r.type,
    type: placeMemoryType(rules, { pool: r.pool, originalType: r.originalType ?? null, type: r.type }),
  }));
  const given = recordset('given', columns, rows);
  const key = sql`m.pool_id = given."poolId" and m.external_id = given."externalId"`;
  const before = await tx.execute<{ id: string; row: Record<string, unknown> }>(
    sql`select m.id, to_jsonb(m) as row from ${given} join ${memory} m on ${key}`,
  );

  const list = (parts: string[]) => sql.raw(parts.join(', '));
  const textDiffers = sql.raw(
    texts.map((name) => `memory.${sqlName(name)} <> excluded.${sqlName(name)}`).join(' or '),
  );
  const factDiffers = facts.map((name) => {
    const column = sqlName(name);
    return `memory.${column} is distinct from coalesce(excluded.${column}, memory.${column})`;
  });
  const sets = [
    ...texts.map((name) => `${sqlName(name)} = excluded.${sqlName(name)}`),
    ...facts.map((name) => `${sqlName(name)} = coalesce(excluded.${sqlName(name)}, memory.${sqlName(name)})`),
  ];
  const touched = await tx.execute<{ id: string; added: boolean }>(sql`
    insert into ${memory} (study_id, import_id, ${list(names.map(sqlName))})
    select ${scope.studyId}, ${scope.importId}::uuid, ${list(names.map((name) => `"${name}"`))} from ${given}
    on conflict (pool_id, external_id) do update set ${list(sets)}
    where ${textDiffers} or ${sql.raw(factDiffers.join(' or '))}
    returning id, xmax = 0 as added`);
  await afterChange(tx, scope.importId, before.rows, touched.rows, unique);

  const ids = await tx.execute<{ id: string; poolId: string; externalId: string }>(
    sql`select m.id, given."poolId", given."externalId" from ${given} join ${memory} m on ${key}`,
  );
  const byKey = new Map(ids.rows.map((r) => [`${r.poolId} ${r.externalId}`, r.id]));
  await writeVectors(tx, unique, (r) => byKey.get(`${pools.get(r.pool)} ${r.externalId}`)!);
  const added = touched.rows.filter((row) => row.added).length;
  const changed = touched.rows.length - added;
  return { added, changed, unchanged: unique.length - added - changed };
}

async function poolIds(tx: Transaction, studyId: string, wanted: string[]): Promise<Map<string, string>> {
  await tx
    .insert(pool)
    .values(wanted.map((name) => ({ studyId, name })))
    .onConflictDoNothing();
  const rows = await tx
    .select({ id: pool.id, name: pool.name })
    .from(pool)
    .where(and(eq(pool.studyId, studyId), inArray(pool.name, wanted)));
  return new Map(rows.map((r) => [r.name, r.id]));
}

/** Keeps what memories of earlier imports were, and drops vectors and findings that belong to a text that is gone. */
async function afterChange(
  tx: Transaction,
  importId: string,
  before: readonly { id: string; row: Record<string, unknown> }[],
  touched: readonly { id: string; added: boolean }[],
  given: readonly MemoryRecord[],
): Promise<void> {
  const changed = new Set(touched.filter((row) => !row.added).map(({ id }) => id));
  const olds = before.filter(({ id }) => changed.has(id));
  const earlier = olds.filter(({ row }) => row.import_id !== importId);
  if (earlier.length > 0) {
    const rows = earlier.map(({ id, row }) => ({
      importId,
      kind: 'memory' as const,
      rowId: id,
      before: row,
    }));
    await tx.insert(importChange).values(rows).onConflictDoNothing();
  }
  const keyTexts = new Map(given.map((r) => [r.externalId, r]));
  const stale = olds.filter(({ row }) => {
    const now = keyTexts.get(String(row.external_id));
    return now && (now.keyText !== row.key_text || now.content !== row.content || now.title !== row.title);
  });
  if (stale.length > 0) {
    const ids = stale.map(({ id }) => id);
    await tx.delete(embedding).where(inArray(embedding.memoryId, ids));
    await tx
      .update(memory)
      .set({ metaKnowledge: null, metaKnowledgeBy: null, namedConcretes: null })
      .where(inArray(memory.id, ids));
  }
  const redescribed = olds.filter(
    ({ row }) => keyTexts.get(String(row.external_id))?.description !== row.description,
  );
  if (redescribed.length > 0) {
    const ids = redescribed.map(({ id }) => id);
    await tx.delete(embedding).where(and(inArray(embedding.memoryId, ids), ne(embedding.keyText, 'key')));
  }
}

async function writeVectors(
  tx: Transaction,
  records: readonly MemoryRecord[],
  idOf: (record: MemoryRecord) => string,
): Promise<void> {
  const vectors = records.flatMap((r) =>
    r.embeddings.map((e) => ({
      memoryId: idOf(r),
      model: e.model,
      dimensions: e.vector.length,
      unitLength: isUnitLength(e.vector),
      vector: toBytes(e.vector),
    })),
  );
  for (let done = 0; done < vectors.length; done += vectorsPerStatement) {
    await tx
      .insert(embedding)
      .values(vectors.slice(done, done + vectorsPerStatement))
      .onConflictDoUpdate({
        target: [embedding.memoryId, embedding.model, embedding.keyText],
        set: {
          vector: sql`excluded.vector`,
          dimensions: sql`excluded.dimensions`,
          unitLength: sql`excluded.unit_length`,
          cut: false,
        },
        setWhere: sql`${embedding.vector} is distinct from excluded.vector`,
      });
  }
}
