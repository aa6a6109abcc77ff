import { basename } from 'node:path';
import { type Command, Option } from 'commander';
import { type MethodId, methodIds } from '@/lib/core/retrieval';
import type { RetrievalGrid } from '@/lib/core/retrieval/grid';
import { type Estimate, type Scope, scopes } from '@/lib/core/vocabulary';
import type { AblationRow, AblationTask, AblationTaskRow } from '@/lib/queries/ablations';
import { printQuality, type QualityAnswer } from '../print-quality';
import { readJsonObject } from '../read-json-object';
import { textTable } from '../table';
import { waitForJob } from '../wait-for-job';
import { printJson, studyNamed, wholeNumber, withBackend } from '../with-study';

interface Options {
  study: string;
  spec?: string;
  methods: MethodId[];
  scopes: Scope[];
  top: number;
  labels: string;
  k?: number;
  withoutSuspects?: boolean;
  tasks?: boolean;
  json?: boolean;
}

interface Answer extends QualityAnswer {
  tasks: AblationTaskRow[];
  retrieved?: AblationTask[];
}

const number = ({ value }: Estimate, digits: number) => value?.toFixed(digits) ?? '–';
const percent = ({ value }: Estimate) => (value === null ? '–' : `${(value * 100).toFixed(0)} %`);

function print(answer: Answer): void {
  const { summary, arms } = answer.ablation;
  if (!summary) return;
  console.log(
    `${summary.taskCount} tasks, ${summary.memoryCount} memories${summary.model ? `, ${summary.model}` : ''}\n`,
  );
  console.log(
    textTable(
      [
        'arm',
        'hits',
        'median score',
        'failures',
        'abstraction',
        'redundancy',
        '≈ tokens',
        'suspects',
        'short',
      ],
      arms.map(({ index, label, summary: s }) => [
        `${index + 1} ${label}`,
        ...(s
          ? [
              String(s.hitCount),
              s.scores?.median.toFixed(3) ?? '–',
              percent(s.failureShare),
              number(s.meanAbstraction, 3),
              number(s.redundancy, 3),
              number(s.meanPromptTokens, 0),
              String(s.tasksWithSuspects),
              String(s.shortTasks),
            ]
          : ['waiting']),
      ]),
    ),
  );
  printTwins(answer.ablation);
  for (const [name, matrix] of [
    ['Jaccard', summary.agreement.jaccard],
    [`RBO (extrapolated, p = ${summary.agreement.persistence})`, summary.agreement.rbo],
  ] as const) {
    console.log(`\nMean agreement between arms: ${name}`);
    console.log(
      textTable(
        ['', ...arms.map((a) => String(a.index + 1))],
        matrix.map((row, i) => [String(i + 1), ...row.map((e) => number(e, 3))]),
      ),
    );
  }
  printQuality(answer);
}

function printTwins({ summary, arms }: AblationRow): void {
  if (!summary?.twins?.length) return;
  console.log('\nWithout suspects');
  console.log(
    textTable(
      ['arm', 'twin', 'hits gone', 'replaced', 'tasks affected'],
      summary.twins.map(({ original, twin, hitsGone, hitsReplaced, tasksAffected, tasks }) => [
        `${original + 1} ${arms[original]!.label}`,
        String(twin + 1),
        String(hitsGone),
        String(hitsReplaced),
        `${tasksAffected} of ${tasks}`,
      ]),
    ),
  );
}

const gridHint =
  'A grid lists values by the names of a setting, for example {"method": ["cosine", "bm25"], "topN": [1, 3]}.';

/** A grid as a file holds it: the body that the API takes, or the grid alone. */
async function readSpec(file: string): Promise<Record<string, unknown>> {
  const spec = await readJsonObject(file, gridHint);
  return 'grid' in spec || 'arms' in spec ? spec : { grid: spec };
}

/** `carryover ablate`: what other retrieval settings would have retrieved. */
export function addAblate(root: Command): void {
  root
    .command('ablate')
    .description('run a grid of retrieval settings over every task of a study')
    .requiredOption('--study <name>', 'the study')
    .option('--spec <file>', 'a JSON file that names the values to try of every part of a setting')
    .addOption(
      new Option('--methods <method...>', 'methods of the grid')
        .choices(methodIds)
        .default(['cosine', 'bm25', 'random']),
    )
    .addOption(
      new Option('--scopes <scope...>', 'scopes of the grid')
        .choices(scopes)
        .default(['cross-domain', 'all']),
    )
    .option('--top <number>', 'memories per task', wholeNumber(1), 3)
    .option(
      '--labels <source>',
      'what says which memories are relevant: hand, a judge, uplift-task, uplift-memory, or any',
      'any',
    )
    .option('--k <number>', 'cut-off of the figures against labels', wholeNumber(1))
    .option('--without-suspects', 'run every arm once more without memories that may give answers away')
    .option('--tasks', 'with --json: add what every arm retrieved for every task')
    .option('--json', 'print JSON')
    .action(async (options: Options) => {
      const answer = await withBackend(async (backend): Promise<Answer> => {
        const study = await studyNamed(backend, options.study);
        const grid: RetrievalGrid = { method: options.methods, scope: options.scopes, topN: [options.top] };
        const spec = options.spec ? await readSpec(options.spec) : { grid };
        const path = `/api/v1/studies/${encodeURIComponent(study.id)}/ablations`;
        const named = {
          name: options.spec ? basename(options.spec, '.json') : 'From the command line',
          ...spec,
        };
        const started = (await backend.request('POST', path, named)) as {
          ablationId: string;
          job: { id: string };
        };
        await waitForJob(backend, started.job.id);
        if (options.withoutSuspects) {
          const twins = (await backend.request('POST', `/api/v1/ablations/${started.ablationId}/arms`, {
            withoutSuspects: true,
          })) as { job: { id: string } };
          await waitForJob(backend, twins.job.id);
        }
        const question = new URLSearchParams({
          labels: options.labels,
          ...(options.k ? { k: String(options.k) } : {}),
        });
        const found = (await backend.request(
          'GET',
          `/api/v1/ablations/${started.ablationId}?${question}`,
        )) as Answer;
        if (!options.tasks) return found;
        const retrieved: AblationTask[] = [];
        for (const task of found.tasks) {
          const one = await backend.request('GET', `/api/v1/ablations/${started.ablationId}?task=${task.id}`);
          retrieved.push((one as { task: AblationTask }).task);
        }
        return { ...found, retrieved };
      });
      if (options.json) printJson(answer);
      else print(answer);
    });
}
