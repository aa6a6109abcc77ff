import { Badge } from '@/app/_components/badge';
import type { ClaimOutcome } from '@/lib/core/gains/claim';

const shown = {
  supported: ['good', 'supported'],
  contradicted: ['bad', 'contradicted'],
  undecided: ['neutral', 'undecided'],
  unjudgeable: ['warn', 'not judged'],
} as const;

/** A claim's verdict in one word. */
export function OutcomeBadge({ outcome }: { outcome: ClaimOutcome }) {
  const [tone, word] = shown[outcome];
  return <Badge tone={tone}>{word}</Badge>;
}
