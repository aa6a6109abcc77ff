import { inArray } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { memory } from '@/db/schema';
import { AppError } from '@/lib/core/errors';
import { type MethodId, retrievalMethods } from '@/lib/core/retrieval';
import { promptBlock } from '@/lib/core/retrieval/prompt-block';
import { retrieve } from '@/lib/core/retrieval/retrieve';
import { standardSetting } from '@/lib/core/retrieval/setting';
import type { MemoryType, Scope } from '@/lib/core/vocabulary';
import { canEmbed } from '@/lib/embedders';
import { countVectors, embedQueries } from '@/lib/mutations/embed';
import { loadPool } from './load-pool';
import { pickQueryModel } from './pick-model';

export interface RetrievalQuestion {
  studyId: string;
  query: string;
  method: MethodId;
  types: readonly MemoryType[] | null;
  top: number;
  scope: Scope;
  /** The benchmark the query is for: what `cross-domain` leaves out and `in-domain` keeps. */
  benchmark: string | null;
  /** The external id of the task the query is for: its own memories are leakage, and never retrieved in-domain. */
  task?: string | null | undefined;
  model: string | null;
  poolIds?: readonly string[] | undefined;
  seed: number;
}

export interface RetrievedMemory {
  rank: number;
  score: number;
  leakage: boolean;
  memoryId: string;
  title: string;
  type: MemoryType;
  description: string;
  content: string;
  sourceBenchmark: string | null;
  sourceTask: string | null;
  success: boolean | null;
}

export interface RetrievalAnswer {
  query: string;
  method: MethodId;
  scoreMeaning: string;
  scope: Scope;
  model: string | null;
  candidates: number;
  durationMs: number;
  hits: RetrievedMemory[];
  promptBlock: string;
}

/** Says in words why vectors cannot be compared, and what would help. */
async function checkVectors(db: Db, studyId: string, model: string): Promise<void> {
  if (!canEmbed(model)) {
    throw new AppError(
      'needs-embeddings',
      `The memories' vectors are of the model ${model}, with which queries cannot be embedded here.`,
      {
        hint: 'Embed the memories again with the local model (offline, about 50 texts a second), or retrieve with bm25.',
      },
    );
  }
  const models = await countVectors(db, studyId);
  if (!models.some((m) => m.model === model)) {
    const present = models.map((m) => `${m.memoryCount} of ${m.model}`).join(', ');
    throw new AppError(
      'needs-embeddings',
      `No memory has a vector of the model ${model}.${present ? ` The pool came with vectors of other models (${present}), which are never compared with it.` : ''}`,
      { hint: 'Embed the memories with it first (offline, about 50 texts a second), or retrieve with bm25.' },
    );
  }
}

/**
 * Ranks the study's memories for one query.
 *
 * @throws AppError `needs-embeddings` when the method compares vectors that are not there, `not-estimable` for an empty pool
 */
export async function retrieveMemories(db: Db, question: RetrievalQuestion): Promise<RetrievalAnswer> {
  const { studyId, query } = question;
  const needsVectors = retrievalMethods[question.method].needsEmbeddings;
  const model = needsVectors ? (question.model ?? (await pickQueryModel(db, studyId))) : null;
  if (model) await checkVectors(db, studyId, model);
  const pool = await loadPool(db, studyId, {
    model,
    ...(question.poolIds ? { poolIds: question.poolIds } : {}),
  });
  if (pool.ids.length === 0) {
    throw new AppError('not-estimable', 'The study has no memories to retrieve.', {
      hint: 'Import a memory pool first.',
    });
  }
  const vector = model ? (await embedQueries(db, model, [query]))[0]! : null;
  if (vector && vector.length !== pool.dimensions) {
    throw new AppError(
      'conflict',
      `The query has ${vector.length} dimensions, the memories have ${pool.dimensions}.`,
      {
        hint: 'Embed the memories again with the same model.',
      },
    );
  }
  const started = performance.now();
  const hits = retrieve(
    pool,
    {
      ...standardSetting,
      method: question.method,
      scope: question.scope,
      memoryTypes: question.types,
      topN: question.top,
      seed: question.seed,
    },
    { query, vector, text: query, answer: null, benchmark: question.benchmark, task: question.task ?? null },
  );
  const durationMs = performance.now() - started;
  const rows = hits.length
    ? await db
        .select()
        .from(memory)
        .where(
          inArray(
            memory.id,
            hits.map((h) => pool.ids[h.memoryIndex]!),
          ),
        )
    : [];
  const byId = new Map(rows.map((r) => [r.id, r]));
  const found = hits.flatMap((h) => {
    const m = byId.get(pool.ids[h.memoryIndex]!);
    return m ? [{ hit: h, memory: m }] : [];
  });
  return {
    query,
    method: question.method,
    scoreMeaning: retrievalMethods[question.method].scoreMeaning,
    scope: question.scope,
    model,
    candidates: pool.ids.length,
    durationMs,
    hits: found.map(({ hit, memory: m }, i) => ({
      rank: i + 1,
      score: hit.score,
      leakage: hit.leakage,
      memoryId: m.id,
      title: m.title,
      type: m.type,
      description: m.description,
      content: m.content,
      sourceBenchmark: m.sourceBenchmark,
      sourceTask: m.sourceTask,
      success: m.success,
    })),
    promptBlock: promptBlock(found.map((f) => f.memory)),
  };
}
