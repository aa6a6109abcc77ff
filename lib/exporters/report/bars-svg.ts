import { type Average, averageLabel, type GainsReport } from '@/lib/core/gains/report';
import { at, conditionTone, drawing, fitText } from './chart-parts';
import { html, type Markup } from './html';
import type { ReportContent } from './report-content';

const height = 220;
const top = 10;
const left = 36;
const plotWidth = 820;
/** More bars than these stand too thin on one line. */
const mostBars = 72;

/**
 * Pass rates as bars with intervals, in groups by benchmark: grey baseline, hatched where memories came from other
 * benchmarks. Null, so that the table speaks alone, where there would be too many to tell apart.
 */
export function barsSvg(
  report: GainsReport,
  average: Average,
  settings: ReportContent['settings'],
): Markup | null {
  const { conditions, benchmarks } = report;
  const groups = [...benchmarks, averageLabel(average)];
  if (conditions.length === 0 || groups.length * conditions.length > mostBars) return null;
  const groupWidth = plotWidth / groups.length;
  const barWidth = Math.min(34, (groupWidth * 0.82) / conditions.length);
  const y = (rate: number) => top + (1 - rate) * height;
  const toneOf = (i: number) =>
    conditionTone(settings.get(conditions[i]!.condition), conditions[i]!.isBaseline);
  const hatched = (i: number) =>
    !conditions[i]!.isBaseline && settings.get(conditions[i]!.condition)?.scope === 'cross-domain';
  const fill = (i: number) => (hatched(i) ? `url(#hatch-${i})` : toneOf(i));
  const patterns = conditions.map(
    (_, i) =>
      hatched(i) &&
      html`<pattern id="hatch-${i}" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="5" height="5" fill="${toneOf(i)}" fill-opacity="0.25"/><rect width="2.2" height="5" fill="${toneOf(i)}"/></pattern>`,
  );
  const grid = [0, 25, 50, 75, 100].map(
    (tick) =>
      html`<line x1="${left}" x2="${left + plotWidth}" y1="${at(y(tick / 100))}" y2="${at(y(tick / 100))}" class="${tick === 0 ? 'axis' : 'grid'}"/><text x="${left - 6}" y="${at(y(tick / 100) + 4)}" text-anchor="end" class="faint">${tick}</text>`,
  );
  const bars = groups.map((group, g) => {
    const start = left + g * groupWidth + (groupWidth - barWidth * conditions.length) / 2;
    return html`${conditions.map(({ label, cells, totals }, i) => {
      const { estimate, ciLow, ciHigh } = (cells[g] ?? totals[average]).rate;
      if (estimate.value === null) return null;
      const center = start + (i + 0.5) * barWidth;
      return html`<rect x="${at(center - barWidth * 0.45)}" y="${at(y(estimate.value))}" width="${at(barWidth * 0.9)}" height="${at(estimate.value * height)}" fill="${fill(i)}"><title>${`${label}, ${group}: ${(estimate.value * 100).toFixed(1)} %`}</title></rect>${
        ciLow !== null &&
        ciHigh !== null &&
        html`<path d="M${at(center)} ${at(y(ciLow))}V${at(y(ciHigh))}M${at(center - 3)} ${at(y(ciLow))}h6M${at(center - 3)} ${at(y(ciHigh))}h6" class="whisker"/>`
      }`;
    })}<text x="${at(left + (g + 0.5) * groupWidth)}" y="${top + height + 16}" text-anchor="middle">${fitText(group, Math.max(6, Math.floor(groupWidth / 7)))}</text>`;
  });
  const legend = conditions.map(({ label }, i) => {
    const [column, row] = [i % 3, Math.floor(i / 3)];
    const [x, line] = [left + column * (plotWidth / 3), top + height + 40 + row * 18];
    return html`<rect x="${at(x)}" y="${line - 9}" width="12" height="10" fill="${fill(i)}"/><text x="${at(x + 18)}" y="${line}">${fitText(label, 36)}</text>`;
  });
  return drawing(
    `pass@${report.settings.passK} in percent by benchmark and condition, with intervals`,
    left + plotWidth,
    top + height + 34 + Math.ceil(conditions.length / 3) * 18,
    html`<defs>${patterns}</defs>${grid}${bars}${legend}`,
  );
}
