import { type Command, Option } from 'commander';
import { formatNumber, formatPoints, formatPValue } from '@/lib/core/format-number';
import { type MissingReward, missingRules, missingWarning } from '@/lib/core/gains/missing';
import { type UpliftView, upliftOrders, upliftSorts } from '@/lib/core/gains/sort-uplifts';
import { type AbstractionTest, slopeOf } from '@/lib/core/gains/uplift-by-abstraction';
import { memoryTypes } from '@/lib/core/vocabulary';
import { csvFormat } from '@/lib/exporters/table/formats/csv';
import { upliftTable } from '@/lib/exporters/uplift-table';
import type { MemoryUplifts } from '@/lib/queries/memory-uplifts';
import { figure, textTable } from '../table';
import { printJson, questionOf, studyNamed, wholeNumber, withBackend } from '../with-study';

interface Options extends Partial<UpliftView> {
  study: string;
  baseline?: string;
  missing?: MissingReward;
  top: number;
  json?: true;
  csv?: true;
}

function print(answer: MemoryUplifts, top: number): void {
  const { rows, baselineName, level, missing, settings, otherAgents, test, model } = answer;
  console.log(
    `Uplift of memories over ${baselineName} in percentage points with their ${Math.round(level * 100)} % intervals; observational\n`,
  );
  console.log(
    textTable(
      ['memory', 'type', 'source', 'uplift', 'shrunk', 'trials', 'tasks', 'adjusted p', 'A'],
      rows
        .slice(0, top)
        .map((row) => [
          row.title || row.memory,
          row.type,
          row.sourceBenchmark ?? 'unknown',
          figure({ estimate: { value: row.uplift }, ciLow: row.ciLow, ciHigh: row.ciHigh }),
          row.shrunk.value === null ? '–' : formatPoints(row.shrunk.value),
          String(row.trials),
          String(row.tasks),
          row.pAdjusted === null ? '–' : formatPValue(row.pAdjusted),
          row.abstraction === null ? '–' : formatNumber(row.abstraction, 2),
        ]),
    ),
  );
  if (rows.length > top) console.log(`\n${rows.length - top} more; --top, --csv and --json tell more.`);
  if (model === null) console.log('\nno abstraction index: no memory has an embedding');
  else printTest(test);
  const withoutReward = missingWarning(missing, settings.missing);
  if (withoutReward !== null) console.log(`\n${withoutReward}`);
  if (otherAgents.length > 0)
    console.log(`\nOf another agent or model than the baseline: ${otherAgents.join(', ')}.`);
}

function printTest({ correlation, widerBy, bySource, byTask, verdict }: AbstractionTest): void {
  const wider = widerBy === 'source' ? bySource : byTask;
  const slope = wider.value && slopeOf(wider.value);
  const points = (value: number) => formatPoints(value / 10);
  console.log(`\nuplift rises with abstraction: ${verdict}`);
  console.log(
    slope
      ? `points per 0.1 of A: ${points(slope.estimate)} [${points(slope.low)}, ${points(slope.high)}]`
      : `no slope: ${wider.reason}`,
  );
  if (correlation.estimate.value !== null)
    console.log(`Spearman over memories: ${formatNumber(correlation.estimate.value)} (n ${correlation.n})`);
}

/** `carryover uplift`: which memories stood in prompts of trials that did better than the baseline. */
export function addUplift(root: Command): void {
  root
    .command('uplift')
    .description('uplift of every memory that stood in a prompt, and whether it rises with abstraction')
    .requiredOption('--study <name>', 'the study')
    .option('--baseline <label>', 'the condition to compare with, or own-model')
    .addOption(
      new Option('--missing <rule>', 'what a trial without a reward counts as').choices(missingRules),
    )
    .addOption(new Option('--type <type>', 'memories of this type').choices(memoryTypes))
    .option('--benchmark <name>', 'memories made on this benchmark')
    .addOption(new Option('--sort <column>', 'sorted by this (default: shrunk)').choices(upliftSorts))
    .addOption(new Option('--order <order>', 'most or least first (default: down)').choices(upliftOrders))
    .option('--top <number>', 'rows of the table that is printed', wholeNumber(1), 50)
    .addOption(new Option('--json', 'print JSON').conflicts('csv'))
    .option('--csv', 'print CSV, one row per memory')
    .action(async ({ study: name, json, csv, top, ...asked }: Options) => {
      const answer = await withBackend(async (backend) => {
        const { id } = await studyNamed(backend, name);
        const path = `/api/v1/studies/${encodeURIComponent(id)}/uplifts?${questionOf(asked)}`;
        return (await backend.request('GET', path)) as MemoryUplifts;
      });
      if (json) return printJson(answer);
      if (csv) process.stdout.write(csvFormat.write(upliftTable(answer.rows, 'Uplift of memories', [])));
      else print(answer, top);
    });
}
