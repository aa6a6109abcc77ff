import Link from 'next/link';
import { countOf } from '@/app/_components/format';
import { Panel } from '@/app/_components/panel';
import { UrlSwitch } from '@/app/_components/url-select';
import { missingTwins, type SuspectView, twinPairs } from '@/lib/core/retrieval/suspect-twins';
import type { AblationRow } from '@/lib/queries/ablations';
import { TwinButton } from './twin-button';
import { TwinTable } from './twin-table';

const views = [
  { value: 'both', label: 'All arms' },
  { value: 'with', label: 'With suspects' },
  { value: 'without', label: 'Without' },
];

/** One switch between arms and their twins without suspects, and what the twins change. */
export function SuspectsPanel({
  ablation,
  view,
  busy,
}: {
  ablation: AblationRow;
  view: SuspectView;
  /** Arms are running: none are added meanwhile. */
  busy: boolean;
}) {
  const { id, studyId, arms, summary } = ablation;
  const settings = arms.map(({ settings: one }) => one);
  const pairs = twinPairs(settings).length;
  const missing = missingTwins(settings).length;
  const suspected = Math.max(...arms.map((arm) => arm.summary?.tasksWithSuspects ?? 0), 0);
  return (
    <Panel
      title="Suspects"
      note="A suspect is a memory of the same task, of the same repository, of nearly the same task text, or that holds the task's answer. An arm's twin never retrieves one: the next memory takes its place."
      actions={
        <>
          {settings.some((one) => one.withoutSuspects) ? (
            <UrlSwitch name="suspects" label="Arms shown" value={view} options={views} />
          ) : null}
          <Link className="button self-end" href={`/studies/${studyId}/ablations/${id}/suspects`}>
            List them
          </Link>
        </>
      }
    >
      <div className="space-y-4">
        {missing > 0 && !busy ? (
          <TwinButton ablationId={id} missing={missing} />
        ) : pairs === 0 ? (
          <p className="text-muted">No arm has a twin yet.</p>
        ) : null}
        {pairs > 0 ? <TwinTable arms={arms} summary={summary} /> : null}
        {pairs === 0 && suspected > 0 ? (
          <p className="text-sm text-muted">
            Up to {countOf(suspected, 'task')} got a memory that may give its answer away.
          </p>
        ) : null}
      </div>
    </Panel>
  );
}
