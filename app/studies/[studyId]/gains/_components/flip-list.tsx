import Link from 'next/link';
import { Panel } from '@/app/_components/panel';
import { TableFrame } from '@/app/_components/table-frame';
import { UrlSelect } from '@/app/_components/url-select';
import type { ConditionGains, Flip, GainsReport } from '@/lib/core/gains/report';
import type { TaskId } from '@/lib/queries/tasks';

/** Of each kind: more rows than anybody reads would be laid out with every view of the page. */
const mostFlips = 100;

interface Props {
  report: GainsReport;
  studyId: string;
  tasks: readonly TaskId[];
  /** The condition whose flips are shown; null shows the first that has any. */
  chosen: string | null;
  /** Only the flips of this benchmark; null shows all. */
  benchmark: string | null;
  /** The baseline of the address, which goes along. */
  baseline: string | undefined;
}

function Flips({
  title,
  flips,
  ledger,
  link,
}: {
  title: string;
  flips: Flip[];
  /** Address of the page that lists all. */
  ledger: string;
  link: (flip: Flip) => string | null;
}) {
  if (flips.length === 0) return <p className="text-muted">{title}: none.</p>;
  return (
    <div className="max-h-96 overflow-y-auto">
      <TableFrame caption={`${title}: ${flips.length}`} captionHidden={false}>
        <thead>
          <tr>
            <th scope="col">Task</th>
            <th scope="col">Benchmark</th>
            <th scope="col" className="num">
              Baseline
            </th>
            <th scope="col" className="num">
              Condition
            </th>
          </tr>
        </thead>
        <tbody>
          {flips.slice(0, mostFlips).map((f) => {
            const href = link(f);
            return (
              <tr key={`${f.benchmark} ${f.task}`}>
                <th scope="row" className="min-w-36 wrap-anywhere">
                  {href ? (
                    <Link className="link" href={href}>
                      {f.task}
                    </Link>
                  ) : (
                    f.task
                  )}
                </th>
                <td className="text-muted">{f.benchmark}</td>
                <td className="num">
                  {f.baseline.passed}/{f.baseline.trials}
                </td>
                <td className="num">
                  {f.condition.passed}/{f.condition.trials}
                </td>
              </tr>
            );
          })}
        </tbody>
      </TableFrame>
      {flips.length > mostFlips ? (
        <p className="mt-2 text-xs text-muted">
          The first {mostFlips} of {flips.length}.{' '}
          <Link className="link" href={ledger}>
            The ledger lists all
          </Link>
        </p>
      ) : null}
    </div>
  );
}

const flipped = (c: ConditionGains): boolean => c.flips.gained.length + c.flips.lost.length > 0;

/** The tasks that flipped either way, each leading to its page. */
export function FlipList({ report, studyId, tasks, chosen, benchmark, baseline }: Props) {
  const others = report.conditions.filter((c) => !c.isBaseline);
  const shown = others.find((c) => c.condition === chosen) ?? others.find(flipped) ?? others[0];
  if (!shown) return null;
  const ids = new Map(tasks.map((t) => [`${t.benchmark}\u0000${t.task}`, t.id]));
  const link = (f: Flip) => {
    const id = ids.get(`${f.benchmark}\u0000${f.task}`);
    return id ? `/studies/${studyId}/tasks/${id}` : null;
  };
  const { onlyBaseline, onlyCondition } = shown.unpaired;
  const { passK, missing } = report.settings;
  const asked = new URLSearchParams({ k: String(passK), missing });
  if (baseline !== undefined) asked.set('baseline', baseline);
  if (benchmark !== null) asked.set('benchmark', benchmark);
  const ledger = `/studies/${studyId}/gains/ledger?${asked}`;
  const among = (flips: Flip[]) => flips.filter((f) => benchmark === null || f.benchmark === benchmark);
  return (
    <Panel
      id="flips"
      title="Tasks that flipped"
      note="Solved by at least one attempt on one side and by none on the other. The lost ones are the negative transfer."
      actions={
        <>
          <UrlSelect
            name="in"
            label="Benchmark"
            value={benchmark ?? ''}
            options={[
              { value: '', label: 'all' },
              ...report.benchmarks.map((name) => ({ value: name, label: name })),
            ]}
          />
          <UrlSelect
            name="flips"
            label="Condition"
            value={shown.condition}
            options={others.map((c) => ({
              value: c.condition,
              label: `${c.label} (+${c.flips.gained.length} −${c.flips.lost.length})`,
            }))}
          />
        </>
      }
    >
      <div className="grid gap-6 lg:grid-cols-2">
        <Flips title="Gained" flips={among(shown.flips.gained)} {...{ ledger, link }} />
        <Flips title="Lost" flips={among(shown.flips.lost)} {...{ ledger, link }} />
      </div>
      {onlyBaseline.length + onlyCondition.length > 0 ? (
        <p className="mt-3 text-xs text-muted">
          Not compared: tasks that only the baseline has ({onlyBaseline.length}) or only {shown.label} has (
          {onlyCondition.length}).
        </p>
      ) : null}
    </Panel>
  );
}
