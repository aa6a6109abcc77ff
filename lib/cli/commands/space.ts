import { type Command, Option } from 'commander';
import type { SpaceMeasure } from '@/lib/core/projection/describe-space';
import { layoutEngines } from '@/lib/core/projection/layout-engines';
import { mapComponents } from '@/lib/core/projection/map-components';
import type { Estimate } from '@/lib/core/vocabulary';
import type { MapComparison } from '@/lib/queries/map-comparisons';
import type { SpaceScreen } from '@/lib/queries/space';
import { printMapComparison } from '../print-map-comparison';
import { textTable } from '../table';
import { waitForJob } from '../wait-for-job';
import { printJson, studyNamed, wholeNumber, withBackend } from '../with-study';

interface Options {
  study: string;
  byType?: boolean;
  model?: string;
  compare?: string;
  neighbors: number;
  metric: string;
  seed: number;
  dimensions: string;
  engine: string;
  json?: boolean;
}

function measure(m: SpaceMeasure | undefined): string {
  if (!m || m.estimate.value === null) return '–';
  const interval =
    m.ciLow === null || m.ciHigh === null ? '' : ` [${m.ciLow.toFixed(2)}, ${m.ciHigh.toFixed(2)}]`;
  return m.estimate.value.toFixed(3) + interval;
}

function print({ model, projection }: SpaceScreen): void {
  if (!projection) {
    console.log('There is no map yet.');
    return;
  }
  const { space, layout } = projection;
  console.log(
    `${projection.memoryCount} memories, ${model}, labelled by benchmark; higher DBI and LISI mean more mixed\n`,
  );
  console.log(
    textTable(
      [
        'memories',
        'n',
        'benchmarks',
        'DBI',
        'silhouette',
        'LISI (median)',
        'perplexity',
        'DBI on the map',
        'LISI on the map',
        'abstraction A',
      ],
      space.groups.map((g) => [
        g.group,
        String(g.n),
        String(g.labels.length),
        measure(g.embedding.daviesBouldin),
        measure(g.embedding.silhouette),
        measure(g.embedding.lisiMedian),
        String(g.embedding.perplexity ?? '–'),
        g.projection ? measure(g.projection.daviesBouldin) : '–',
        g.projection ? measure(g.projection.lisiMedian) : '–',
        measure(g.abstraction),
      ]),
    ),
  );
  console.log(
    `\nmap: ${layout.method} in ${mapComponents(projection.parameters)} dimensions, seed ${projection.parameters.seed}${layout.note ? `. ${layout.note}` : ''}`,
  );
  const share = (of: string, { value, reason }: Estimate) =>
    `${of} ${value?.toFixed(3) ?? `not known (${reason})`}`;
  const { trustworthiness, continuity, recall } = layout;
  // Maps that were stored earlier know the first alone.
  const quality = [share('trustworthiness', trustworthiness)];
  if (continuity) quality.push(share('continuity', continuity));
  if (recall) quality.push(share('recall', recall));
  console.log(quality.join(', '));
  for (const g of space.groups) {
    const { daviesBouldin, lisiMedian } = g.embedding;
    for (const reason of new Set([
      daviesBouldin.estimate.reason,
      lisiMedian.estimate.reason,
      lisiMedian.note,
    ])) {
      if (reason) console.log(`${g.group}: ${reason}`);
    }
  }
}

/** `carryover space`: where memories lie and how abstract each type is. */
export function addSpace(root: Command): void {
  root
    .command('space')
    .description('project the memories of a study and measure DBI and LISI')
    .requiredOption('--study <name>', 'the study')
    .option('--by-type', 'one row per memory type beside the whole')
    .option('--model <model>', 'embedding model; default: the one most memories have vectors of')
    .option(
      '--compare <model>',
      'compare the map with one of this model: neighbours kept, and how types mix on either',
    )
    .option('--neighbors <number>', 'UMAP neighbours', wholeNumber(2), 15)
    .addOption(new Option('--metric <metric>', 'distance').choices(['cosine', 'euclidean']).default('cosine'))
    .option('--seed <number>', 'seed of the layout', wholeNumber(0), 7)
    .addOption(new Option('--dimensions <number>', 'of the map').choices(['2', '3']).default('2'))
    .addOption(
      new Option(
        '--engine <engine>',
        'what lays the map out; umap-js is a reference for up to 5,000 memories',
      )
        .choices(layoutEngines)
        .default('carryover'),
    )
    .option('--json', 'print JSON')
    .action(async (options: Options) => {
      const answer = await withBackend(async (backend) => {
        const study = await studyNamed(backend, options.study);
        const base = `/api/v1/studies/${encodeURIComponent(study.id)}`;
        const { model = null, compare, neighbors, metric, seed, engine } = options;
        const dimensions = Number(options.dimensions);
        const run = async (path: string, body: object) => {
          const { job } = (await backend.request('POST', `${base}/${path}`, body)) as { job: { id: string } };
          return (await waitForJob(backend, job.id)).result ?? {};
        };
        const project = async (of: string | null) =>
          (await run('projections', { model: of, neighbors, metric, seed, dimensions, engine })).projectionId;
        const left = await project(model);
        if (compare !== undefined) {
          const right = await project(compare);
          const { comparisonId } = await run('map-comparisons', { left, right, seed });
          return (await backend.request('GET', `/api/v1/map-comparisons/${comparisonId}`)) as {
            comparison: MapComparison;
          };
        }
        const question = new URLSearchParams({ projection: String(left) });
        return (await backend.request('GET', `${base}/space?${question}`)) as SpaceScreen;
      });
      if ('comparison' in answer) {
        if (options.json) printJson(answer);
        else printMapComparison(answer.comparison);
        return;
      }
      if (answer.projection && !options.byType) {
        answer.projection.space.groups = answer.projection.space.groups.filter((g) => g.group === 'all');
      }
      if (options.json) printJson(answer);
      else print(answer);
    });
}
