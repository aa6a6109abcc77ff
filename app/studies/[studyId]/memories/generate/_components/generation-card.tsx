import Link from 'next/link';
import { Badge } from '@/app/_components/badge';
import { countOf, formatCount, formatDate, formatUsd } from '@/app/_components/format';
import { JobProgress } from '@/app/_components/job-progress';
import { Panel } from '@/app/_components/panel';
import { TableFrame } from '@/app/_components/table-frame';
import type { GenerationRow, GenerationTotals } from '@/lib/queries/generations';
import { RetryForm } from './retry-form';
import { TakeBack } from './take-back';

const headings = ['Done', 'Failed', 'Skipped', 'Waiting', 'Memories', 'From cache', 'Tokens', 'Cost'];

function Figures({ totals: t }: { totals: GenerationTotals }) {
  const unknown = (reason: string) => (
    <span className="text-faint" title={reason}>
      –<span className="sr-only"> {reason}</span>
    </span>
  );
  return (
    <>
      {[t.done, t.failed, t.skipped, t.waiting, t.memories, t.fromCache].map((n, i) => (
        <td key={headings[i]} className={`num ${n === 0 ? 'text-faint' : ''}`}>
          {formatCount(n)}
        </td>
      ))}
      <td className="num">
        {t.inputTokens === null || t.outputTokens === null
          ? unknown('the service did not count')
          : formatCount(t.inputTokens + t.outputTokens)}
      </td>
      <td className="num">
        {t.costUsd === null ? unknown('no price is known for this model') : formatUsd(t.costUsd)}
      </td>
    </>
  );
}

/** Which budget a retry would have to raise. */
function budgetOf({ stopped, spec }: GenerationRow): { unit: 'usd' | 'tokens'; amount: number } | null {
  if (stopped?.reason !== 'budget') return null;
  if (spec.budgetUsd !== null) return { unit: 'usd', amount: spec.budgetUsd };
  return spec.budgetTokens === null ? null : { unit: 'tokens', amount: spec.budgetTokens };
}

/** One generation: how far it is, what it took, what failed and why. */
export function GenerationCard({ generation: g }: { generation: GenerationRow }) {
  const { totals, job } = g;
  const running = job !== null && job.state !== 'done';
  const settled = [
    `seed ${g.spec.seed}`,
    g.spec.model,
    g.spec.budgetUsd === null ? null : `budget ${formatUsd(g.spec.budgetUsd)}`,
    g.spec.budgetTokens === null ? null : `budget ${formatCount(g.spec.budgetTokens)} tokens`,
    g.spec.replayOnly ? 'kept answers only' : null,
  ].filter(Boolean);
  return (
    <Panel
      title={
        g.poolId ? (
          <Link className="link" href={`/studies/${g.studyId}/memories?pool=${g.poolId}`}>
            {g.name}
          </Link>
        ) : (
          g.name
        )
      }
      note={`${formatDate(g.createdAt)} · ${settled.join(' · ')}`}
      actions={
        g.undoneAt ? (
          <Badge>taken back</Badge>
        ) : (
          <>
            <span className="tabular text-muted">{countOf(totals.memories, 'memory', 'memories')}</span>
            {running && job?.state !== 'failed' && job?.state !== 'cancelled' ? null : (
              <TakeBack importId={g.importId} />
            )}
          </>
        )
      }
    >
      <div className="space-y-4">
        {running ? <JobProgress job={job} onEnd="refresh" /> : null}
        <TableFrame caption={`Items of ${g.name}`}>
          <thead>
            <tr>
              <th scope="col">Kind</th>
              {headings.map((heading) => (
                <th key={heading} scope="col" className="num">
                  {heading}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {g.kinds.map((k) => (
              <tr key={k.kind}>
                <th scope="row">{k.kind === 'judge' ? 'verdict' : k.kind}</th>
                <Figures totals={k} />
              </tr>
            ))}
            {g.kinds.length > 1 ? (
              <tr>
                <th scope="row">all</th>
                <Figures totals={totals} />
              </tr>
            ) : null}
          </tbody>
        </TableFrame>
        {g.problems.length > 0 ? (
          <ul className="space-y-1.5" aria-label="What failed and why">
            {g.problems.map((p) => (
              <li key={`${p.state} ${p.reason}`} className="flex flex-wrap items-baseline gap-x-2">
                <Badge tone={p.state === 'failed' ? 'bad' : 'neutral'}>
                  {formatCount(p.count)} {p.state}
                </Badge>
                <span className="min-w-0 break-words">
                  <span className="text-muted">
                    {p.kinds.map((kind) => (kind === 'judge' ? 'verdict' : kind)).join(', ')}:
                  </span>{' '}
                  {p.message}{' '}
                  <Link className="link" href={`/studies/${g.studyId}/trials/${p.trialId}`}>
                    {p.count > 1 ? 'one such trial' : 'the trial'}
                  </Link>
                </span>
              </li>
            ))}
          </ul>
        ) : null}
        {g.stopped && !running ? (
          <p className="rounded-md bg-warn-soft px-3 py-2 text-warn">
            {g.stopped.message} {g.stopped.hint}
          </p>
        ) : null}
        {!g.undoneAt && job?.state === 'done' && totals.failed + totals.waiting > 0 ? (
          <RetryForm
            key={g.job?.id}
            generationId={g.id}
            failed={totals.failed}
            waiting={totals.waiting}
            budget={budgetOf(g)}
          />
        ) : null}
      </div>
    </Panel>
  );
}
