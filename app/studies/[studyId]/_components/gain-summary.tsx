import Link from 'next/link';
import { conditionColor } from '@/app/_charts/palette';
import { EstimateText } from '@/app/_components/estimate';
import { countOf, formatCount, formatPoints, formatPValue } from '@/app/_components/format';
import { TableFrame } from '@/app/_components/table-frame';
import type { ConditionRow } from '@/lib/queries/conditions';
import type { Headline } from '@/lib/queries/get-headline';
import { type Strip, toStrips } from '../_charts/gain-strip-rows';

interface Props {
  studyId: string;
  headline: Headline;
  conditions: ConditionRow[];
}

/** Every condition's gain over the baseline with its interval, drawn in the row that says it. */
export function GainSummary({ studyId, headline, conditions }: Props) {
  const { low, high, strips } = toStrips(headline.gains.map((g) => g.gain));
  const settings = new Map(conditions.map((c) => [c.id, c.settings]));
  return (
    <>
      <TableFrame caption={`Gain over ${headline.over} per condition`}>
        <thead>
          <tr>
            <th scope="col">Condition</th>
            <th scope="col" className="num">
              Gain in pp
            </th>
            <th scope="col" className="w-full min-w-40">
              <span aria-hidden="true" className="flex justify-between font-normal tabular">
                <span>{formatPoints(low, 0)}</span>
                <span>{formatPoints(high, 0)}</span>
              </span>
              <span className="sr-only">Drawing of the interval</span>
            </th>
            <th
              scope="col"
              className="num"
              title="Adjusted over all comparisons of the study (Benjamini–Hochberg)"
            >
              p adjusted
            </th>
            <th scope="col" className="num">
              Paired tasks
            </th>
          </tr>
        </thead>
        <tbody>
          {headline.gains.map(({ conditionId, label, gain }, i) => (
            <tr key={conditionId}>
              <th scope="row" className="min-w-24 max-w-36 sm:min-w-44 sm:max-w-64 break-words">
                {label}
              </th>
              <td className="num">
                <EstimateText
                  estimate={gain.estimate}
                  ciLow={gain.ciLow}
                  ciHigh={gain.ciHigh}
                  format="points"
                />
              </td>
              <td className="min-w-40">
                <GainStrip
                  strip={strips[i] ?? null}
                  color={conditionColor(settings.get(conditionId) ?? {}, false)}
                />
              </td>
              <td className="num">{gain.pAdjusted === null ? '–' : formatPValue(gain.pAdjusted)}</td>
              <td className="num">{formatCount(gain.pairedTasks)}</td>
            </tr>
          ))}
        </tbody>
      </TableFrame>
      <p className="mt-3 text-xs text-muted">
        {headline.apart > 0
          ? `${countOf(headline.apart, 'more condition shares', 'more conditions share')} no task with the baseline. `
          : ''}
        <Link href={`/studies/${studyId}/gains`} className="link">
          Per benchmark, and how the intervals were made
        </Link>
      </p>
    </>
  );
}

/** A point with its interval against zero; the numbers stand beside it. */
function GainStrip({ strip, color }: { strip: Strip | null; color: string }) {
  if (!strip) return null;
  return (
    <span aria-hidden="true" className="relative block h-5">
      <span className="absolute -inset-y-1.5 w-px bg-line-strong" style={{ left: `${strip.zero}%` }} />
      {strip.interval ? (
        <span
          className="absolute top-1/2 h-0.5 -translate-y-1/2 rounded-full"
          style={{
            left: `${strip.interval.from}%`,
            width: `${strip.interval.width}%`,
            background: color,
          }}
        />
      ) : null}
      <span
        className={`absolute top-1/2 size-2.5 -translate-x-1/2 -translate-y-1/2 rounded-full border-2 ${strip.interval ? '' : 'bg-raised'}`}
        style={{
          left: `${strip.value}%`,
          borderColor: color,
          ...(strip.interval ? { background: color } : {}),
        }}
      />
    </span>
  );
}
