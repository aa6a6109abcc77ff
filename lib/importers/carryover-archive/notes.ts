import { z } from 'zod';
import { lossCauses } from '@/lib/core/gains/loss-causes';
import { metaKnowledgeKinds } from '@/lib/core/memories/meta-knowledge';
import { relevanceGrades } from '@/lib/core/retrieval/relevance';
import { memoryTypes } from '@/lib/core/vocabulary';

const name = z.string().min(1);

const causeNote = z.object({
  type: z.literal('loss-cause'),
  benchmark: name,
  task: name,
  condition: name,
  judge: name,
  cause: z.enum(lossCauses),
  evidence: z.string().nullish(),
});

const markNote = z.object({
  type: z.literal('relevance-mark'),
  benchmark: name,
  task: name,
  pool: name,
  memory: name,
  judge: name,
  grade: z.literal(relevanceGrades),
  reason: z.string().nullish(),
});

const memoryNote = z.object({
  type: z.literal('memory-note'),
  pool: name,
  memory: name,
  originalType: z.string().nullish(),
  foundType: z.enum(memoryTypes).nullish(),
  metaKnowledge: z.enum(metaKnowledgeKinds).nullish(),
  metaKnowledgeBy: z.string().nullish(),
  namedConcretes: z
    .array(z.object({ kind: z.enum(['file', 'identifier', 'literal']), text: z.string() }))
    .nullish(),
});

/** One line of an archive's notes: what people and models said about its tasks and memories, by their names. */
export const archiveNote = z.discriminatedUnion('type', [causeNote, markNote, memoryNote]);

export type ArchiveNote = z.output<typeof archiveNote>;
export type CauseNote = z.output<typeof causeNote>;
export type MarkNote = z.output<typeof markNote>;
export type MemoryNote = z.output<typeof memoryNote>;
