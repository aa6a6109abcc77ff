import Link from 'next/link';
import { EstimateText } from '@/app/_components/estimate';
import type { MeasuredArm } from '@/lib/queries/measured-arms';

/** What trials that really ran under an arm's setting gained. @param props.href where the comparison is that says so */
export function MeasuredGain({ href, of }: { href: string; of: MeasuredArm | undefined }) {
  return (
    <td className="num">
      {of ? (
        <Link className="link" href={href} title={`${of.label}, ${of.gain.pairedTasks} paired tasks`}>
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
