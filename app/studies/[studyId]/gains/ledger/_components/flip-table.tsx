import { ArrowDown, ArrowUp, Equal } from 'lucide-react';
import Link from 'next/link';
import { BenchmarkMark } from '@/app/_components/benchmark-mark';
import { countOf } from '@/app/_components/format';
import { TableFrame } from '@/app/_components/table-frame';
import type { FlipOutcome } from '@/lib/core/gains/ledger';
import type { LedgerLine, NamedMemory } from '@/lib/queries/get-ledger';
import { CauseMark } from './cause-mark';

const marks = {
  gained: { Icon: ArrowUp, tone: 'text-good' },
  lost: { Icon: ArrowDown, tone: 'text-bad' },
  same: { Icon: Equal, tone: 'text-faint' },
} as const;

/** Gained, lost or the same: by shape and word, colour only beside. */
function FlipMark({ outcome }: { outcome: FlipOutcome }) {
  const { Icon, tone } = marks[outcome];
  return (
    <span className={`inline-flex items-center gap-1 whitespace-nowrap ${tone}`}>
      <Icon className="size-3.5" strokeWidth={2.5} aria-hidden="true" />
      {outcome}
    </span>
  );
}

function Memories({
  ids,
  named,
  href,
}: {
  ids: readonly string[];
  named: ReadonlyMap<string, NamedMemory>;
  href: (memory: string) => string;
}) {
  if (ids.length === 0) return <span className="text-faint">none linked</span>;
  return (
    <details>
      <summary className="whitespace-nowrap text-xs leading-5 text-muted">
        {countOf(ids.length, 'memory', 'memories')}
      </summary>
      <ul className="mt-1 min-w-56 space-y-0.5 text-xs">
        {ids.map((id) => (
          <li key={id}>
            <Link className="link" href={href(id)} title="Show the tasks whose prompts held it">
              {named.get(id)?.title ?? 'a deleted memory'}
            </Link>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** Tasks with what became of them, each leading to its page; losses with a place for their cause. */
export function FlipTable({
  studyId,
  lines,
  benchmarks,
  labelOf,
  named,
  memoryHref,
}: {
  studyId: string;
  lines: readonly LedgerLine[];
  /** All names, which fix their colours. */
  benchmarks: readonly string[];
  labelOf: (condition: string) => string;
  named: ReadonlyMap<string, NamedMemory>;
  memoryHref: (memory: string) => string;
}) {
  return (
    <TableFrame caption="Tasks by what became of them">
      <thead>
        <tr>
          <th scope="col">Task</th>
          <th scope="col">Benchmark</th>
          <th scope="col">Condition</th>
          <th scope="col">Outcome</th>
          <th scope="col" className="num">
            Baseline
          </th>
          <th scope="col" className="num">
            Condition
          </th>
          <th scope="col">In the prompt</th>
          <th scope="col">Cause of the loss</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={`${line.taskId} ${line.condition}`}>
            <th scope="row" className="min-w-36 max-w-64 wrap-anywhere">
              <Link className="link" href={`/studies/${studyId}/tasks/${line.taskId}`}>
                {line.task}
              </Link>
            </th>
            <td>
              <BenchmarkMark name={line.benchmark} all={benchmarks} />
            </td>
            <td className="min-w-24">{labelOf(line.condition)}</td>
            <td>
              <FlipMark outcome={line.outcome} />
            </td>
            <td className="num">
              {line.baseline.passed}/{line.baseline.trials}
            </td>
            <td className="num">
              {line.withMemory.passed}/{line.withMemory.trials}
            </td>
            <td>
              <Memories ids={line.memories} named={named} href={memoryHref} />
            </td>
            <td className="min-w-40">
              {line.outcome === 'lost' ? (
                <CauseMark
                  studyId={studyId}
                  taskId={line.taskId}
                  conditionId={line.condition}
                  title={`${line.task} under ${labelOf(line.condition)}`}
                  said={line.causes}
                />
              ) : (
                <span className="text-faint">–</span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}
