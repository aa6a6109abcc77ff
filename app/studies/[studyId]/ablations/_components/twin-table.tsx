import { formatCount, formatNumber, formatPercent } from '@/app/_components/format';
import { TableFrame } from '@/app/_components/table-frame';
import { type FigureChange, figureChanges, twinPairs } from '@/lib/core/retrieval/suspect-twins';
import type { AblationRow } from '@/lib/queries/ablations';

const figures: { name: string; label: string; format: (value: number) => string }[] = [
  { name: 'median score', label: 'Median score', format: (value) => formatNumber(value, 3) },
  { name: 'failures', label: 'Failures, %', format: (value) => formatPercent(value, 0) },
  { name: 'abstraction', label: 'Abstraction', format: (value) => formatNumber(value, 3) },
  { name: 'redundancy', label: 'Redundancy', format: (value) => formatNumber(value, 3) },
  { name: 'tokens', label: '≈ tokens', format: (value) => formatNumber(value, 0) },
  { name: 'short', label: 'Short', format: formatCount },
];

function Change({ of, format }: { of: FigureChange | undefined; format: (value: number) => string }) {
  const text = (value: number | null) => (value === null ? '–' : format(value));
  if (!of) return <td className="num text-faint">–</td>;
  const [before, after] = [text(of.before), text(of.after)];
  return (
    <td className="num whitespace-nowrap">
      {before === after ? (
        <span className="text-muted">{before}</span>
      ) : (
        <>
          <span className="text-muted">{before} → </span>
          {after}
        </>
      )}
    </td>
  );
}

/** Each arm beside its twin without suspects: what was replaced, and what that does to its figures. */
export function TwinTable({ arms, summary }: Pick<AblationRow, 'arms' | 'summary'>) {
  const pairs = twinPairs(arms.map(({ settings }) => settings));
  return (
    <TableFrame caption="What changes without suspects">
      <thead>
        <tr>
          <th scope="col">Arm → twin</th>
          <th scope="col" className="num" title="Retrieved memories that others took the place of">
            Replaced
          </th>
          <th scope="col" className="num" title="Tasks for which another list is retrieved">
            Tasks affected
          </th>
          {figures.map(({ name, label }) => (
            <th key={name} scope="col" className="num">
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {pairs.map(({ original, twin }) => {
          const [before, after] = [arms[original]!, arms[twin]!];
          const change = summary?.twins?.find((one) => one.original === original);
          const changes =
            before.summary && after.summary ? figureChanges(before.summary, after.summary) : null;
          return (
            <tr key={original}>
              <th scope="row" className="min-w-52">
                <span className="mr-2 whitespace-nowrap text-faint">
                  {original + 1} → {twin + 1}
                </span>
                {before.label}
              </th>
              {changes ? (
                <>
                  <td className="num whitespace-nowrap">
                    {change ? formatCount(change.hitsReplaced) : '–'}
                    {change && change.hitsReplaced < change.hitsGone ? (
                      <span className="text-muted"> of {formatCount(change.hitsGone)}</span>
                    ) : null}
                  </td>
                  <td className="num whitespace-nowrap">
                    {change ? formatCount(change.tasksAffected) : '–'}
                    {change ? <span className="text-muted"> of {formatCount(change.tasks)}</span> : null}
                  </td>
                  {figures.map(({ name, format }) => (
                    <Change key={name} of={changes.find((one) => one.name === name)} format={format} />
                  ))}
                </>
              ) : (
                <td colSpan={figures.length + 2} className="text-muted">
                  waiting
                </td>
              )}
            </tr>
          );
        })}
      </tbody>
    </TableFrame>
  );
}
