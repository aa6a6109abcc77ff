import { type Command, Option } from 'commander';
import { isAppError } from '@/lib/core/errors';
import { methodIds } from '@/lib/core/retrieval';
import { memoryTypes } from '@/lib/core/vocabulary';
import { localModel } from '@/lib/embedders/local';
import type { RetrievalAnswer } from '@/lib/queries/retrieve-memories';
import type { Backend } from '../backend';
import { textTable } from '../table';
import { waitForJob } from '../wait-for-job';
import { printJson, studyNamed, wholeNumber, withBackend } from '../with-study';

interface Options {
  study: string;
  query: string;
  method: string;
  type?: string;
  excludeBenchmark?: string;
  top: number;
  model?: string;
  json?: boolean;
}

/** Asks; where vectors of the offline model are what is missing, makes them first and says so. */
async function retrieve(backend: Backend, studyId: string, options: Options): Promise<RetrievalAnswer> {
  const base = `/api/v1/studies/${encodeURIComponent(studyId)}`;
  const question = {
    query: options.query,
    method: options.method,
    type: options.type ?? null,
    excludeBenchmark: options.excludeBenchmark ?? null,
    top: options.top,
    model: options.model ?? null,
  };
  try {
    return (await backend.request('POST', `${base}/retrieve`, question)) as RetrievalAnswer;
  } catch (error) {
    if (!isAppError(error) || error.code !== 'needs-embeddings' || options.model) throw error;
    console.error(
      `${error.message}\nEmbedding the memories with the local model (${localModel}, offline) first.`,
    );
    const { job } = (await backend.request('POST', `${base}/embeddings`, { model: localModel })) as {
      job: { id: string };
    };
    await waitForJob(backend, job.id);
    return (await backend.request('POST', `${base}/retrieve`, question)) as RetrievalAnswer;
  }
}

/** `carryover retrieve`: the memories for one query. */
export function addRetrieve(root: Command): void {
  root
    .command('retrieve')
    .description('rank the memories of a study for one query')
    .requiredOption('--study <name>', 'the study')
    .requiredOption('--query <text>', 'the task text')
    .addOption(
      new Option('--method <method>', 'how memories are ranked').choices(methodIds).default('cosine'),
    )
    .addOption(new Option('--type <type>', 'only memories of this type').choices(memoryTypes))
    .option('--exclude-benchmark <name>', 'leave out the memories of this benchmark')
    .option('--top <number>', 'how many', wholeNumber(1), 3)
    .option('--model <model>', 'embedding model')
    .option('--json', 'print JSON')
    .action(async (options: Options) => {
      const answer = await withBackend(async (backend) => {
        const study = await studyNamed(backend, options.study);
        return retrieve(backend, study.id, options);
      });
      if (options.json) return printJson(answer);
      if (answer.hits.length === 0) return console.log('No memory is left after these filters.');
      console.log(
        textTable(
          ['rank', 'score', 'type', 'from', 'title'],
          answer.hits.map((h) => [
            String(h.rank),
            h.score.toFixed(3),
            h.type,
            h.sourceBenchmark ?? 'unknown',
            `${h.title.replace(/\s+/g, ' ').slice(0, 80)}${h.leakage ? '  (its own source task)' : ''}`,
          ]),
        ),
      );
      console.log(
        `\n${answer.scoreMeaning}; ${answer.candidates} candidates${answer.model ? `; ${answer.model}` : ''}`,
      );
    });
}
