import type { Step } from '@/lib/core/vocabulary';
import { agentLabel } from '../condition-label';
import { contentHash } from '../content-hash';
import type { ImportedRecord, SourceFile, TrialRecord } from '../importer';
import { memoriesInPrompt } from '../steps/prompt-memories';
import { stepSums } from '../steps/step-sums';
import { taskNameFor, taskTextOf } from '../steps/task-text';
import { timeSpan } from '../steps/time-span';
import { unnamedBenchmark } from '../unnamed-benchmark';

/** What a program says of itself when it is done. */
export type SessionEnd = Required<Pick<TrialRecord, 'exception' | 'costUsd' | 'durationMs'>>;

export interface ChatSession {
  agent: string;
  /** Who assigned the session's id. */
  source: string;
  /** The session's own id; without one it is known by its content. */
  id: string | null;
  model: string | null;
  version: string | null;
  steps: Step[];
  subagents?: { label: string; steps: Step[] }[];
  end?: SessionEnd | null;
  file: SourceFile;
}

/**
 * A session of somebody's work as a trial. Nobody verified it, so it has no reward; whether it came to an end most logs
 * do not tell either. Sessions that were asked the same share a task.
 */
export function chatTrial(session: ChatSession): ImportedRecord {
  const { agent, source, id, model, version, steps, subagents = [], end = null, file } = session;
  if (!steps.some((step) => step.source === 'agent')) {
    return { kind: 'rejection', where: file.path, reason: 'nothing was done in this session' };
  }
  const taskText = taskTextOf(steps);
  const stem = file.path.slice(file.path.lastIndexOf('/') + 1).replace(/\.\w+$/, '');
  const span = timeSpan(steps);
  const sums = stepSums([...steps, ...subagents.flatMap((one) => one.steps)]);
  return {
    kind: 'trial',
    source,
    externalId: id ?? contentHash(steps).slice(0, 32),
    benchmark: unnamedBenchmark,
    task: taskNameFor(taskText, stem),
    taskText,
    attempt: null,
    condition: {
      label: agentLabel(agent, model),
      basis: 'agent and model of the session',
      settings: { agent, model },
    },
    reward: null,
    exception: end?.exception ?? null,
    finished: end === null ? null : true,
    ...sums,
    costUsd: end?.costUsd ?? sums.costUsd,
    startedAt: steps.find((step) => step.timestamp)?.timestamp ?? null,
    durationMs: end?.durationMs ?? (span && span.to > span.from ? span.to - span.from : null),
    trajectory: { format: `${agent} session`, steps, ...(subagents.length > 0 ? { subagents } : {}) },
    retrieval: memoriesInPrompt(steps),
    details: { agentVersion: version, sessionFile: file.path },
  };
}
