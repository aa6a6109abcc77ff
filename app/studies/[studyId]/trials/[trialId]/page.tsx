import Link from 'next/link';
import { notFound } from 'next/navigation';
import { z } from 'zod';
import { EmptyState } from '@/app/_components/empty-state';
import { formatCount, formatDuration, formatUsd } from '@/app/_components/format';
import { OutcomeMark } from '@/app/_components/outcome-mark';
import { PageHeader } from '@/app/_components/page-header';
import { Panel } from '@/app/_components/panel';
import { getDb } from '@/db/client';
import { getStudy } from '@/lib/queries/studies';
import { getTrial, getTrialSteps } from '@/lib/queries/trials';
import { logTime } from './_components/log-time';
import { stepWindow } from './_components/step-window';
import { TrajectoryViewer } from './_components/trajectory-viewer';

export const metadata = { title: 'Trajectory' };

const search = z.object({
  step: z.coerce.number().int().min(1).optional().catch(undefined),
  subagent: z.coerce.number().int().min(0).optional().catch(undefined),
});
const stepsPerRead = 50;

export default async function TrialPage({
  params,
  searchParams,
}: PageProps<'/studies/[studyId]/trials/[trialId]'>) {
  const { studyId, trialId } = await params;
  const asked = search.parse(await searchParams);
  const db = await getDb();
  const [study, detail] = await Promise.all([
    getStudy(db, studyId),
    z.uuid().safeParse(trialId).success ? getTrial(db, trialId) : null,
  ]);
  if (!study || detail?.trial.studyId !== studyId) notFound();
  const { trial, trajectory, condition, task, benchmark } = detail;
  const { subagent, step, from } = stepWindow(asked, trajectory, stepsPerRead);
  const first = trajectory ? await getTrialSteps(db, trialId, { from, count: stepsPerRead, subagent }) : null;
  const figures: [string, string | null][] = [
    ['Reward', trial.reward === null ? 'none in the logs' : String(trial.reward)],
    ['Input tokens', trial.inputTokens === null ? null : formatCount(trial.inputTokens)],
    ['Output tokens', trial.outputTokens === null ? null : formatCount(trial.outputTokens)],
    ['Cost', trial.costUsd === null ? null : formatUsd(trial.costUsd)],
    ['Time', trial.durationMs === null ? null : formatDuration(trial.durationMs)],
    ['Started', trial.startedAt === null ? null : logTime(trial.startedAt)],
    ['Ended', trial.finished === false ? 'never finished' : null],
    ['Format', trajectory?.format ?? null],
    ['Source', trial.source],
  ];
  return (
    <div className="space-y-5">
      <PageHeader
        title={<span className="break-all">{task.externalId}</span>}
        badge={
          <OutcomeMark
            passed={trial.reward === null ? null : trial.reward >= study.passThreshold}
            reward={trial.reward}
            exceptionType={trial.exceptionType}
          />
        }
        question={
          <>
            <Link className="link" href={`/studies/${studyId}/tasks/${task.id}`}>
              {benchmark}, all conditions
            </Link>
            {` · ${condition.label}${trial.attempt ? `, attempt ${trial.attempt}` : ''}`}
          </>
        }
      />
      <Panel>
        <dl className="flex flex-wrap gap-x-8 gap-y-2 text-sm">
          {figures.map(([name, value]) =>
            value === null ? null : (
              <div key={name} className="min-w-0">
                <dt className="text-xs text-muted">{name}</dt>
                <dd className="tabular break-all">{value}</dd>
              </div>
            ),
          )}
        </dl>
        {trial.exceptionMessage ? (
          <p className="mt-3 break-words text-bad">{trial.exceptionMessage}</p>
        ) : null}
      </Panel>
      {trajectory && first ? (
        <>
          {trajectory.subagents.length > 0 ? (
            <nav aria-label="Agents" className="flex flex-wrap gap-2">
              {[{ label: 'main agent', stepCount: trajectory.stepCount }, ...trajectory.subagents]
                .map((agent, i) => ({ ...agent, place: i - 1 }))
                .map(({ label, stepCount, place }) => (
                  <Link
                    key={place}
                    href={place < 0 ? '?' : `?subagent=${place}`}
                    aria-current={(subagent ?? -1) === place ? 'page' : undefined}
                    className="button aria-[current=page]:border-accent aria-[current=page]:text-accent"
                  >
                    {label} ({stepCount})
                  </Link>
                ))}
            </nav>
          ) : null}
          <TrajectoryViewer
            key={`${from} ${subagent}`}
            trialId={trialId}
            first={first}
            subagent={subagent ?? null}
            highlighted={step ?? null}
          />
        </>
      ) : (
        <EmptyState title="No trajectory was imported for this trial">
          The report it came from holds the outcome only.
        </EmptyState>
      )}
    </div>
  );
}
