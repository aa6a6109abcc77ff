import { type Command, Option } from 'commander';
import { formatPValue } from '@/lib/core/format-number';
import { type ShownOutcomes, type SolvedRule, shownOutcomes, solvedRules } from '@/lib/core/gains/ledger';
import { type MissingReward, missingRules } from '@/lib/core/gains/missing';
import type { Ledger } from '@/lib/queries/get-ledger';
import { figure, textTable } from '../table';
import { printJson, questionOf, studyNamed, wholeNumber, withBackend } from '../with-study';

interface Options {
  study: string;
  baseline?: string;
  k: number;
  missing?: MissingReward;
  solved?: SolvedRule;
  benchmark?: string;
  type?: string;
  model?: string;
  memory?: string;
  outcome: ShownOutcomes;
  json?: true;
}

function print({ baselineName, conditions, groups, lines, settings }: Ledger): void {
  const labels = new Map(conditions.map(({ id, label }) => [id, label]));
  const labelOf = (id: string) => labels.get(id) ?? id;
  console.log(
    `Tasks gained and lost against ${baselineName}; difference in percentage points of tasks with its ${Math.round(settings.level * 100)} % interval\n`,
  );
  const difference = (of: Ledger['groups'][number]['difference']) =>
    of.estimate.value === null ? `– ${of.estimate.reason}` : figure(of);
  console.log(
    textTable(
      ['condition', 'benchmark', 'tasks', 'gained', 'lost', 'difference', 'McNemar p', 'q'],
      groups.map((group) => [
        labelOf(group.condition),
        group.benchmark ?? 'all',
        ...[group.taskCount, group.gained, group.lost].map(String),
        difference(group.difference),
        formatPValue(group.pValue),
        formatPValue(group.qValue),
      ]),
    ),
  );
  if (lines.length === 0) return;
  console.log('');
  console.log(
    textTable(
      ['outcome', 'benchmark', 'task', 'condition', 'baseline', 'with memory', 'causes'],
      lines.map((line) => [
        line.outcome,
        line.benchmark,
        line.task,
        labelOf(line.condition),
        `${line.baseline.passed} of ${line.baseline.trials}`,
        `${line.withMemory.passed} of ${line.withMemory.trials}`,
        line.causes.map(({ judge, cause }) => `${cause} (${judge})`).join(', '),
      ]),
    ),
  );
}

/** `carryover ledger`: which tasks each condition gained and lost, and whether that is more than chance. */
export function addLedger(root: Command): void {
  root
    .command('ledger')
    .description('tasks gained and lost against the baseline, with tests and what is said of the causes')
    .requiredOption('--study <name>', 'the study')
    .option('--baseline <label>', 'the condition to compare with, or own-model')
    .option('--k <number>', 'attempts that both sides need', wholeNumber(1), 1)
    .addOption(
      new Option('--missing <rule>', 'what a trial without a reward counts as').choices(missingRules),
    )
    .addOption(new Option('--solved <rule>', 'when attempts together count as solved').choices(solvedRules))
    .option('--benchmark <name>', 'this benchmark alone')
    .option('--type <type>', "conditions of this memory type; '' for those that do not say")
    .option('--model <name>', "conditions of this model; '' for those that do not say")
    .option('--memory <id>', 'tasks whose prompts held this memory')
    .addOption(
      new Option('--outcome <which>', 'which tasks are told').choices(shownOutcomes).default('flips'),
    )
    .option('--json', 'print JSON')
    .action(async ({ study: name, json, ...asked }: Options) => {
      const ledger = await withBackend(async (backend) => {
        const { id } = await studyNamed(backend, name);
        return (await backend.request(
          'GET',
          `/api/v1/studies/${encodeURIComponent(id)}/losses?${questionOf(asked)}`,
        )) as Ledger;
      });
      if (json) printJson(ledger);
      else print(ledger);
    });
}
