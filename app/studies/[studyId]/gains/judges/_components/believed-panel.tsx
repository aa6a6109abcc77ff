import { ExportMenu } from '@/app/_components/export-menu';
import { countOf } from '@/app/_components/format';
import { Panel } from '@/app/_components/panel';
import { type Average, baselineName } from '@/lib/core/gains/report';
import { believedRows, believedTable } from '@/lib/exporters/judge-tables';
import type { Provenance } from '@/lib/exporters/provenance';
import type { JudgedGainsAnswer } from '@/lib/queries/judged-gains';
import { BelievedTable } from './tables';

export const believedTitle = ({ verifier }: JudgedGainsAnswer, judge: string): string =>
  `Gains over ${baselineName(verifier)}, if one believes ${judge}`;

/** On which trials the two gains rest, and how their intervals were made. */
function notesOf({ verifier, trialCount, judgedAgain, withoutReward }: JudgedGainsAnswer, judge: string) {
  const { resamples, seed, level } = verifier.settings;
  return [
    `Average pass@1 on the ${countOf(trialCount, 'trial')} that ${judge} judged and that have a reward; tasks that both conditions have.`,
    `A judge can be compared with the verifier only where the verifier spoke, so trials without a reward are left out here, whatever the other pages count them as${withoutReward > 0 ? `: ${countOf(withoutReward, 'judged trial')}` : ''}.`,
    `${100 * level} % intervals, bootstrap of ${resamples.toLocaleString('en-US')} resamples of tasks within benchmarks (BCa where it is defined), seed ${seed}; the last column is paired by task.`,
    ...(judgedAgain > 0
      ? [
          `${countOf(judgedAgain, 'trial was', 'trials were')} judged more than once: most verdicts count, a tie as failed.`,
        ]
      : []),
  ];
}

/** Gains by the verifier and by the judge, side by side. */
export function BelievedPanel({
  gains,
  studyId,
  average,
  judge,
  provenance,
}: {
  gains: JudgedGainsAnswer;
  studyId: string;
  average: Average;
  judge: string;
  provenance: Provenance;
}) {
  const rows = believedRows(gains, average);
  const title = believedTitle(gains, judge);
  const notes = notesOf(gains, judge);
  const moved = rows.filter(
    ({ pooled, shift }) =>
      pooled && shift.ciLow !== null && shift.ciHigh !== null && (shift.ciLow > 0 || shift.ciHigh < 0),
  );
  return (
    <Panel
      title={title}
      note="Where the last interval lies on one side of 0, the judge is kinder to one side of the comparison than to the other."
      actions={
        <ExportMenu
          title="the believed gains"
          file={`${studyId}-judged-gains`}
          table={believedTable(rows, title, notes)}
          provenance={provenance}
        />
      }
    >
      {rows.length > 0 ? (
        <>
          <p className="mb-3">
            {moved.length === 0
              ? 'No pooled gain moves by more than the noise of these tasks when the judge is believed.'
              : `Believing the judge moves the pooled gain of ${moved.map(({ condition }) => condition).join(', ')} by more than the noise of these tasks.`}
          </p>
          <BelievedTable rows={rows} />
        </>
      ) : (
        <p className="text-muted">
          All judged trials belong to {baselineName(gains.verifier)}. Have trials of another condition judged,
          or choose another baseline.
        </p>
      )}
      <p className="mt-3 text-xs text-muted">{notes.join(' ')}</p>
    </Panel>
  );
}
