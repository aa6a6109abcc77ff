import { hashSeed, seededRandom } from '@/lib/core/random';
import { type MemoryType, memoryTypes } from '@/lib/core/vocabulary';
import type { MemoryRecord } from '@/lib/importers/importer';
import { sampleBenchmarks } from './benchmarks';
import type { SampleBenchmark, Theme } from './theme';

export const samplePool = 'synthetic-pool';
/** Part of the source trials failed, as in real pools. */
const successRate = 0.85;

type Texts = Pick<MemoryRecord, 'title' | 'description' | 'content' | 'keyText'>;

/** The beginning of a task statement, cut between words. */
const toTitle = (task: string) => (task.length <= 90 ? task : `${task.slice(0, 89).replace(/\W*\w*$/, '')}…`);

/** What each type keeps of one solved task; the key is what its embedding is made from. */
const texts: Record<MemoryType, (theme: Theme) => Texts> = {
  trajectory: ({ tasks, moves }) => ({
    title: toTitle(tasks[0]!),
    description: '',
    content: moves.map(([command, observation]) => `$ ${command}\n${observation}`).join('\n'),
    keyText: tasks[0]!,
  }),
  workflow: ({ workflow }) => ({
    title: workflow.goal,
    description: '',
    content: workflow.steps.map((step, i) => `${i + 1}. ${step}.`).join('\n'),
    keyText: workflow.goal,
  }),
  summary: ({ summary }) => ({
    title: summary.about,
    description: '',
    content: summary.text,
    keyText: `${summary.about}. ${summary.text}`,
  }),
  insight: ({ insight }) => ({ ...insight, keyText: insight.title }),
};

function toMemory(benchmark: SampleBenchmark, theme: Theme, type: MemoryType): MemoryRecord {
  const externalId = `${type}/${benchmark.name}/${theme.id}`;
  return {
    kind: 'memory',
    pool: samplePool,
    externalId,
    type,
    ...texts[type](theme),
    sourceBenchmark: benchmark.name,
    sourceTask: `${theme.id}-1`,
    sourceTaskText: theme.tasks[0]!,
    sourceModel: 'synthetic-model',
    success: seededRandom(hashSeed(`${benchmark.name}/${theme.id}`))() < successRate,
    embeddings: [],
    details: { synthetic: true },
  };
}

/** One memory of each type for every theme: the same experience at four levels of abstraction. */
export const sampleMemories = (): MemoryRecord[] =>
  memoryTypes.flatMap((type) =>
    sampleBenchmarks.flatMap((benchmark) =>
      benchmark.themes.map((theme) => toMemory(benchmark, theme, type)),
    ),
  );
