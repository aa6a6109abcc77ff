import { Check, CircleDashed, X } from 'lucide-react';

interface Props {
  passed: boolean | null;
  reward?: number | null;
  exceptionType?: string | null;
}

/** Passed, failed, or no verdict: by shape and word, colour only beside. */
export function OutcomeMark({ passed, reward = null, exceptionType = null }: Props) {
  const shown = passed === null ? 'no verdict' : passed ? 'passed' : 'failed';
  const tone = passed === null ? 'text-faint' : passed ? 'text-good' : 'text-bad';
  const Icon = passed === null ? CircleDashed : passed ? Check : X;
  return (
    <span className={`inline-flex items-center gap-1 whitespace-nowrap ${tone}`}>
      <Icon className="size-3.5" strokeWidth={2.5} aria-hidden="true" />
      {shown}
      {reward !== null && reward !== 0 && reward !== 1 ? (
        <span className="tabular text-muted">({reward.toFixed(2)})</span>
      ) : null}
      {exceptionType ? <span className="text-muted">· {exceptionType}</span> : null}
    </span>
  );
}
