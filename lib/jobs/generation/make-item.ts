import type { GenerationItemKind, GenerationSpec } from '@/lib/core/memories/generation-spec';
import { type NamedConcrete, namedConcretes } from '@/lib/core/memories/named-concretes';
import { renderTrajectory } from '@/lib/core/memories/render-trajectory';
import { type MemoryAnswers, type MemorySource, toMemories } from '@/lib/core/memories/to-memories';
import { trajectoryText } from '@/lib/core/memories/trajectory-text';
import { withoutKeys } from '@/lib/core/memories/without-keys';
import type { JudgementRecord, MemoryRecord } from '@/lib/importers/importer';
import { type AskOptions, askLlm, type Usage } from '@/lib/llm';
import { promptName, prompts } from '@/lib/llm/prompts';
import { type Prompt, promptMessages } from '@/lib/llm/prompts/prompt';
import type { TrajectoryInput } from '@/lib/llm/prompts/trajectory-material';
import type { GenerationTrial } from '@/lib/queries/load-generation-trial';

/** What an item came to: something to write, or why there is nothing. */
export type MadeItem =
  | {
      state: 'done';
      records: (MemoryRecord | JudgementRecord)[];
      /** What insights still name, by the memory's name. */
      concretes: Map<string, NamedConcrete[]>;
      leftOutChars: number;
      /** Null when no model was needed. */
      asked: { usage: Usage; fromCache: boolean; repaired: boolean } | null;
    }
  | { state: 'skipped'; reason: string; message: string };

interface Making {
  trial: GenerationTrial;
  generation: { name: string; spec: GenerationSpec };
  ask: AskOptions;
}

/** What is known of the trial's outcome: its verifier's word, else its judges'. */
const outcomeOf = ({ verified, judged }: GenerationTrial): boolean | null => verified ?? judged;

/** Who judged, as verdicts name it: the model with the prompt's version, since another text is another judge. */
export const judgeName = (model: string): string =>
  `${model} (${promptName('judge', prompts.judge.version)})`;

/**
 * Makes one item of a trial; writes nothing.
 *
 * @throws LlmError when the model gives no usable answer
 */
export async function makeItem(kind: GenerationItemKind, making: Making): Promise<MadeItem> {
  switch (kind) {
    case 'judge':
      return makeVerdict(making);
    case 'trajectory':
      return makeTrajectory(making);
    case 'workflow':
      return makeMemories(making, 'workflow', prompts.workflow);
    case 'summary':
      return makeMemories(making, 'summary', prompts.summary);
    case 'insight': {
      const passed = outcomeOf(making.trial);
      if (passed === null) return noOutcome;
      const prompt = passed ? prompts['insight-of-success'] : prompts['insight-of-failure'];
      return makeMemories(making, 'insight', prompt);
    }
  }
}

const nothingDone: MadeItem = {
  state: 'skipped',
  reason: 'nothing-done',
  message: 'The agent did nothing: there is no action in the log.',
};
const noOutcome: MadeItem = {
  state: 'skipped',
  reason: 'no-outcome',
  message: 'Nobody said whether the trial passed; have trials without a verifier judged to include it.',
};

function makeTrajectory(making: Making): MadeItem {
  const { text, stepCount, leftOutChars } = trajectoryText(making.trial.steps);
  if (stepCount === 0) return nothingDone;
  const records = toMemories('trajectory', { text: withoutKeys(text) }, sourceOf(making, null));
  return { state: 'done', records, concretes: new Map(), leftOutChars, asked: null };
}

async function makeMemories<T extends 'workflow' | 'summary' | 'insight'>(
  making: Making,
  type: T,
  prompt: Prompt<TrajectoryInput, MemoryAnswers[T]>,
): Promise<MadeItem> {
  const said = await askAbout(making, prompt);
  if (said === null) return nothingDone;
  const { answer, leftOutChars } = said;
  const records = toMemories(type, answer.value, sourceOf(making, promptName(prompt.id, prompt.version)));
  const source = type === 'insight' ? sourceTexts(making.trial) : null;
  const concretes = new Map(
    source ? records.map((record) => [record.externalId, namedConcretes(record, source)]) : [],
  );
  return { state: 'done', records, concretes, leftOutChars, asked: answer };
}

async function makeVerdict(making: Making): Promise<MadeItem> {
  const said = await askAbout(making, prompts.judge);
  if (said === null) return nothingDone;
  const { trial, generation } = making;
  const { answer, leftOutChars } = said;
  const verdict: JudgementRecord = {
    kind: 'judgement',
    judge: judgeName(generation.spec.model!),
    externalId: `${trial.source}/${trial.externalId}`,
    benchmark: trial.benchmark,
    task: trial.task,
    trial: { source: trial.source, externalId: trial.externalId },
    verdict: answer.value.solved,
    truth: null,
    response: answer.value.evidence,
  };
  return { state: 'done', records: [verdict], concretes: new Map(), leftOutChars, asked: answer };
}

/** Asks one question about the trial; null when there is nothing to ask about. */
async function askAbout<T>({ trial, generation, ask }: Making, prompt: Prompt<TrajectoryInput, T>) {
  const { text, stepCount, leftOutChars } = renderTrajectory(trial.steps);
  if (stepCount === 0) return null;
  const input: TrajectoryInput = {
    task: withoutKeys(trial.taskText?.trim() || trial.task),
    trajectory: withoutKeys(text),
    passed: outcomeOf(trial),
  };
  const { model, seed } = generation.spec;
  const messages = promptMessages(prompt, input);
  const answer = await askLlm({ prompt, model: model!, messages, schema: prompt.schema, seed }, ask);
  return { answer, leftOutChars: leftOutChars + answer.leftOutChars };
}

const sourceOf = ({ trial, generation }: Making, prompt: string | null): MemorySource => ({
  pool: generation.name,
  trial,
  benchmark: trial.benchmark,
  task: trial.task,
  taskText: trial.taskText,
  endedAt: trial.endedAt,
  model: trial.model,
  success: outcomeOf(trial),
  details: { generation: generation.name, ...(prompt ? { prompt, writtenBy: generation.spec.model } : {}) },
});

/** Everything of the trial in which a name could stand. */
const sourceTexts = ({ task, taskText, steps }: GenerationTrial): string[] => [
  task,
  taskText ?? '',
  ...steps.flatMap((step) => [
    step.message,
    ...step.toolCalls.map(({ input }) => input),
    ...step.observations.map(({ content }) => content),
  ]),
];
