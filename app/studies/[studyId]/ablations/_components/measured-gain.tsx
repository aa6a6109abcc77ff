import Link from 'next/link';
import { EstimateText } from '@/app/_components/estimate';
import type { MeasuredArm } from '@/lib/queries/measured-arms';

function comparisonOf({ asked }: MeasuredArm): URLSearchParams {
  const words = new URLSearchParams();
  for (const name of ['baseline', 'missing'] as const) if (asked[name]) words.set(name, asked[name]);
  return words;
}

/** What trials that really ran under an arm's setting gained. */
export function MeasuredGain({ studyId, of }: { studyId: string; of: MeasuredArm | undefined }) {
  return (
    <td className="num">
      {of ? (
        <Link
          className="link"
          href={`/studies/${studyId}/gains?${comparisonOf(of)}`}
          title={`${of.label}, ${of.gain.pairedTasks} paired tasks`}
        >
          <EstimateText
            estimate={of.gain.estimate}
            ciLow={of.gain.ciLow}
            ciHigh={of.gain.ciHigh}
            format="points"
          />
        </Link>
      ) : (
        <span className="text-faint" title="no condition of the study ran under this setting">
          –
        </span>
      )}
    </td>
  );
}
