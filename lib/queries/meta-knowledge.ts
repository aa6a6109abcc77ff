import { and, eq, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { memory } from '@/db/schema';
import { type MetaKnowledgeKind, metaKnowledgeKinds } from '@/lib/core/memories/meta-knowledge';

export interface MetaKnowledgeShares {
  insights: number;
  /** Those that have a kind; shares are of these. */
  sorted: number;
  byHand: number;
  /** Every kind, in the vocabulary's order. */
  kinds: { kind: MetaKnowledgeKind; count: number }[];
  /** Insights that were looked through for names of their source task, and those that hold some. */
  checked: number;
  naming: number;
}

/** How a study's insights spread over the kinds of meta-knowledge. */
export async function getMetaKnowledgeShares(db: Db, studyId: string): Promise<MetaKnowledgeShares> {
  const insights = and(eq(memory.studyId, studyId), eq(memory.type, 'insight'));
  const [sums, kinds] = await Promise.all([
    db
      .select({
        insights: sql<number>`count(*)::int`,
        sorted: sql<number>`count(${memory.metaKnowledge})::int`,
        byHand: sql<number>`(count(*) filter (where ${memory.metaKnowledgeBy} = 'hand'))::int`,
        checked: sql<number>`count(${memory.namedConcretes})::int`,
        naming: sql<number>`(count(*) filter (where jsonb_array_length(${memory.namedConcretes}) > 0))::int`,
      })
      .from(memory)
      .where(insights),
    db
      .select({ kind: memory.metaKnowledge, count: sql<number>`count(*)::int` })
      .from(memory)
      .where(and(insights, sql`${memory.metaKnowledge} is not null`))
      .groupBy(memory.metaKnowledge),
  ]);
  const countOf = new Map(kinds.map(({ kind, count }) => [kind, count]));
  return {
    ...sums[0]!,
    kinds: metaKnowledgeKinds.map((kind) => ({ kind, count: countOf.get(kind) ?? 0 })),
  };
}
