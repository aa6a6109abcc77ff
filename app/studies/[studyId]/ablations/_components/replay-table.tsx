import { EstimateText } from '@/app/_components/estimate';
import { countOf, formatCount } from '@/app/_components/format';
import { TableFrame } from '@/app/_components/table-frame';
import type { ReplayMatch } from '@/lib/core/retrieval/replay-estimate';
import type { MeasuredArm } from '@/lib/queries/measured-arms';
import type { AblationReplay } from '@/lib/queries/replay';
import { MeasuredGain } from './measured-gain';

/** Resampling so few tasks gives intervals that are too narrow. */
const few = 10;

/** An estimate is never shown without what it rests on. */
function Match({ of, taskCount }: { of: ReplayMatch; taskCount: number }) {
  return (
    <td className="num" title={of.note ?? undefined}>
      <EstimateText estimate={of.gain} ciLow={of.ciLow} ciHigh={of.ciHigh} format="points" />
      <span className="block text-xs text-muted">
        {of.gain.value === null
          ? of.gain.reason
          : `${of.taskCount < few ? 'only ' : ''}${formatCount(of.taskCount)} of ${countOf(taskCount, 'task')}, ${countOf(of.trialCount, 'trial')}`}
      </span>
    </td>
  );
}

/** What each arm gained where it really ran, and what logged trials with the same memories suggest where it did not. */
export function ReplayTable({
  gainsHref,
  replay,
  labels,
  measured,
}: {
  /** Of the comparison that the measured gains are from. */
  gainsHref: string;
  replay: AblationReplay;
  labels: ReadonlyMap<number, string>;
  measured: ReadonlyMap<number, MeasuredArm>;
}) {
  return (
    <TableFrame caption="Gains of the arms, measured and estimated by replay">
      <thead>
        <tr>
          <th scope="col">Arm</th>
          <th
            scope="col"
            className="num"
            title="pass@1 over the baseline, task-weighted, of the trials that really ran under this setting"
          >
            Measured gain, pp
          </th>
          <th
            scope="col"
            className="num"
            title={`From logged trials that held the same memories as the arm's first ${replay.k}, in any order`}
          >
            Estimate, same memories, pp
          </th>
          <th
            scope="col"
            className="num"
            title="From logged trials whose first memory is the arm's first memory, whatever came after"
          >
            Estimate, same first memory, pp
          </th>
        </tr>
      </thead>
      <tbody>
        {replay.arms.map(({ arm, sameSet, sameTop }) => (
          <tr key={arm}>
            <th scope="row" className="min-w-52">
              <span className="mr-2 text-faint">{arm + 1}</span>
              {labels.get(arm)}
            </th>
            <MeasuredGain href={gainsHref} of={measured.get(arm)} />
            <Match of={sameSet} taskCount={replay.taskCount} />
            <Match of={sameTop} taskCount={replay.taskCount} />
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}
