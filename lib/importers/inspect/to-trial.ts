import { joinAnswer } from '@/lib/core/retrieval/answer-text';
import { agentLabel } from '../condition-label';
import type { ImportedRecord } from '../importer';
import { asAmount, asCount, asName, asObject, type JsonObject, sumKnown } from '../json-values';
import { contentText } from '../steps/content-text';
import { memoriesInPrompt } from '../steps/prompt-memories';
import { taskTextOf } from '../steps/task-text';
import { unnamedBenchmark } from '../unnamed-benchmark';
import { settingsWithoutSecrets } from '../without-secrets';
import { readMessages } from './read-messages';
import { readScores } from './score';

/** What holds for every sample of a log. */
export interface EvalFacts {
  status: string | null;
  run: string;
  benchmark: string;
  model: string | null;
  solver: string | null;
  epochs: number;
  settings: JsonObject;
}

/** @param header  an EvalLog without its samples, or what its journal says of the beginning */
export function evalFacts(header: JsonObject, path: string): EvalFacts {
  const evaluation = asObject(header.eval) ?? {};
  const config = asObject(evaluation.config) ?? {};
  const plan = asName(asObject(header.plan)?.name);
  const dataset = asName(asObject(evaluation.dataset)?.name);
  const task = asName(evaluation.task);
  return {
    status: asName(header.status),
    run: [asName(evaluation.run_id) ?? path, asName(evaluation.task_id)].filter(Boolean).join('/'),
    benchmark: task?.split('/').at(-1) ?? dataset ?? unnamedBenchmark,
    model: asName(evaluation.model),
    solver: asName(evaluation.solver) ?? (plan === 'plan' ? null : plan),
    epochs: asCount(config.epochs) ?? 1,
    settings: settingsWithoutSecrets({
      dataset,
      evaluation: task,
      taskArguments: evaluation.task_args,
      modelArguments: evaluation.model_args,
      tags: evaluation.tags,
    })!,
  };
}

/** A sample in one epoch is one attempt at a task. */
export function toTrial(sample: JsonObject, facts: EvalFacts): ImportedRecord[] {
  const id = typeof sample.id === 'number' ? String(sample.id) : asName(sample.id);
  const epoch = asCount(sample.epoch) ?? 1;
  if (id === null) return [{ kind: 'rejection', where: 'id', reason: 'a sample has no id' }];
  const steps = readMessages(sample);
  const { reward, rewards, remark } = readScores(scoresOf(sample));
  const seconds = asAmount(sample.total_time);
  const exception = exceptionOf(sample);
  const trial: ImportedRecord = {
    kind: 'trial',
    source: 'inspect',
    externalId: `${facts.run}/${id}#${epoch}`,
    benchmark: facts.benchmark,
    task: id,
    taskText: taskTextOf(steps) ?? (contentText(sample.input) || null),
    answer: answerOf(sample),
    attempt: facts.epochs > 1 ? epoch : null,
    condition: {
      label: agentLabel(facts.solver, facts.model),
      basis: 'solver and model of the log',
      settings: { agent: facts.solver, model: facts.model, ...facts.settings },
    },
    reward,
    rewards,
    exception,
    finished: rewards !== null || exception !== null ? true : facts.status === 'success' ? true : null,
    ...usageOf(sample),
    startedAt: asName(sample.started_at),
    durationMs: seconds === null ? null : Math.round(seconds * 1000),
    trajectory: steps.length > 0 ? { format: 'Inspect sample', steps } : null,
    retrieval: memoriesInPrompt(steps),
    details: {
      epoch,
      run: facts.run,
      target: sample.target,
      metadata: settingsWithoutSecrets(sample.metadata),
      scores: settingsWithoutSecrets(sample.scores),
    },
  };
  return remark
    ? [trial, { kind: 'warning', where: `sample ${id}, epoch ${epoch}`, message: remark }]
    : [trial];
}

/**
 * The gold patch and tests, which evaluations over SWE-bench keep with the sample; else the target, which is an answer
 * where it says more than a choice or a number.
 */
function answerOf(sample: JsonObject): string | null {
  const metadata = asObject(sample.metadata) ?? {};
  const target = Array.isArray(sample.target) ? sample.target.map(asName) : [asName(sample.target)];
  return joinAnswer([asName(metadata.patch), asName(metadata.test_patch)]) ?? joinAnswer(target);
}

/** The first version of the format had one score per sample, which was not named. */
const scoresOf = (sample: JsonObject): JsonObject | null =>
  asObject(sample.scores) ?? (asObject(sample.score) ? { score: sample.score } : null);

function exceptionOf(sample: JsonObject): { type: string; message: string } | null {
  const error = asObject(sample.error);
  if (error) {
    const message = asName(error.message) ?? '';
    return { type: /^([A-Za-z_]\w*)\(/.exec(message)?.[1] ?? 'SampleError', message };
  }
  const limit = asObject(sample.limit);
  const kind = asName(limit?.type);
  return kind
    ? { type: `${kind}-limit`, message: `it reached its ${kind} limit of ${String(limit?.limit)}` }
    : null;
}

function usageOf(sample: JsonObject) {
  const usages = Object.values(asObject(sample.model_usage) ?? {}).map((usage) => asObject(usage) ?? {});
  const sum = (key: string) => sumKnown(usages.map((usage) => asAmount(usage[key])));
  return {
    inputTokens: sumKnown([
      sum('input_tokens'),
      sum('input_tokens_cache_read'),
      sum('input_tokens_cache_write'),
    ]),
    outputTokens: sum('output_tokens'),
    cachedTokens: sum('input_tokens_cache_read'),
    costUsd: sum('total_cost'),
  };
}
