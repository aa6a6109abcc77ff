import type { Command } from 'commander';
import { AppError } from '@/lib/core/errors';
import type { AblationRow } from '@/lib/queries/ablations';
import type { JobRow } from '@/lib/queries/jobs';
import type { JudgingEstimate } from '@/lib/queries/judging-pool';
import type { RelevanceAgreement } from '@/lib/queries/relevance';
import type { Backend } from '../backend';
import { addModelOptions, dollars, type ModelOptions, toModelWork } from '../model-options';
import { printQuality, type QualityAnswer } from '../print-quality';
import { waitForJob } from '../wait-for-job';
import { printJson, studyNamed, wholeNumber, withBackend } from '../with-study';

interface Options extends ModelOptions {
  study: string;
  ablation?: string;
  depth: number;
  tasks?: number;
  k?: number;
  estimate?: boolean;
  json?: boolean;
}

interface Judged {
  judge: string;
  judged: number;
  left: number;
  failures: Record<string, number>;
}

const count = (n: number) => n.toLocaleString('en-US');

/** The ablation with this id or name, the newest of that name; the newest of all without one. */
async function ablationNamed(
  backend: Backend,
  studyId: string,
  name: string | undefined,
): Promise<AblationRow> {
  const path = `/api/v1/studies/${encodeURIComponent(studyId)}/ablations`;
  const { ablations } = (await backend.request('GET', path)) as { ablations: AblationRow[] };
  const found =
    name === undefined
      ? ablations[0]
      : (ablations.find(({ id }) => id === name) ?? ablations.find((a) => a.name === name));
  if (found) return found;
  throw new AppError(
    'not-found',
    name ? `There is no ablation “${name}”.` : 'The study has no ablation yet.',
    {
      hint:
        ablations.length > 0
          ? `There are: ${ablations.map((a) => a.name).join(', ')}.`
          : 'Run one with carryover ablate.',
    },
  );
}

function printEstimate(e: JudgingEstimate): void {
  console.log(
    `About ${count(e.inputTokens)} tokens in and ${count(e.outputTokens)} out for ${count(e.questions)} questions about ` +
      `${count(e.tasks)} tasks, ${e.questions === 0 ? 'at no cost' : dollars(e.costUsd)}.`,
  );
  if (e.judgedBefore > 0) console.log(`${count(e.judgedBefore)} more are judged already.`);
  if (e.tasksWithoutText > 0) console.log(`${count(e.tasksWithoutText)} tasks without a text are left out.`);
}

function printJudged({ judged, left, failures }: Judged, agreement: RelevanceAgreement | undefined): void {
  console.log(`${count(judged)} memories judged${left > 0 ? `, ${count(left)} left` : ''}`);
  for (const [reason, n] of Object.entries(failures)) console.log(`  ${count(n)} failed: ${reason}`);
  const { estimate, ciLow, ciHigh } = agreement?.kappa ?? {};
  if (!agreement || estimate?.value == null) return;
  const interval = ciLow == null || ciHigh == null ? '' : ` [${ciLow.toFixed(2)}, ${ciHigh.toFixed(2)}]`;
  console.log(
    `Agreement with ${count(agreement.compared)} marks set by hand: weighted kappa ${estimate.value.toFixed(2)}${interval}`,
  );
}

/** `carryover judge-relevance`: a language model grades what the arms of an ablation retrieved. */
export function addJudgeRelevance(root: Command): void {
  addModelOptions(
    root
      .command('judge-relevance')
      .description('have a language model grade how relevant the memories of an ablation are')
      .requiredOption('--study <name>', 'the study')
      .option('--ablation <name>', 'id or name of the ablation; the newest when left out')
      .requiredOption('--model <model>', 'the language model, as its service names it')
      .option('--depth <number>', 'memories of every arm and task that are judged', wholeNumber(1), 5)
      .option('--tasks <number>', 'tasks at most, drawn by the seed', wholeNumber(1))
      .option('--k <number>', 'cut-off of the figures that are printed afterwards', wholeNumber(1))
      .option('--estimate', 'say what it would take, and start nothing')
      .option('--json', 'print JSON'),
  ).action(async (options: Options) => {
    await withBackend(async (backend) => {
      const study = await studyNamed(backend, options.study);
      const ablation = await ablationNamed(backend, study.id, options.ablation);
      const path = `/api/v1/ablations/${ablation.id}`;
      const spec = { ...toModelWork(options), depth: options.depth, taskLimit: options.tasks ?? null };
      if (options.estimate) {
        const answer = await backend.request('POST', `${path}/relevance/estimate`, spec);
        const { estimate } = answer as { estimate: JudgingEstimate };
        if (options.json) printJson({ estimate });
        else printEstimate(estimate);
        return;
      }
      const started = (await backend.request('POST', `${path}/relevance`, spec)) as { job: { id: string } };
      const job: JobRow = await waitForJob(backend, started.job.id);
      const judged = job.result as unknown as Judged;
      const labels = new URLSearchParams({
        labels: judged.judge,
        ...(options.k ? { k: String(options.k) } : {}),
      });
      const [{ agreement }, answer] = (await Promise.all([
        backend.request('GET', `${path}/relevance`),
        backend.request('GET', `${path}?${labels}`),
      ])) as [{ agreement: RelevanceAgreement[] }, QualityAnswer];
      if (options.json) {
        const { quality, replay } = answer;
        printJson({ ablationId: ablation.id, ...job.result, agreement, quality, replay });
        return;
      }
      printJudged(
        judged,
        agreement.find(({ judge }) => judge === judged.judge),
      );
      printQuality(answer);
    });
  });
}
