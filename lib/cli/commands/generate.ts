import { type Command, Option } from 'commander';
import { memoryTypes } from '@/lib/core/vocabulary';
import type { GenerationEstimate } from '@/lib/queries/estimate-generation';
import type { GenerationRow, GenerationTotals } from '@/lib/queries/generations';
import { addModelOptions, dollars, type ModelOptions, toModelWork } from '../model-options';
import { textTable } from '../table';
import { waitForJob } from '../wait-for-job';
import { printJson, studyNamed, wholeNumber, withBackend } from '../with-study';

interface Options extends ModelOptions {
  study: string;
  types: string[];
  name?: string;
  conditions?: string[];
  benchmarks?: string[];
  limit?: number;
  judge?: boolean;
  judgeAll?: boolean;
  estimate?: boolean;
  json?: boolean;
}

const toSpec = (options: Options) => ({
  ...toModelWork(options),
  types: options.types,
  conditions: options.conditions ?? null,
  benchmarks: options.benchmarks ?? null,
  limit: options.limit ?? null,
  judgeTrialsWithoutVerifier: Boolean(options.judge || options.judgeAll),
  judgeTrialsWithVerifier: Boolean(options.judgeAll),
});

const count = (n: number) => n.toLocaleString('en-US');

function printEstimate(e: GenerationEstimate): void {
  console.log(
    `About ${count(e.inputTokens)} tokens in and ${count(e.outputTokens)} out for ${count(e.questions)} questions about ` +
      `${count(e.trials)} trials, ${e.questions === 0 ? 'at no cost' : dollars(e.costUsd)}.`,
  );
  console.log(
    `An estimate from the length of ${count(e.sampledTrials)} trajectories, at four characters a token.`,
  );
}

function printGeneration({ name, totals, kinds, problems, stopped }: GenerationRow): void {
  console.log(`${name}: ${count(totals.memories)} memories\n`);
  const row = (label: string, t: GenerationTotals) => [
    label,
    ...[t.done, t.failed, t.skipped, t.waiting, t.memories].map(count),
    t.inputTokens === null || t.outputTokens === null ? '–' : count(t.inputTokens + t.outputTokens),
    t.costUsd === null ? '–' : t.costUsd.toFixed(4),
  ];
  const header = ['', 'done', 'failed', 'skipped', 'waiting', 'memories', 'tokens', 'USD'];
  console.log(textTable(header, [...kinds.map((k) => row(k.kind, k)), row('all', totals)]));
  if (totals.costUsd === null) console.log('\nThe price of some answers is not known; --price gives one.');
  for (const p of problems)
    console.log(`\n${count(p.count)} ${p.state} (${p.kinds.join(', ')}): ${p.message}`);
  if (stopped) console.log(`\n${stopped.message}${stopped.hint ? `\n${stopped.hint}` : ''}`);
}

/** `carryover generate`: memories from the study's own trials. */
export function addGenerate(root: Command): void {
  addModelOptions(
    root
      .command('generate')
      .description('make memories from the trajectories of a study')
      .requiredOption('--study <name>', 'the study')
      .addOption(
        new Option('--types <type...>', 'memory types; trajectories need no model')
          .choices([...memoryTypes])
          .default([...memoryTypes]),
      )
      .option('--model <model>', 'the language model, as its service names it')
      .option('--name <name>', 'name of the new pool')
      .option('--conditions <label...>', 'trials of these conditions only')
      .option('--benchmarks <name...>', 'trials of these benchmarks only')
      .option('--limit <number>', 'trials at most, drawn by the seed', wholeNumber(1))
      .option('--judge', 'have trials without a verifier judged by the model')
      .option('--judge-all', 'have all trials judged, to compare the judge with the verifiers')
      .option('--estimate', 'say what it would take, and start nothing')
      .option('--json', 'print JSON'),
  ).action(async (options: Options) => {
    await withBackend(async (backend) => {
      const study = await studyNamed(backend, options.study);
      const path = `/api/v1/studies/${encodeURIComponent(study.id)}/generations`;
      const spec = toSpec(options);
      if (options.estimate) {
        const { estimate } = (await backend.request('POST', `${path}/estimate`, spec)) as {
          estimate: GenerationEstimate;
        };
        if (options.json) printJson({ estimate });
        else printEstimate(estimate);
        return;
      }
      const started = (await backend.request('POST', path, {
        ...spec,
        ...(options.name ? { name: options.name } : {}),
      })) as { generationId: string; job: { id: string } };
      await waitForJob(backend, started.job.id);
      const found = (await backend.request('GET', `/api/v1/generations/${started.generationId}`)) as {
        generation: GenerationRow;
      };
      if (options.json) printJson(found);
      else printGeneration(found.generation);
    });
  });
}
