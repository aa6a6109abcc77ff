import { type Command, Option } from 'commander';
import { formatPoints } from '@/lib/core/format-number';
import { adjustmentLabels, adjustments } from '@/lib/core/gains/adjust';
import type { ConditionCosts } from '@/lib/core/gains/costs';
import { missingRules } from '@/lib/core/gains/missing';
import {
  type Average,
  averageLabel,
  averages,
  baselineName,
  type GainsCell,
  type GainsReport,
  noises,
} from '@/lib/core/gains/report';
import type { TieGroups } from '@/lib/core/gains/tie-groups';
import { gainsDataTable } from '@/lib/exporters/gains-tables';
import { csvFormat } from '@/lib/exporters/table/formats/csv';
import { textTable } from '../table';
import { printJson, studyNamed, wholeNumber, withBackend } from '../with-study';

interface Options {
  study: string;
  baseline?: string;
  k: number;
  missing?: string;
  noise?: string;
  adjust?: string;
  average?: Average;
  ties?: boolean;
  costs?: boolean;
  json?: boolean;
  csv?: boolean;
}

type Answer = GainsReport & { ties?: TieGroups; costs?: ConditionCosts[] };

const percent = (cell: GainsCell): string =>
  cell.rate.estimate.value === null ? '–' : (cell.rate.estimate.value * 100).toFixed(1);

const signed = (value: number) => formatPoints(value);

function points(cell: GainsCell): string {
  const gain = cell.gain;
  if (!gain || gain.estimate.value === null) return '';
  const interval =
    gain.ciLow === null || gain.ciHigh === null ? '' : ` [${signed(gain.ciLow)}, ${signed(gain.ciHigh)}]`;
  const star = gain.pAdjusted !== null && gain.pAdjusted < 0.05 ? ' *' : '';
  return `${signed(gain.estimate.value)}${interval}${star}`;
}

const noiseWords = {
  data: 'tasks resampled within benchmarks',
  attempts: 'attempts resampled, tasks as they are',
  both: 'tasks and attempts resampled',
} as const;

function print(report: Answer, shown: readonly Average[]): void {
  const { passK, level, noise, adjust } = report.settings;
  console.log(
    `pass@${passK} in %, gain over ${baselineName(report)} in percentage points with its ${Math.round(level * 100)} % interval ` +
      `(${noiseWords[noise]}; * adjusted p below 0.05, ${adjustmentLabels[adjust]})\n`,
  );
  console.log(
    textTable(
      ['condition', ...report.benchmarks, ...shown.flatMap((average) => [averageLabel(average), 'gain'])],
      report.conditions.map((c) => [
        c.label + (c.isBaseline ? ' (baseline)' : ''),
        ...c.cells.map(percent),
        ...shown.flatMap((average) => [percent(c.totals[average]), points(c.totals[average])]),
      ]),
    ),
  );
  for (const { label, acrossBenchmarks } of report.conditions) {
    const mean = acrossBenchmarks?.randomEffects.value;
    if (!mean) continue;
    console.log(
      `\nover benchmarks like these, ${label}: ${signed(mean.estimate)} [${signed(mean.low)}, ${signed(mean.high)}], ` +
        `spread between benchmarks (tau) ${(Math.sqrt(mean.tauSquared) * 100).toFixed(1)}` +
        (acrossBenchmarks.leftOut.length > 0
          ? `, without ${acrossBenchmarks.leftOut.map(({ benchmark }) => benchmark).join(', ')}`
          : ''),
    );
  }
  if (report.ties) printTies(report.ties);
  if (report.costs) printCosts(report.costs);
  for (const warning of report.warnings) console.log(`\n${warning}`);
}

function printTies({ groups, average }: TieGroups): void {
  console.log(`\ngroups of ties (${average}): conditions that share a letter do not differ significantly\n`);
  console.log(
    textTable(
      ['condition', 'rate', 'group'],
      groups.map(({ label, rate, letters }) => [label, (rate * 100).toFixed(1), letters.join('')]),
    ),
  );
}

function printCosts(costs: readonly ConditionCosts[]): void {
  const ratio = (of: ConditionCosts['total']['perTokens']) =>
    of.value === null
      ? `– ${of.reason}`
      : of.value.estimate.toFixed(2) +
        (of.value.low === null || of.value.high === null
          ? ''
          : ` [${of.value.low.toFixed(2)}, ${of.value.high.toFixed(2)}]`);
  console.log('');
  console.log(
    textTable(
      ['condition', 'resolved per 100,000 tokens', 'per dollar'],
      costs.map(({ label, total }) => [label, ratio(total.perTokens), ratio(total.perDollar)]),
    ),
  );
}

/** `carryover gains`: how much each condition gains, per benchmark. */
export function addGains(root: Command): void {
  root
    .command('gains')
    .description('pass@k per benchmark and condition, with paired gains against the baseline')
    .requiredOption('--study <name>', 'the study')
    .option(
      '--baseline <label>',
      'the condition to compare with, or own-model: the one without memory of each model',
    )
    .option('--k <number>', 'k of pass@k', wholeNumber(1), 1)
    .addOption(
      new Option(
        '--missing <rule>',
        'what a trial without a reward counts as; by default errors and time-outs of the agent fail, others are left out',
      ).choices(missingRules),
    )
    .addOption(new Option('--noise <noise>', 'what intervals tell of (default: data)').choices(noises))
    .addOption(
      new Option('--adjust <how>', 'how p-values allow for their number (default: bh)').choices(adjustments),
    )
    .addOption(new Option('--average <average>', 'print this one alone').choices(averages))
    .option('--ties', 'test all pairs of conditions and print groups of ties')
    .option('--costs', 'tasks resolved per token and per dollar')
    .addOption(new Option('--json', 'print JSON').conflicts('csv'))
    .option('--csv', 'print CSV, one row per cell')
    .action(async (options: Options) => {
      const report = await withBackend(async (backend) => {
        const study = await studyNamed(backend, options.study);
        const question = new URLSearchParams({ k: String(options.k) });
        for (const name of ['baseline', 'missing', 'noise', 'adjust', 'average'] as const)
          if (options[name] !== undefined) question.set(name, options[name]);
        const include = (['ties', 'costs'] as const).filter((name) => options[name]);
        if (include.length > 0) question.set('include', include.join(','));
        const path = `/api/v1/studies/${encodeURIComponent(study.id)}/gains?${question}`;
        return (await backend.request('GET', path)) as Answer;
      });
      if (options.json) return printJson(report);
      const shown = options.average ? [options.average] : averages;
      if (options.csv) process.stdout.write(csvFormat.write(gainsDataTable(report, [], shown)));
      else print(report, shown);
    });
}
