type Lab = readonly [lightness: number, a: number, b: number];

/** A way through a perceptual colour space (OKLab): equal steps along it look equally far apart. */
interface Ramp {
  light: readonly Lab[];
  dark: readonly Lab[];
}

/** From the ground's side to the ink's: what is more stands out more, on paper and on a dark screen. */
export const ramps = {
  more: {
    light: [
      [0.83, -0.06, 0.13],
      [0.32, 0.02, -0.16],
    ],
    dark: [
      [0.42, 0.04, -0.15],
      [0.92, -0.06, 0.14],
    ],
  },
  /** Loss, nothing, gain. */
  bothWays: {
    light: [
      [0.5, 0.15, 0.09],
      [0.86, 0.015, 0.045],
      [0.45, -0.04, -0.14],
    ],
    dark: [
      [0.74, 0.14, 0.09],
      [0.38, 0.012, 0.035],
      [0.76, -0.05, -0.11],
    ],
  },
} as const satisfies Record<string, Ramp>;

export type RampId = keyof typeof ramps;

/** The place at `t`, 0 to 1, on a way of straight pieces of the same share each. */
export function labAt(way: readonly Lab[], t: number): Lab {
  const along = Math.min(1, Math.max(0, t)) * (way.length - 1);
  const piece = Math.min(way.length - 2, Math.floor(along));
  const [from, to] = [way[piece]!, way[piece + 1]!];
  return [0, 1, 2].map((c) => from[c]! + (to[c]! - from[c]!) * (along - piece)) as unknown as Lab;
}

/** OKLab as #rrggbb, cut to what sRGB can show. Source: Björn Ottosson, "A perceptual color space", 2020. */
export function labToHex([lightness, a, b]: Lab): string {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const linear = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  return `#${linear
    .map((v) => (v <= 0.0031308 ? 12.92 * v : 1.055 * v ** (1 / 2.4) - 0.055))
    .map((v) =>
      Math.round(Math.min(1, Math.max(0, v)) * 255)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}

/** The colour of a ramp at `t`, 0 to 1, as CSS that follows the theme. */
export const rampColor = (id: RampId, t: number): string =>
  `light-dark(${labToHex(labAt(ramps[id].light, t))}, ${labToHex(labAt(ramps[id].dark, t))})`;
