import { Badge } from '@/app/_components/badge';
import { FoldedText } from '@/app/_components/folded-text';
import { formatCount } from '@/app/_components/format';
import type { Step } from '@/lib/core/vocabulary';

const edges = {
  system: 'border-l-line-strong',
  user: 'border-l-accent',
  agent: 'border-l-[var(--type-insight)]',
} as const;

/** Parts of a step have no identity but their place in it. */
const numbered = <T,>(items: T[]): { item: T; number: number }[] =>
  items.map((item, i) => ({ item, number: i + 1 }));

/** One step: what was said, thought, done and seen. Everything in it is hostile text and shown as text. */
export function StepView({
  step,
  number,
  highlighted,
  subagent,
}: {
  step: Step;
  number: number;
  highlighted: boolean;
  subagent: number | null;
}) {
  const body = (
    <div className="space-y-2.5">
      {step.reasoning ? (
        <div className="border-l-2 border-line pl-3 text-muted">
          <p className="text-2xs font-medium uppercase tracking-wide">Reasoning</p>
          <FoldedText text={step.reasoning} />
        </div>
      ) : null}
      {step.message ? <FoldedText text={step.message} /> : null}
      {numbered(step.toolCalls).map(({ item: call, number: n }) => (
        <div key={n} className="rounded-md border border-line bg-sunken px-3 py-2">
          <p className="text-2xs font-medium uppercase tracking-wide text-muted">{call.name}</p>
          <FoldedText text={call.input} mono />
        </div>
      ))}
      {numbered(step.observations).map(({ item: seen, number: n }) => (
        <div key={n} className="pl-3">
          <p className="text-2xs font-medium uppercase tracking-wide text-muted">
            Observation{seen.subagent ? ` · sub-agent ${seen.subagent}` : ''}
          </p>
          <div className="text-muted">
            {seen.content ? (
              <FoldedText text={seen.content} mono />
            ) : (
              <span className="text-faint">empty</span>
            )}
          </div>
        </div>
      ))}
      {!step.message && step.toolCalls.length + step.observations.length === 0 ? (
        <p className="text-faint">empty</p>
      ) : null}
    </div>
  );
  return (
    <li
      id={`step-${number}`}
      data-step={number}
      tabIndex={-1}
      className={`scroll-mt-4 rounded-lg border border-l-4 border-line ${step.copied ? 'bg-sunken' : 'bg-raised'} px-4 py-3 ${edges[step.source]} ${highlighted ? 'ring-2 ring-accent' : ''} ${step.copied ? 'border-dashed' : ''}`}
    >
      <div className="mb-1.5 flex flex-wrap items-baseline gap-x-3 gap-y-1 text-xs text-muted">
        <a
          href={`?${subagent === null ? '' : `subagent=${subagent}&`}step=${number}`}
          aria-label={`Link to step ${number}`}
          className="tabular font-semibold text-ink hover:underline"
        >
          {number}
        </a>
        <span className="font-medium">{step.source}</span>
        {step.model ? <span>{step.model}</span> : null}
        {step.copied ? <Badge>copied from an earlier file</Badge> : null}
        <span className="tabular ml-auto">
          {[
            step.promptTokens === null ? null : `${formatCount(step.promptTokens)} tokens in`,
            step.completionTokens === null ? null : `${formatCount(step.completionTokens)} out`,
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </div>
      {step.copied ? (
        <details>
          <summary className="text-xs text-muted">Show the repeated step</summary>
          <div className="mt-2">{body}</div>
        </details>
      ) : (
        body
      )}
    </li>
  );
}
