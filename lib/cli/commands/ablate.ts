import { type Command, Option } from 'commander';
import { methodIds } from '@/lib/core/retrieval';
import { scopes } from '@/lib/core/vocabulary';
import type { AblationRow, AblationTask, AblationTaskRow } from '@/lib/queries/ablations';
import { textTable } from '../table';
import { waitForJob } from '../wait-for-job';
import { printJson, studyNamed, wholeNumber, withBackend } from '../with-study';

interface Options {
  study: string;
  methods: string[];
  scopes: string[];
  top: number;
  tasks?: boolean;
  json?: boolean;
}

interface Answer {
  ablation: AblationRow;
  tasks: AblationTaskRow[];
  retrieved?: AblationTask[];
}

function print({ ablation }: Answer): void {
  const { summary, arms } = ablation;
  if (!summary) return;
  console.log(
    `${summary.taskCount} tasks, ${summary.memoryCount} memories${summary.model ? `, ${summary.model}` : ''}\n`,
  );
  console.log(
    textTable(
      ['arm', 'hits', 'mean top score', 'failures', 'leakage', 'short'],
      arms.map((a, i) => {
        const s = summary.arms[i]!;
        return [
          `${a.index + 1} ${a.label}`,
          String(s.hitCount),
          s.meanTopScore.value?.toFixed(3) ?? '–',
          s.failureShare.value === null ? '–' : `${(s.failureShare.value * 100).toFixed(0)} %`,
          String(s.tasksWithLeakage),
          String(s.shortTasks),
        ];
      }),
    ),
  );
  for (const [name, matrix] of [
    ['Jaccard', summary.agreement.jaccard],
    [`RBO (extrapolated, p = ${summary.agreement.persistence})`, summary.agreement.rbo],
  ] as const) {
    console.log(`\nMean agreement between arms: ${name}`);
    console.log(
      textTable(
        ['', ...arms.map((a) => String(a.index + 1))],
        matrix.map((row, i) => [String(i + 1), ...row.map((e) => e.value?.toFixed(3) ?? '–')]),
      ),
    );
  }
}

/** `carryover ablate`: what other retrieval settings would have retrieved. */
export function addAblate(root: Command): void {
  root
    .command('ablate')
    .description('run a grid of retrieval settings over every task of a study')
    .requiredOption('--study <name>', 'the study')
    .addOption(
      new Option('--methods <method...>', 'methods of the grid').choices(methodIds).default([...methodIds]),
    )
    .addOption(
      new Option('--scopes <scope...>', 'scopes of the grid')
        .choices(scopes)
        .default(['cross-domain', 'all']),
    )
    .option('--top <number>', 'memories per task', wholeNumber(1), 3)
    .option('--tasks', 'with --json: add what every arm retrieved for every task')
    .option('--json', 'print JSON')
    .action(async (options: Options) => {
      const answer = await withBackend(async (backend): Promise<Answer> => {
        const study = await studyNamed(backend, options.study);
        const arms = options.methods.flatMap((method) =>
          options.scopes.map((scope) => ({ method, scope, memoryTypes: null, topN: options.top })),
        );
        const path = `/api/v1/studies/${encodeURIComponent(study.id)}/ablations`;
        const started = (await backend.request('POST', path, { name: 'From the command line', arms })) as {
          ablationId: string;
          job: { id: string };
        };
        await waitForJob(backend, started.job.id);
        const found = (await backend.request('GET', `/api/v1/ablations/${started.ablationId}`)) as Answer;
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
