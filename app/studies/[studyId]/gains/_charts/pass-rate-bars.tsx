'use client';

import { Bar, BarChart, CartesianGrid, ErrorBar, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { usePrintLayout } from '@/app/_charts/print-layout';
import type { BarGroup, BarPoint } from './bar-rows';
import type { Series } from './series';

const axisWidth = 56;
/** The sine of 40 degrees, by which labels are turned where they would run into each other. */
const slope = 0.64;
/** Width of a letter of an axis label, so that neighbours do not run into each other. */
const letterWidth = 6.6;
const patternId = (id: string) => `hatch-${id}`;

export interface PassRates {
  groups: BarGroup[];
  series: Series[];
  metric: string;
}

/** Fills the height of what it stands in. */
export function PassRateBars({ groups, series, metric }: PassRates) {
  const point = (group: BarGroup, id: string): BarPoint => group[id] as BarPoint;
  const longest = Math.max(...groups.map((g) => g.benchmark.length)) * letterWidth + 14;
  const minWidth = axisWidth + groups.length * Math.max(series.length * 13 + 24, longest);
  const print = usePrintLayout();
  const turned = print !== null && (print - axisWidth) / groups.length < longest;
  return (
    <div className="h-full overflow-x-auto overflow-y-hidden">
      <div className="h-full" style={{ minWidth: print === null ? minWidth : 0 }}>
        <ResponsiveContainer width="100%" height="100%">
          <BarChart
            data={groups}
            margin={{ top: 8, right: 4, bottom: 0, left: -8 }}
            barGap={1}
            barCategoryGap="18%"
            accessibilityLayer
          >
            <defs>
              {series
                .filter((s) => s.hatched)
                .map((s) => (
                  <pattern
                    key={s.id}
                    id={patternId(s.id)}
                    width="6"
                    height="6"
                    patternUnits="userSpaceOnUse"
                    patternTransform="rotate(45)"
                  >
                    <rect width="6" height="6" fill={s.color} fillOpacity="0.28" />
                    <rect width="2.6" height="6" fill={s.color} />
                  </pattern>
                ))}
            </defs>
            <CartesianGrid vertical={false} stroke="var(--line)" />
            <XAxis
              dataKey="benchmark"
              tickLine={false}
              axisLine={{ stroke: 'var(--line-strong)' }}
              tick={{ fill: 'var(--text-muted)', fontSize: 11 }}
              {...(turned ? { angle: -40, textAnchor: 'end', height: longest * slope } : {})}
              interval={0}
            />
            <YAxis
              domain={[0, 100]}
              ticks={[0, 25, 50, 75, 100]}
              tickLine={false}
              axisLine={false}
              unit=" %"
              width={56}
              tick={{ fill: 'var(--text-muted)', fontSize: 11 }}
            />
            <Tooltip
              cursor={{ fill: 'var(--surface-sunken)' }}
              contentStyle={{
                background: 'var(--surface-raised)',
                border: '1px solid var(--line-strong)',
                borderRadius: 6,
                fontSize: 12,
              }}
              labelStyle={{ fontWeight: 600 }}
              formatter={(value, name, item) => {
                const group = item.payload as BarGroup;
                const own = series.find((s) => s.label === name);
                const whisker = own ? point(group, own.id).whisker : null;
                const number = Number(value);
                const interval = whisker
                  ? ` [${(number - whisker[0]).toFixed(1)}, ${(number + whisker[1]).toFixed(1)}]`
                  : '';
                return [`${number.toFixed(1)} %${interval}`, name];
              }}
            />
            {series.map((s) => (
              <Bar
                key={s.id}
                name={s.label}
                dataKey={(g: BarGroup) => point(g, s.id).value}
                fill={s.hatched ? `url(#${patternId(s.id)})` : s.color}
                stroke={s.color}
                strokeWidth={s.hatched ? 1 : 0}
                maxBarSize={22}
                // A bar of nothing would be left out, and its interval with it.
                minPointSize={1}
                isAnimationActive={false}
                aria-label={`${metric} of ${s.label}`}
              >
                <ErrorBar
                  dataKey={(g: BarGroup) => point(g, s.id).whisker}
                  width={3}
                  strokeWidth={1.1}
                  stroke="var(--text)"
                  isAnimationActive={false}
                />
              </Bar>
            ))}
          </BarChart>
        </ResponsiveContainer>
      </div>
    </div>
  );
}
