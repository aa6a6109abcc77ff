import type { ConditionSettings } from '@/lib/core/vocabulary';
import { html, type Markup } from './html';

/** The colour of a condition, by its meaning as on every chart, for the style sheet of the report. */
export function conditionTone(settings: ConditionSettings | undefined, isBaseline: boolean): string {
  if (isBaseline || settings?.memoryType === 'none') return 'var(--baseline)';
  return settings?.memoryType ? `var(--type-${settings.memoryType})` : 'var(--accent)';
}

/** Round numbers that enclose the values, and zero with them. */
export function ticksFor(
  values: readonly number[],
  wanted = 5,
): { low: number; high: number; ticks: number[] } {
  const [least, most] = [Math.min(0, ...values), Math.max(0, ...values)];
  const raw = (most - least || 1) / wanted;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((m) => m * power).find((size) => size >= raw)!;
  const [low, high] = [Math.floor(least / step) * step, Math.ceil(most / step) * step];
  const count = Math.max(1, Math.round((high - low) / step));
  return {
    low,
    high: low + count * step,
    ticks: Array.from({ length: count + 1 }, (_, i) => Number((low + i * step).toFixed(10))),
  };
}

/** A text on one line of a drawing, cut where it would run over. */
export const fitText = (text: string, characters: number): string =>
  text.length <= characters ? text : `${[...text].slice(0, characters - 1).join('')}…`;

/** Coordinates to a tenth of a unit, which is finer than any print. */
export const at = (value: number): string => value.toFixed(1);

/** A drawing with a name for those who cannot see it. */
export const drawing = (title: string, width: number, height: number, content: Markup): Markup =>
  html`<svg viewBox="0 0 ${at(width)} ${at(height)}" width="${at(width)}" role="img" xmlns="http://www.w3.org/2000/svg"><title>${title}</title>${content}</svg>`;
