import { type Command, InvalidArgumentError, Option } from 'commander';
import { missingRules } from '@/lib/core/gains/missing';
import type { Estimate } from '@/lib/core/vocabulary';
import type { Planning } from '@/lib/queries/planning';
import { textTable } from '../table';
import { printJson, studyNamed, wholeNumber, withBackend } from '../with-study';

/** Options in percent or points, as people say them; the address takes proportions. */
const percents = {
  gain: 'gain',
  rate: 'baselineRate',
  differ: 'discordance',
  noise: 'attemptShare',
} as const;
const goals = { alpha: 'alpha', power: 'power' } as const;
const plain = {
  ...{
    baseline: 'baseline',
    condition: 'condition',
    missing: 'missing',
    tasks: 'tasks',
    attempts: 'attempts',
  },
  ...{ cost: 'costPerTrial', setup: 'costPerTask', mostTasks: 'mostTasks', mostAttempts: 'mostAttempts' },
} as const;

type Options = Partial<
  Record<keyof typeof percents | keyof typeof goals | keyof typeof plain, number | string>
> & { study: string; json?: boolean };

const number = (text: string): number => {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('Not a number.');
  return value;
};

function questionOf(options: Options): URLSearchParams {
  const question = new URLSearchParams();
  for (const [name, key] of Object.entries({ ...percents, ...goals }) as [keyof Options, string][])
    if (options[name] !== undefined) question.set(key, String(Number(options[name]) / 100));
  for (const [name, key] of Object.entries(plain) as [keyof Options, string][])
    if (options[name] !== undefined) question.set(key, String(options[name]));
  return question;
}

const said = ({ value, reason }: Estimate, format: (value: number) => string): string =>
  value === null ? `– (${reason})` : format(value);
const points = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(100 * value).toFixed(1)} pp`;
const percent = (value: number) => `${(100 * value).toFixed(1)} %`;

function print({ plan, budget, condition, baseline }: Planning): void {
  const { assumptions: a, designs } = plan;
  if (budget && condition && baseline) {
    console.log(`Smallest gain of “${condition.label}” over “${baseline.label}”, in percentage points\n`);
    const smallest = (estimate: Estimate) => (estimate.value === null ? '–' : points(estimate.value));
    console.log(
      textTable(
        ['benchmark', 'tasks', 'one attempt', 'as it is', 'one more attempt', '50 more tasks'],
        budget.rows.map((row) => [
          row.benchmark ?? 'all tasks',
          String(row.tasks),
          ...Object.values(row.smallest).map(smallest),
        ]),
      ),
    );
  }
  console.log(
    `\nTo find ${points(a.gain)} with ${percent(a.power)} power (two-sided level ${percent(a.alpha)}, baseline ${percent(a.baselineRate)}, ` +
      `discordance ${percent(a.discordance)}, attempts' share ${percent(a.attemptShare)}):\n`,
  );
  const count = (value: number) => value.toLocaleString('en-US');
  console.log(`tasks needed with ${a.attempts} a side: ${said(plan.tasksNeeded, count)}`);
  console.log(`attempts needed on ${count(a.tasks)} tasks: ${said(plan.attemptsNeeded, count)}`);
  console.log(`power of ${count(a.tasks)} tasks, ${a.attempts} a side: ${said(plan.power, percent)}`);
  console.log(`smallest gain of these: ${said(plan.smallest, points)}`);
  if (designs.value === null) console.log(`no design within reach: ${designs.reason}`);
  else {
    const { tasks, attempts, trials, cost } = designs.value.cheapest;
    console.log(
      `cheapest design: ${count(tasks)} tasks, ${attempts} a side, ${count(trials)} trials, cost ${cost.toFixed(2)}`,
    );
  }
}

/** `carryover plan`: what a comparison can show, and what it takes to find a wanted gain. */
export function addPlan(root: Command): void {
  root
    .command('plan')
    .description('the smallest gain that a study can show, and what it takes to find a wanted one')
    .requiredOption('--study <name>', 'the study; what is not given is taken from it')
    .option('--baseline <label>', 'the condition to compare with')
    .option('--condition <label>', 'the condition whose noise is taken')
    .addOption(
      new Option('--missing <rule>', 'what a trial without a reward counts as').choices(missingRules),
    )
    .option('--gain <points>', 'wanted gain in percentage points', number)
    .option('--rate <percent>', 'pass rate of the baseline', number)
    .option('--differ <percent>', 'tasks that end differently when each side tries once', number)
    .option('--noise <percent>', 'share of attempts in the scatter', number)
    .option('--tasks <number>', 'tasks that both sides try', wholeNumber(2))
    .option('--attempts <number>', 'attempts per task and side', wholeNumber(1))
    .option('--alpha <percent>', 'two-sided level', number)
    .option('--power <percent>', 'chance of finding the gain', number)
    .option('--cost <number>', 'cost of a trial', number)
    .option('--setup <number>', 'cost of a task whatever its attempts', number)
    .option('--most-tasks <number>', 'tasks that can be had', wholeNumber(2))
    .option('--most-attempts <number>', 'attempts that can be had', wholeNumber(1))
    .option('--json', 'print JSON')
    .action(async (options: Options) => {
      const planning = await withBackend(async (backend) => {
        const study = await studyNamed(backend, options.study);
        const path = `/api/v1/studies/${encodeURIComponent(study.id)}/planning?${questionOf(options)}`;
        return (await backend.request('GET', path)) as Planning;
      });
      if (options.json) return printJson(planning);
      print(planning);
    });
}
