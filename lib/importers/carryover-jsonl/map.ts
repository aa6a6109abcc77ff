import { joinAnswer } from '@/lib/core/retrieval/answer-text';
import type { Step } from '@/lib/core/vocabulary';
import type { JudgementRecord, LoggedRetrieval, MemoryRecord, TaskRecord, TrialRecord } from '../importer';
import { instantOf } from '../instant';
import { settingsWithoutSecrets } from '../without-secrets';
import type { JudgementLine, MemoryLine, RetrievalLine, StepLine, TaskLine, TrialLine } from './schema';

/** Who assigns the ids in our own format: whoever wrote the file. */
export const ownSource = 'carryover';

export function toTrial(line: TrialLine, externalId: string): TrialRecord {
  const steps = (line.steps ?? []).map(toStep);
  return {
    kind: 'trial',
    source: ownSource,
    externalId,
    benchmark: line.benchmark,
    task: line.task,
    taskText: line.taskText ?? null,
    answer: toAnswer(line.answer),
    attempt: line.attempt ?? null,
    condition: {
      label: line.condition,
      basis: 'named in the file',
      settings: {
        agent: line.agent ?? null,
        model: line.model ?? null,
        ...settingsWithoutSecrets(line.settings),
      },
    },
    reward: line.reward,
    rewards: line.rewards ?? null,
    exception:
      typeof line.exception === 'string' ? { type: line.exception, message: '' } : (line.exception ?? null),
    finished: line.finished ?? null,
    inputTokens: line.inputTokens ?? null,
    outputTokens: line.outputTokens ?? null,
    cachedTokens: line.cachedTokens ?? null,
    costUsd: line.costUsd ?? null,
    startedAt: line.startedAt ?? null,
    durationMs: line.durationMs ?? null,
    trajectory: steps.length > 0 ? { format: 'carryover-jsonl', steps } : null,
    retrieval: line.retrieval ? toRetrieval(line.retrieval) : null,
    details: settingsWithoutSecrets(line.details) ?? {},
  };
}

export function toStep(line: StepLine): Step {
  return {
    source: line.source,
    message: line.message,
    reasoning: line.reasoning ?? null,
    model: line.model ?? null,
    toolCalls: line.toolCalls.map(({ id, name, input }) => ({ id: id ?? null, name, input })),
    observations: line.observations.map(({ callId, content }) => ({ callId: callId ?? null, content })),
    timestamp: line.timestamp ?? null,
    copied: false,
    promptTokens: line.promptTokens ?? null,
    completionTokens: line.completionTokens ?? null,
    cachedTokens: line.cachedTokens ?? null,
    costUsd: line.costUsd ?? null,
  };
}

export const toRetrieval = ({ query, method, hits }: RetrievalLine): LoggedRetrieval => ({
  query: query ?? null,
  method: method ?? null,
  hits: hits.map(({ memory, score, text }, i) => ({
    rank: i + 1,
    score: score ?? null,
    memoryExternalId: memory ?? null,
    text,
  })),
});

const toAnswer = (answer: TaskLine['answer']) => joinAnswer([answer ?? null].flat());

export const toTask = (line: TaskLine): TaskRecord => ({
  kind: 'task',
  benchmark: line.benchmark,
  task: line.task,
  text: line.text ?? null,
  answer: toAnswer(line.answer),
});

export const toJudgement = (line: JudgementLine, externalId: string): JudgementRecord => ({
  kind: 'judgement',
  judge: line.judge,
  externalId,
  benchmark: line.benchmark,
  task: line.task ?? null,
  trial: line.trial ? { source: ownSource, externalId: line.trial } : null,
  verdict: line.verdict,
  truth: line.truth ?? null,
  response: line.response ?? null,
});

export type MemoryFields = Omit<MemoryRecord, 'externalId' | 'embeddings'>;

export const toMemory = (line: MemoryLine): MemoryFields => ({
  kind: 'memory',
  pool: line.pool,
  type: line.memoryType,
  title: line.title,
  description: line.description,
  content: line.content,
  keyText:
    line.keyText ?? ([line.title, line.description, line.content].find((text) => text !== '') as string),
  sourceBenchmark: line.sourceBenchmark ?? null,
  sourceTask: line.sourceTask ?? null,
  sourceTaskText: line.sourceTaskText ?? null,
  sourceModel: line.sourceModel ?? null,
  success: line.success ?? null,
  madeAt: instantOf(line.madeAt),
  utility: line.utility ?? null,
  details: settingsWithoutSecrets(line.details) ?? {},
});
