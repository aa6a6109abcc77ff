import { type Command, Option } from 'commander';
import type { GainsCell, GainsReport } from '@/lib/core/gains/report';
import { gainsDataTable } from '@/lib/exporters/gains-tables';
import { csvFormat } from '@/lib/exporters/table/formats/csv';
import { textTable } from '../table';
import { printJson, studyNamed, wholeNumber, withBackend } from '../with-study';

interface Options {
  study: string;
  baseline?: string;
  k: number;
  missing?: string;
  json?: boolean;
  csv?: boolean;
}

const percent = (cell: GainsCell): string =>
  cell.rate.estimate.value === null ? '–' : (cell.rate.estimate.value * 100).toFixed(1);

function points(cell: GainsCell): string {
  const gain = cell.gain;
  if (!gain || gain.estimate.value === null) return '';
  const signed = (v: number) => `${v < 0 ? '−' : '+'}${Math.abs(v * 100).toFixed(1)}`;
  const interval =
    gain.ciLow === null || gain.ciHigh === null ? '' : ` [${signed(gain.ciLow)}, ${signed(gain.ciHigh)}]`;
  return `${signed(gain.estimate.value)}${interval}`;
}

function print(report: GainsReport, condition: string): void {
  const { passK } = report.settings;
  console.log(
    `pass@${passK} in %, gain against “${condition}” in percentage points with its 95 % interval\n`,
  );
  console.log(
    textTable(
      ['condition', ...report.benchmarks, 'task-weighted', 'gain', 'macro', 'gain '],
      report.conditions.map((c) => [
        c.label + (c.isBaseline ? ' (baseline)' : ''),
        ...c.cells.map(percent),
        percent(c.totals['task-weighted']),
        points(c.totals['task-weighted']),
        percent(c.totals.macro),
        points(c.totals.macro),
      ]),
    ),
  );
  for (const warning of report.warnings) console.log(`\n${warning}`);
}

/** `carryover gains`: how much each condition gains, per benchmark. */
export function addGains(root: Command): void {
  root
    .command('gains')
    .description('pass@k per benchmark and condition, with paired gains against the baseline')
    .requiredOption('--study <name>', 'the study')
    .option('--baseline <label>', 'the condition to compare with')
    .option('--k <number>', 'k of pass@k', wholeNumber(1), 1)
    .addOption(
      new Option('--missing <rule>', 'what a trial without a reward counts as').choices([
        'leave-out',
        'failure',
      ]),
    )
    .addOption(new Option('--json', 'print JSON').conflicts('csv'))
    .option('--csv', 'print CSV, one row per cell')
    .action(async (options: Options) => {
      const report = await withBackend(async (backend) => {
        const study = await studyNamed(backend, options.study);
        const question = new URLSearchParams({ k: String(options.k) });
        if (options.baseline !== undefined) question.set('baseline', options.baseline);
        if (options.missing !== undefined) question.set('missing', options.missing);
        const path = `/api/v1/studies/${encodeURIComponent(study.id)}/gains?${question}`;
        return (await backend.request('GET', path)) as GainsReport;
      });
      if (options.json) return printJson(report);
      if (options.csv) process.stdout.write(csvFormat.write(gainsDataTable(report, [])));
      else print(report, report.conditions.find((c) => c.isBaseline)?.label ?? '');
    });
}
