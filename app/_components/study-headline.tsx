import { getDb } from '@/db/client';
import { getHeadline } from '@/lib/queries/get-headline';
import { EstimateText } from './estimate';

/** A study's first answer in one line: its best gain with its interval, or why there is none. */
export async function StudyHeadline({ studyId }: { studyId: string }) {
  const { best, over, reason } = await getHeadline(await getDb(), studyId);
  if (!best) return <span className="text-xs text-muted">{reason}</span>;
  return (
    <>
      <EstimateText
        estimate={best.gain.estimate}
        ciLow={best.gain.ciLow}
        ciHigh={best.gain.ciHigh}
        format="points"
      />
      <span className="block text-xs text-muted">
        {best.label} over {over}
      </span>
    </>
  );
}
