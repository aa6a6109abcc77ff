import type { Db } from '@/db/client';
import { AppError } from '@/lib/core/errors';
import type { LlmUse } from '@/lib/core/llm-use';
import { retrievalMethods } from '@/lib/core/retrieval';
import type { Asked } from '@/lib/core/retrieval/asked';
import { type KeyText, keyTextLabels } from '@/lib/core/retrieval/key-text';
import type { LeakageEvidence } from '@/lib/core/retrieval/leakage';
import { promptBlock, promptMemory } from '@/lib/core/retrieval/prompt-block';
import type { TargetQuery } from '@/lib/core/retrieval/retrieve';
import type { RetrievalSetting } from '@/lib/core/retrieval/setting';
import type { MemoryType } from '@/lib/core/vocabulary';
import { canEmbed } from '@/lib/embedders';
import { countVectors } from '@/lib/mutations/embed';
import { modelForOne } from './answer-by-model';
import { findTaskFacts } from './audited-tasks';
import { currentMoment, type Moment } from './moment';
import { pickQueryModel } from './pick-model';
import { queryVector } from './query-vector';
import { servedPool } from './served-pool';
import { textDigest } from './text-digest';

export interface RetrievalQuestion {
  studyId: string;
  query: string;
  setting: RetrievalSetting;
  /** The benchmark the query is for: what `cross-domain` leaves out and `in-domain` keeps. */
  benchmark: string | null;
  /** The external id of the task the query is for: its own memories are leakage, and never retrieved in-domain. */
  task?: string | null | undefined;
  /** Embedding model; null picks one whose queries can be embedded here. */
  model: string | null;
  poolIds?: readonly string[] | undefined;
  /** The language model of a setting that asks one. */
  llm?: LlmUse | null | undefined;
}

export interface RetrievedMemory {
  rank: number;
  score: number;
  leakage: boolean;
  /** Why it is suspected of giving the answer away. */
  evidence: LeakageEvidence[];
  memoryId: string;
  title: string;
  type: MemoryType;
  description: string;
  content: string;
  sourceBenchmark: string | null;
  sourceTask: string | null;
  success: boolean | null;
  /** The memory as a language model rewrote it for the task; it stands in the prompt block in place of the rest. */
  rewritten: string | null;
}

export interface RetrievalAnswer {
  /** What was searched for: the task, or what a language model made of it. */
  query: string;
  setting: RetrievalSetting;
  scoreMeaning: string;
  model: string | null;
  candidates: number;
  durationMs: number;
  hits: RetrievedMemory[];
  promptBlock: string;
  /** What was asked of a language model; null where none was. */
  asked: Asked | null;
}

const cannotEmbed = (model: string) =>
  new AppError(
    'needs-embeddings',
    `The memories' vectors are of the model ${model}, with which queries cannot be embedded here.`,
    {
      hint: 'Embed the memories again with the local model (offline, about 50 texts a second), or retrieve with bm25.',
    },
  );

/** Says in words that no memory has a vector of the model, and what would help. */
async function requireVectors(db: Db, studyId: string, model: string, keyText: KeyText): Promise<void> {
  const models = await countVectors(db, studyId, keyText);
  if (!models.some((m) => m.model === model)) {
    const present = models.map((m) => `${m.memoryCount} of ${m.model}`).join(', ');
    throw new AppError(
      'needs-embeddings',
      `No memory has a vector ${keyText === 'key' ? '' : `of its ${keyTextLabels[keyText]} `}by the model ${model}.${present ? ` The pool came with vectors of other models (${present}), which are never compared with it.` : ''}`,
      { hint: 'Embed the memories with it first (offline, about 50 texts a second), or retrieve with bm25.' },
    );
  }
}

/**
 * Ranks the study's memories for one query.
 *
 * @param moment  at or after which the answer must hold; without one, the present
 * @throws AppError `needs-embeddings` when the method compares vectors that are not there, `not-estimable` for an empty pool
 */
export async function retrieveMemories(
  db: Db,
  question: RetrievalQuestion,
  moment?: Moment,
): Promise<RetrievalAnswer> {
  const { studyId, setting } = question;
  const { keyText } = setting;
  if (setting.control !== 'none') {
    throw new AppError(
      'invalid-input',
      'A negative control is an arm of an ablation; it answers no questions.',
      {
        where: 'setting.control',
      },
    );
  }
  const method = retrievalMethods[setting.method];
  const now = moment ?? (await currentMoment(db));
  const model = method.needsEmbeddings
    ? (question.model ??
      (await now.read(['model', studyId, keyText], () => pickQueryModel(db, studyId, keyText))))
    : null;
  if (model && !canEmbed(model)) throw cannotEmbed(model);
  const searched = await servedPool(db, studyId, model, question.poolIds, keyText, now);
  const { pool } = searched;
  if (pool.ids.length === 0) {
    // Counted only when there is nothing: every other question is spared it.
    if (model) await requireVectors(db, studyId, model, keyText);
    throw new AppError('not-estimable', 'The study has no memories to retrieve.', {
      hint: 'Import a memory pool first.',
    });
  }
  const byModel = await modelForOne(db, question.query, setting, question.llm);
  const query = byModel?.query ?? question.query;
  const vector = model ? await queryVector(db, model, query) : null;
  if (vector && vector.length !== pool.dimensions) {
    throw new AppError(
      'conflict',
      `The query has ${vector.length} dimensions, the memories have ${pool.dimensions}.`,
      {
        hint: 'Embed the memories again with the same model.',
      },
    );
  }
  const { benchmark, task = null } = question;
  // The attempts at a task ask the same again: what the audit found out about the text is kept with the question.
  const asked = await now.read(
    ['question', studyId, benchmark, task, model, textDigest(query), textDigest(question.query)],
    async (): Promise<TargetQuery> => ({
      query,
      vector,
      text: question.query,
      ...(await findTaskFacts(db, studyId, benchmark, task)),
      benchmark,
      task,
    }),
  );
  const started = performance.now();
  const { hits: found, candidateCount } = await searched.search(byModel?.searched ?? setting, asked);
  const refined = await byModel?.refine(pool, found);
  const hits = refined?.hits ?? found;
  const durationMs = performance.now() - started;
  const prompts = hits.map(({ memoryIndex, rewritten }) => ({
    ...promptMemory(pool, memoryIndex),
    rewritten,
  }));
  return {
    query,
    setting,
    scoreMeaning: method.scoreMeaning,
    model,
    candidates: candidateCount,
    durationMs,
    hits: hits.map(({ memoryIndex: row, score, leakage, evidence, rewritten }, i) => ({
      rank: i + 1,
      score,
      leakage,
      evidence,
      memoryId: pool.ids[row]!,
      title: pool.titles[row]!,
      type: pool.types[row]!,
      description: pool.descriptions[row]!,
      content: pool.contents[row]!,
      sourceBenchmark: pool.benchmarks[row]!,
      sourceTask: pool.tasks[row]!,
      success: pool.success[row]!,
      rewritten: rewritten ?? null,
    })),
    promptBlock: promptBlock(prompts),
    asked: refined?.asked ?? null,
  };
}
