import { conditionColor, isHatched } from '@/app/_charts/palette';
import type { Average, GainsReport } from '@/lib/core/gains/report';
import type { ConditionSettings } from '@/lib/core/vocabulary';

/** A share as charts draw it. */
export const percent = (p: number): number => p * 100;

/** A condition as the charts draw it. */
export interface Series {
  id: string;
  label: string;
  color: string;
  hatched: boolean;
  isBaseline: boolean;
}

/** Shades that tell conditions of one colour apart: itself, lighter, darker, lightest. */
const shades = [
  (color: string) => color,
  (color: string) => `color-mix(in srgb, ${color} 62%, var(--surface-raised))`,
  (color: string) => `color-mix(in srgb, ${color} 62%, var(--text))`,
  (color: string) => `color-mix(in srgb, ${color} 36%, var(--surface-raised))`,
];

/** The conditions as the charts draw them. */
export function toSeries(report: GainsReport, settings: ReadonlyMap<string, ConditionSettings>): Series[] {
  return report.conditions.map((c) => {
    const own = settings.get(c.condition) ?? {};
    return {
      id: c.condition,
      label: c.label,
      color: conditionColor(own, c.isBaseline),
      hatched: !c.isBaseline && isHatched(own),
      isBaseline: c.isBaseline,
    };
  });
}

/** The same series, those of one colour and hatching in shades of it. */
function shade(series: readonly Series[]): Series[] {
  const alike = new Map<string, number>();
  return series.map((s) => {
    const kind = `${s.color} ${s.hatched}`;
    const before = alike.get(kind) ?? 0;
    alike.set(kind, before + 1);
    return { ...s, color: shades[before % shades.length]!(s.color) };
  });
}

/** So many conditions are drawn; more make bars too thin to tell apart and a forest too long to read. */
const mostDrawn = 12;
/** Of more than that, so many are drawn until others are asked for. */
const drawnOfMany = 8;

/** Whether there are more conditions than are drawn at once. */
export const areMany = (series: readonly Series[]): boolean => series.length > mostDrawn;

/**
 * The conditions that are drawn, those of one colour in shades of it. All of a few; of many the first that share a
 * benchmark with their baseline, or those that are asked for. Baselines are always among them.
 */
export function drawnSeries(
  report: GainsReport,
  series: readonly Series[],
  average: Average,
  asked: readonly string[] = [],
): Series[] {
  if (!areMany(series)) return shade(series);
  const wanted = new Set(asked.filter((id) => series.some((s) => s.id === id)));
  if (wanted.size === 0) {
    const comparable = report.conditions.filter(
      (c) => !c.isBaseline && c.totals[average].gain?.estimate.value != null,
    );
    for (const { condition } of comparable.slice(0, drawnOfMany)) wanted.add(condition);
  }
  return shade(series.filter((s) => s.isBaseline || wanted.has(s.id)));
}
