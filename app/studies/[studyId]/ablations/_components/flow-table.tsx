import { BenchmarkMark } from '@/app/_components/benchmark-mark';
import { formatCount, formatPercent } from '@/app/_components/format';
import { TableFrame } from '@/app/_components/table-frame';
import type { ArmSummary } from '@/lib/core/retrieval/arm-summary';

/** Who feeds whom: for each target benchmark, the share of its memories that come from each source benchmark. */
export function FlowTable({ flows, benchmarks }: { flows: ArmSummary['flows']; benchmarks: string[] }) {
  const hitsOf = (target: string, source: string | null) =>
    flows.find((flow) => flow.target === target && flow.source === source)?.hits ?? 0;
  const targets = [...new Set(flows.map(({ target }) => target))].sort();
  const known = new Set(flows.flatMap(({ source }) => source ?? []));
  const sources: (string | null)[] = [...known].sort();
  if (flows.some(({ source }) => source === null)) sources.push(null);
  return (
    <TableFrame caption="Share of each target benchmark's memories by source benchmark, in percent">
      <thead>
        <tr>
          <th scope="col">Target ↓ source →</th>
          {sources.map((source) => (
            <th key={source} scope="col" className="num">
              {source ?? 'unknown'}
            </th>
          ))}
          <th scope="col" className="num">
            Memories
          </th>
        </tr>
      </thead>
      <tbody>
        {targets.map((target) => {
          const total = sources.reduce((sum, source) => sum + hitsOf(target, source), 0);
          return (
            <tr key={target}>
              <th scope="row">
                <BenchmarkMark name={target} all={benchmarks} />
              </th>
              {sources.map((source) => {
                const share = hitsOf(target, source) / total;
                return (
                  <td
                    key={source}
                    className="num"
                    title={`${formatCount(hitsOf(target, source))} of ${formatCount(total)} memories`}
                    style={{
                      background: `color-mix(in srgb, var(--accent) ${Math.round(share * 45)}%, transparent)`,
                    }}
                  >
                    {share === 0 ? <span className="text-faint">–</span> : formatPercent(share, 0)}
                  </td>
                );
              })}
              <td className="num">{formatCount(total)}</td>
            </tr>
          );
        })}
      </tbody>
    </TableFrame>
  );
}
