import { Badge } from '@/app/_components/badge';
import type { LeakageEvidence, LeakageKind } from '@/lib/core/retrieval/leakage';

/** What each kind of evidence says of a memory. */
export const evidenceWords: Record<LeakageKind, string> = {
  'same-task': 'its own source task',
  'same-repository': 'same repository',
  'same-text': 'nearly the same task text',
  'answer-text': 'holds the answer',
  later: 'made later',
};

/** The reasons to suspect a memory; the time alone is none, and does not look like one. */
export function EvidenceBadges({ evidence }: { evidence: readonly LeakageEvidence[] }) {
  return evidence.map(({ kind, detail }) => (
    <span key={kind} title={detail}>
      <Badge tone={kind === 'later' ? 'neutral' : 'bad'}>{evidenceWords[kind] ?? kind}</Badge>
    </span>
  ));
}
