import { inParallel } from '@/lib/core/in-parallel';
import type { AblationTask } from '@/lib/core/retrieval/ablation';
import { type Asked, askedNothing } from '@/lib/core/retrieval/asked';
import type { QueryKind } from '@/lib/core/retrieval/setting';
import { writeQuery } from '@/lib/llm/retrieval/query-text';
import { embedQueries } from '@/lib/mutations/embed';
import type { JobRun } from '../job';
import { type StudyTask, saidBy } from './asked-tasks';
import { type ModelAtWork, reasonWithoutAnswer } from './model-at-work';

/** What is searched for, task by task. */
export interface Queries {
  tasks: AblationTask[];
  /** By the task's place: why there is no query. */
  missing: Map<number, string>;
  asked: Asked[];
}

/**
 * Writes the query of every task: what the task says, or what a language model makes of it.
 *
 * @throws LlmError when the model cannot be asked at all
 */
export async function queriesOf(
  { db, signal, report }: Pick<JobRun<unknown>, 'db' | 'signal' | 'report'>,
  tasks: readonly StudyTask[],
  kind: QueryKind,
  { embeddingModel, atWork }: { embeddingModel: string | null; atWork: ModelAtWork | null },
): Promise<Queries> {
  const texts = tasks.map(saidBy);
  const missing = new Map<number, string>();
  const asked = tasks.map(() => askedNothing);
  if (kind !== 'task' && atWork) {
    let done = 0;
    await inParallel(tasks.keys(), atWork.use.concurrency, async (t) => {
      try {
        const written = await writeQuery(kind, texts[t]!, atWork.use, atWork.options);
        texts[t] = written.text;
        asked[t] = written.asked;
      } catch (error) {
        missing.set(t, `No ${kind} to search by: ${reasonWithoutAnswer(error, atWork, signal)}`);
      }
      report(null, `Asking for a ${kind} of each task: ${++done} of ${tasks.length}`);
    });
  }
  const vectors = embeddingModel ? await embedQueries(db, embeddingModel, texts, { signal }) : null;
  return {
    tasks: tasks.map((task, t) => ({ ...task, queryText: texts[t]!, queryVector: vectors?.[t] ?? null })),
    missing,
    asked,
  };
}
