import { and, asc, desc, eq, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { embedding, job, memory } from '@/db/schema';
import { type KeyText, keyTexts } from '@/lib/core/retrieval/key-text';
import { canEmbed } from '@/lib/embedders';
import type { JobRow } from './jobs';

/** The vectors of one model for one text of the memories. */
export interface VectorSet {
  model: string;
  keyText: KeyText;
  /** Shortest and longest: two numbers only where pools of different models came under one name. */
  dimensions: { least: number; most: number };
  /** Memories that have one, and those that have none. */
  memories: number;
  missing: number;
  /** Vectors of length 1; of another length; not noted, since they are of before this was. */
  unitLength: { yes: number; no: number; unknown: number };
  /** Vectors of texts whose end was left out. */
  cut: number;
  /** Whether texts can be embedded with this model here, so that memories can be found by these vectors. */
  canEmbed: boolean;
}

export interface VectorScreen {
  memoryCount: number;
  /** Key vectors first, then those of more text; most memories first. */
  sets: VectorSet[];
  /** The newest embedding job. */
  job: JobRow | null;
}

/** The vectors that the study's memories have. */
export async function getVectorSets(db: Db, studyId: string): Promise<VectorScreen> {
  const filtered = (condition: ReturnType<typeof sql>) =>
    sql<number>`(count(*) filter (where ${condition}))::int`;
  const [memoryCount, rows, jobs] = await Promise.all([
    db.$count(memory, eq(memory.studyId, studyId)),
    db
      .select({
        model: embedding.model,
        keyText: embedding.keyText,
        least: sql<number>`min(${embedding.dimensions})::int`,
        most: sql<number>`max(${embedding.dimensions})::int`,
        memories: sql<number>`count(*)::int`,
        unit: filtered(sql`${embedding.unitLength}`),
        notUnit: filtered(sql`not ${embedding.unitLength}`),
        cut: filtered(sql`${embedding.cut}`),
      })
      .from(embedding)
      .innerJoin(memory, eq(memory.id, embedding.memoryId))
      .where(eq(memory.studyId, studyId))
      .groupBy(embedding.model, embedding.keyText)
      .orderBy(sql`count(*) desc`, asc(embedding.model)),
    db
      .select()
      .from(job)
      .where(and(eq(job.studyId, studyId), eq(job.kind, 'embed-memories')))
      .orderBy(desc(job.createdAt))
      .limit(1),
  ]);
  const sets = rows.map(({ model, keyText, least, most, memories, unit, notUnit, cut }) => ({
    model,
    keyText,
    dimensions: { least, most },
    memories,
    missing: memoryCount - memories,
    unitLength: { yes: unit, no: notUnit, unknown: memories - unit - notUnit },
    cut,
    canEmbed: canEmbed(model),
  }));
  sets.sort((a, b) => keyTexts.indexOf(a.keyText) - keyTexts.indexOf(b.keyText));
  return { memoryCount, sets, job: jobs[0] ?? null };
}
