import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { memoryTypes } from '@/lib/core/vocabulary';

const css = readFileSync(new URL('../globals.css', import.meta.url), 'utf8');
const darkAt = css.indexOf('[data-theme="dark"]');

/** The colours of one theme by the name of their variable. */
const tokens = (block: string): Map<string, string> =>
  new Map([...block.matchAll(/--([a-z0-9-]+):\s*(#[0-9a-f]{6})/g)].map((m) => [m[1]!, m[2]!]));

const themes = {
  light: tokens(css.slice(0, darkAt)),
  dark: tokens(css.slice(darkAt, css.indexOf('@theme'))),
};

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

function contrast(a: string, b: string): number {
  const [darker, lighter] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (lighter! + 0.05) / (darker! + 0.05);
}

describe.each(['light', 'dark'] as const)('%s theme', (name) => {
  const theme = themes[name];
  const color = (token: string): string => {
    const hex = theme.get(token);
    if (!hex) throw new Error(`globals.css has no --${token} in the ${name} theme`);
    return hex;
  };

  it('keeps every text readable on every surface (AA, 4.5)', () => {
    const texts = ['text', 'text-muted', 'text-faint', 'accent', 'good', 'bad', 'warn'];
    const surfaces = ['surface', 'surface-raised', 'surface-sunken'];
    const tinted = texts.filter((t) => theme.has(`${t}-soft`)).map((t): [string, string] => [t, `${t}-soft`]);
    const pairs = [...texts.flatMap((t) => surfaces.map((s): [string, string] => [t, s])), ...tinted];
    expect(pairs.filter(([t, s]) => contrast(color(t), color(s)) < 4.5)).toEqual([]);
  });

  it('keeps marks and borders of controls visible on panels (3)', () => {
    const marks = [
      ...memoryTypes.map((t) => `type-${t}`),
      ...Array.from({ length: 8 }, (_, i) => `benchmark-${i + 1}`),
      'baseline',
      'line-control',
    ];
    expect(marks.filter((m) => contrast(color(m), color('surface-raised')) < 3)).toEqual([]);
  });

  it('orders memory types by lightness, so that the ramp survives greyscale', () => {
    const ramp = memoryTypes.map((t) => luminance(color(`type-${t}`)));
    expect(ramp).toEqual([...ramp].sort((a, b) => b - a));
    for (let i = 1; i < ramp.length; i++) expect(ramp[i - 1]! / ramp[i]!).toBeGreaterThan(1.2);
  });
});
