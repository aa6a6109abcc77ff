import { describe, expect, it } from 'vitest';
import { labAt, labToHex, type RampId, rampColor, ramps } from './ramp';

/** OKLab of #rrggbb, the inverse that the ramp is checked by. */
function toLab(hex: string): number[] {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

const cases = (Object.keys(ramps) as RampId[]).flatMap((id) =>
  (['light', 'dark'] as const).map((theme) => [id, theme] as const),
);

describe.each(cases)('ramp %s in the %s theme', (id, theme) => {
  const steps = 33;
  const way = Array.from({ length: steps }, (_, i) =>
    toLab(labToHex(labAt(ramps[id][theme], i / (steps - 1)))),
  );

  it('lies within what a screen shows', () => {
    for (let i = 0; i < steps; i++) {
      const wanted = labAt(ramps[id][theme], i / (steps - 1));
      for (let c = 0; c < 3; c++) expect(way[i]![c]).toBeCloseTo(wanted[c]!, 1.7);
    }
  });

  it('takes steps that look alike', () => {
    const each = way
      .slice(1)
      .map((lab, i) => Math.hypot(...lab.map((v, c) => v - way[i]![c]!)))
      .sort((a, b) => a - b);
    const median = each[steps >> 1]!;
    expect(each[0]! / median).toBeGreaterThan(0.6);
    expect(each.at(-1)! / median).toBeLessThan(1.6);
  });
});

describe('a ramp in one direction', () => {
  it('rises or falls in lightness all the way, so that it survives greyscale', () => {
    for (const theme of ['light', 'dark'] as const) {
      const lightness = [0, 0.25, 0.5, 0.75, 1].map((t) => labAt(ramps.more[theme], t)[0]);
      const sorted = [...lightness].sort((a, b) => a - b);
      expect([sorted, sorted.toReversed()]).toContainEqual(lightness);
    }
    expect(rampColor('more', 0)).toMatch(/^light-dark\(#[0-9a-f]{6}, #[0-9a-f]{6}\)$/);
  });
});
