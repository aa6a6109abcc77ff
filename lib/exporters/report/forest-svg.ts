import { formatPoints } from '@/lib/core/format-number';
import { type Average, averageLabel, type Gain, type GainsReport } from '@/lib/core/gains/report';
import { at, conditionTone, drawing, fitText, ticksFor } from './chart-parts';
import { html, type Markup } from './html';
import type { ReportContent } from './report-content';

interface Row {
  label: string;
  pooled: boolean;
  tone: string;
  gain: Gain & { estimate: { value: number } };
}

const rowHeight = 20;
const labelWidth = 250;
const figureWidth = 150;
const plotWidth = 460;
const top = 26;

/** The gains to draw: of each condition the pooled one, then each benchmark's. */
function rowsOf(report: GainsReport, average: Average, settings: ReportContent['settings']): Row[] {
  return report.conditions.flatMap(({ condition, label, isBaseline, cells, totals }) =>
    [totals[average], ...cells].flatMap(({ gain, benchmark }, i): Row[] =>
      gain === null || gain.estimate.value === null
        ? []
        : [
            {
              label: i === 0 ? `${label}, ${averageLabel(average)}` : (benchmark ?? ''),
              pooled: i === 0,
              tone: conditionTone(settings.get(condition), isBaseline),
              gain: gain as Row['gain'],
            },
          ],
    ),
  );
}

/** Every gain with its interval around zero, the pooled ones as diamonds; null where there is none. */
export function forestSvg(
  report: GainsReport,
  average: Average,
  settings: ReportContent['settings'],
): Markup | null {
  const rows = rowsOf(report, average, settings);
  if (rows.length === 0) return null;
  const values = rows.flatMap(({ gain }) => [gain.estimate.value, gain.ciLow ?? 0, gain.ciHigh ?? 0]);
  const scale = ticksFor(values.map((value) => value * 100));
  const x = (points: number) => labelWidth + ((points - scale.low) / (scale.high - scale.low)) * plotWidth;
  const bottom = top + rows.length * rowHeight;
  const grid = scale.ticks.map(
    (tick) =>
      html`<line x1="${at(x(tick))}" x2="${at(x(tick))}" y1="${top - 6}" y2="${bottom}" class="${tick === 0 ? 'axis' : 'grid'}"/><text x="${at(x(tick))}" y="${top - 12}" class="faint" text-anchor="middle">${formatPoints(tick / 100, 0)}</text>`,
  );
  const marks = rows.map(({ label, pooled, tone, gain }, i) => {
    const y = top + (i + 0.5) * rowHeight;
    const center = x(gain.estimate.value * 100);
    const limits = gain.ciLow !== null && gain.ciHigh !== null ? ([gain.ciLow, gain.ciHigh] as const) : null;
    const whisker =
      limits &&
      html`<line x1="${at(x(limits[0] * 100))}" x2="${at(x(limits[1] * 100))}" y1="${at(y)}" y2="${at(y)}" stroke="${tone}" stroke-width="${pooled ? 2.5 : 1.5}"/>`;
    const point = pooled
      ? html`<path d="M${at(center - 6)} ${at(y)}l6 -5l6 5l-6 5z" fill="${tone}"/>`
      : html`<circle cx="${at(center)}" cy="${at(y)}" r="3.5" fill="${tone}"/>`;
    const figure = `${formatPoints(gain.estimate.value)}${limits ? ` [${formatPoints(limits[0])}, ${formatPoints(limits[1])}]` : ''}`;
    return html`${pooled && i > 0 && html`<line x1="0" x2="${labelWidth + plotWidth + figureWidth}" y1="${at(y - rowHeight / 2)}" y2="${at(y - rowHeight / 2)}" class="grid"/>`}<text x="${pooled ? 0 : 14}" y="${at(y + 4)}"${pooled && html` class="strong"`}>${fitText(label, 38)}</text>${whisker}${point}<text x="${labelWidth + plotWidth + figureWidth}" y="${at(y + 4)}" text-anchor="end" class="figure">${figure}</text>`;
  });
  return drawing(
    'Gains over the baseline in percentage points, with intervals',
    labelWidth + plotWidth + figureWidth,
    bottom + 4,
    html`${grid}${marks}`,
  );
}
