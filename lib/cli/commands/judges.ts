import { type Command, Option } from 'commander';
import { formatNumber, formatPercent } from '@/lib/core/format-number';
import { type Average, averageLabel, averages, baselineName } from '@/lib/core/gains/report';
import { believedRows, believedTable, calibrationTable } from '@/lib/exporters/judge-tables';
import { csvFormat } from '@/lib/exporters/table/formats/csv';
import type { JudgeAgreement } from '@/lib/queries/judge-agreement';
import type { JudgedGainsAnswer } from '@/lib/queries/judged-gains';
import { figure, textTable } from '../table';
import { printJson, questionOf, studyNamed, withBackend } from '../with-study';

interface Options {
  study: string;
  judge?: string;
  baseline?: string;
  average: Average;
  json?: true;
  csv?: true;
}

interface Answer {
  judges: JudgeAgreement[];
  /** Null where no judge was named, and where no trial has the word of both. */
  gains: JudgedGainsAnswer | null;
}

function printAgreement(judges: readonly JudgeAgreement[]): void {
  console.log('Judges against verifiers: shares in percent with their 95 % intervals\n');
  console.log(
    textTable(
      ['judge', 'benchmark', 'verdicts', 'accuracy', 'precision', 'recall', 'kappa'],
      judges.map(({ judge, benchmark, compared, accuracy, precision, recall, kappa }) => [
        judge,
        benchmark ?? 'all',
        String(compared),
        ...[accuracy, precision, recall].map((share) => figure(share, formatPercent)),
        figure(kappa, formatNumber),
      ]),
    ),
  );
}

function printGains(gains: JudgedGainsAnswer, judge: string, average: Average): void {
  const { level } = gains.verifier.settings;
  console.log(
    `\nGains over ${baselineName(gains.verifier)}, if one believes ${judge}: ${averageLabel(average)}, percentage points with their ${Math.round(level * 100)} % intervals, ${gains.trialCount} trials\n`,
  );
  console.log(
    textTable(
      ['condition', 'benchmark', 'tasks', 'by the verifier', 'by the judge', 'judge less verifier'],
      believedRows(gains, average).map(({ condition, benchmark, verifier, judge: believed, shift }) => [
        condition,
        benchmark,
        String(shift.tasks),
        ...[verifier.gain!, believed.gain!, shift].map((gain) => figure(gain)),
      ]),
    ),
  );
  if (gains.withoutReward > 0)
    console.log(
      `\n${gains.withoutReward} judged trials without a reward left out: the verifier said nothing.`,
    );
}

/** `carryover judges`: how far judges agree with verifiers, and what believing one would do to the gains. */
export function addJudges(root: Command): void {
  root
    .command('judges')
    .description('judges against verifiers, and the gains if one believes a judge')
    .requiredOption('--study <name>', 'the study')
    .option('--judge <name>', 'with the gains as this judge has them')
    .option('--baseline <label>', 'the condition to compare with, or own-model')
    .addOption(new Option('--average <average>', 'of the gains').choices(averages).default('task-weighted'))
    .addOption(new Option('--json', 'print JSON').conflicts('csv'))
    .option('--csv', 'print CSV: the gains where a judge is named, else the agreement')
    .action(async ({ study: name, json, csv, average, ...asked }: Options) => {
      const answer = await withBackend(async (backend) => {
        const { id } = await studyNamed(backend, name);
        const path = `/api/v1/studies/${encodeURIComponent(id)}/judges?${questionOf(asked)}`;
        return (await backend.request('GET', path)) as Answer;
      });
      const { judges, gains } = answer;
      if (json) return printJson(answer);
      if (csv) {
        const believed = gains && believedTable(believedRows(gains, average), 'Believed gains', []);
        process.stdout.write(csvFormat.write(believed ?? calibrationTable(judges, [])));
        return;
      }
      printAgreement(judges);
      if (gains) printGains(gains, asked.judge!, average);
      else if (asked.judge) console.log(`\nNo trial has the word of both ${asked.judge} and a verifier.`);
    });
}
