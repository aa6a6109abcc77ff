import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readGolden } from '../golden/read-golden';
import { benjaminiHochberg } from './benjamini-hochberg';
import { clopperPearsonInterval } from './clopper-pearson-interval';
import { clusteredStandardError } from './clustered-error';
import { cohensH } from './cohens-h';
import { discordantOddsRatio } from './discordant-odds-ratio';
import { holm } from './holm';
import { kendallCorrelation } from './kendall-correlation';
import { mcNemar } from './mcnemar';
import { pearsonCorrelation } from './pearson-correlation';
import { spearmanCorrelation } from './spearman-correlation';
import { wilcoxonSignedRank, type ZeroMethod } from './wilcoxon-signed-rank';
import { wilsonInterval } from './wilson-interval';

interface Golden {
  mcnemar: { b_only_A: number; c_only_B: number; expected: { exact_p: number | null; mid_p?: number } }[];
  multiple_testing: { p: number[]; expected: { benjamini_hochberg: number[]; holm: number[] } }[];
  proportion_intervals: {
    c: number;
    n: number;
    expected: Record<string, { wilson: [number, number]; clopper_pearson: [number, number] }>;
  }[];
  cohens_h: { rows: [p: number, q: number, h: number][] };
  wilcoxon: {
    id: string;
    d: number[];
    n_nonzero: number;
    has_ties: boolean;
    expected: Record<string, { W?: number; p?: number; p_two_sided?: number; error?: string }>;
  }[];
  correlations: {
    id: string;
    x: number[];
    y: number[];
    has_ties: boolean;
    expected: Record<string, number | 'NaN'>;
  }[];
}
const golden = readGolden<Golden>('tests');

describe('mcNemar', () => {
  it.each(golden.mcnemar)('agrees with statsmodels for $b_only_A against $c_only_B', (row) => {
    const { exact, midP } = mcNemar(row.b_only_A, row.c_only_B);
    expect(Math.abs(exact - (row.expected.exact_p ?? 1))).toBeLessThanOrEqual(1e-9);
    if (row.expected.mid_p !== undefined)
      expect(Math.abs(midP - row.expected.mid_p)).toBeLessThanOrEqual(1e-9);
  });

  it('is symmetric, a probability, and survives counts whose powers of a half underflow', () => {
    fc.assert(
      fc.property(fc.nat(3000), fc.nat(3000), (b, c) => {
        const result = mcNemar(b, c);
        expect(result).toEqual(mcNemar(c, b));
        expect(result.exact).toBeGreaterThanOrEqual(0);
        expect(result.exact).toBeLessThanOrEqual(1);
        expect(result.midP).toBeLessThanOrEqual(result.exact);
      }),
    );
    expect(mcNemar(1500, 1500).exact).toBe(1);
    expect(() => mcNemar(-1, 2)).toThrow(RangeError);
  });
});

describe('adjustment for many tests', () => {
  it.each(golden.multiple_testing)('agrees with statsmodels and R on $p', ({ p, expected }) => {
    benjaminiHochberg(p).forEach((q, i) => {
      expect(Math.abs(q - expected.benjamini_hochberg[i]!)).toBeLessThanOrEqual(1e-12);
    });
    holm(p).forEach((q, i) => {
      expect(Math.abs(q - expected.holm[i]!)).toBeLessThanOrEqual(1e-12);
    });
  });

  it('never lowers a p-value, and Holm is the stricter', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30 }), (p) => {
        const strict = holm(p);
        benjaminiHochberg(p).forEach((q, i) => {
          expect(q).toBeGreaterThanOrEqual(p[i]!);
          expect(strict[i]!).toBeGreaterThanOrEqual(q - 1e-15);
        });
      }),
    );
    expect(() => holm([Number.NaN])).toThrow(RangeError);
  });
});

describe('wilsonInterval', () => {
  it.each(golden.proportion_intervals)('agrees with statsmodels for $c of $n', ({ c, n, expected }) => {
    for (const [level, { wilson }] of Object.entries(expected)) {
      const { low, high } = wilsonInterval(c, n, Number(level));
      expect(Math.abs(low - Math.max(0, wilson[0]))).toBeLessThanOrEqual(1e-9);
      expect(Math.abs(high - Math.min(1, wilson[1]))).toBeLessThanOrEqual(1e-9);
    }
  });

  it('refuses an empty sample', () => {
    expect(() => wilsonInterval(0, 0, 0.95)).toThrow(RangeError);
  });
});

describe('clusteredStandardError', () => {
  interface MeanSe {
    cases: { id: string; x: number[]; cluster: number[]; expected: { se_clustered_CR1: number | null } }[];
  }
  it.each(readGolden<MeanSe>('mean_se').cases)(
    'agrees with statsmodels on $id',
    ({ x, cluster, expected }) => {
      const estimate = clusteredStandardError(x, cluster);
      expect(expected.se_clustered_CR1).toBeTypeOf('number');
      expect(Math.abs(estimate.value! - expected.se_clustered_CR1!)).toBeLessThanOrEqual(1e-12);
    },
  );

  it('needs two tasks', () => {
    expect(clusteredStandardError([1, 0], ['a', 'a']).value).toBeNull();
    expect(clusteredStandardError([], []).value).toBeNull();
    expect(() => clusteredStandardError([1, Number.NaN], ['a', 'b'])).toThrow(/finite/);
  });
});

describe('clopperPearsonInterval', () => {
  it.each(golden.proportion_intervals)('agrees with statsmodels for $c of $n', ({ c, n, expected }) => {
    for (const [level, { clopper_pearson }] of Object.entries(expected)) {
      const { low, high } = clopperPearsonInterval(c, n, Number(level));
      expect(Math.abs(low - clopper_pearson[0])).toBeLessThanOrEqual(1e-8);
      expect(Math.abs(high - clopper_pearson[1])).toBeLessThanOrEqual(1e-8);
    }
  });

  it('refuses an empty sample, more successes than trials and what is no number', () => {
    for (const [c, n] of [
      [0, 0],
      [3, 2],
      [Number.NaN, 2],
    ] as const)
      expect(() => clopperPearsonInterval(c, n, 0.95)).toThrow(/whole number/);
    expect(() => clopperPearsonInterval(1, 2, 1)).toThrow(RangeError);
  });
});

describe('cohensH', () => {
  it.each(golden.cohens_h.rows)('agrees with statsmodels on %d against %d', (p, q, h) => {
    expect(Math.abs(cohensH(p, q) - h)).toBeLessThanOrEqual(1e-12);
  });
});

describe('discordantOddsRatio', () => {
  it('has limits that the exact test rejects at just their level', () => {
    // π = odds / (1 + odds): at the lower limit P(X ≥ b) is 2.5 %, as the binomial distribution says term by term.
    const { value } = discordantOddsRatio(7, 3, 0.95);
    expect(value!.oddsRatio).toBeCloseTo(7 / 3, 14);
    const tail = (odds: number, from: number, to: number) => {
      let [p, ways] = [0, 1];
      for (let x = 0; x <= 10; x++) {
        if (x >= from && x <= to) p += (ways * odds ** x) / (1 + odds) ** 10;
        ways = (ways * (10 - x)) / (x + 1);
      }
      return p;
    };
    expect(tail(value!.low, 7, 10)).toBeCloseTo(0.025, 12);
    expect(tail(value!.high!, 0, 7)).toBeCloseTo(0.025, 12);
  });

  it('adds a half where a side never won, says so, and has no upper limit then', () => {
    expect(discordantOddsRatio(5, 0, 0.95).value).toMatchObject({
      oddsRatio: 11,
      corrected: true,
      high: null,
    });
    const { low } = discordantOddsRatio(5, 0, 0.95).value!;
    expect(low / (1 + low)).toBeCloseTo(0.025 ** (1 / 5), 12);
    expect(discordantOddsRatio(0, 5, 0.95).value).toMatchObject({ oddsRatio: 1 / 11, low: 0 });
    expect(discordantOddsRatio(0, 0, 0.95).reason).toMatch(/no pair differs/);
  });
});

describe('wilcoxonSignedRank', () => {
  const close = (ours: number, theirs: number | undefined) =>
    expect(Math.abs(ours - theirs!)).toBeLessThanOrEqual(1e-9);

  it.each(golden.wilcoxon.filter(({ n_nonzero }) => n_nonzero > 0))('agrees with scipy on $id', (row) => {
    for (const zeros of ['wilcox', 'pratt', 'zsplit'] satisfies ZeroMethod[]) {
      const approximate = wilcoxonSignedRank(row.d, { zeros, mode: 'approximate' });
      close(approximate.statistic, row.expected[`${zeros}_approx`]!.W);
      close(approximate.pValue, row.expected[`${zeros}_approx`]!.p);
    }
    const automatic = wilcoxonSignedRank(row.d);
    const clean = !row.has_ties && row.n_nonzero === row.d.length;
    expect(automatic.method).toBe(clean ? 'exact' : 'approximate');
    if (clean) close(automatic.pValue, row.expected.wilcox_exact!.p);
    const enumerated = row.expected.exact_by_enumeration_zeros_dropped_ties_midranks;
    if (enumerated)
      close(
        wilcoxonSignedRank(row.d, { mode: 'exact' }).pValue,
        (enumerated as { p_two_sided: number }).p_two_sided,
      );
  });

  it('counts sign patterns exactly, whatever ties and zeros there are', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.integer({ min: -4, max: 4 }).map((x) => x / 3),
          { minLength: 1, maxLength: 9 },
        ),
        fc.constantFrom<ZeroMethod>('wilcox', 'pratt', 'zsplit'),
        (d, zeros) => {
          const { pValue, positiveRankSum, negativeRankSum } = wilcoxonSignedRank(d, {
            zeros,
            mode: 'exact',
          });
          const sizes = d.map((x) => Math.round(Math.abs(x) * 3));
          const ranked = zeros === 'wilcox' ? sizes.filter((x) => x > 0) : sizes;
          const rank = (x: number) =>
            ranked.filter((y) => y < x).length + (ranked.filter((y) => y === x).length + 1) / 2;
          const ranks = ranked.filter((x) => x > 0).map(rank);
          let extreme = 0;
          for (let mask = 0; mask < 1 << ranks.length; mask++) {
            const sum = ranks.reduce((s, r, i) => s + (mask & (1 << i) ? r : -r), 0);
            if (Math.abs(sum) >= Math.abs(positiveRankSum - negativeRankSum)) extreme++;
          }
          expect(pValue).toBeCloseTo(extreme / 2 ** ranks.length, 12);
        },
      ),
    );
  });

  it('says that nothing differs instead of testing', () => {
    const result = wilcoxonSignedRank([0, 0, 0, 1e-14]);
    expect(result).toMatchObject({ statistic: 0, pValue: 1, reason: 'no pair differs' });
    expect(wilcoxonSignedRank([0, 0], { zeros: 'zsplit' }).pValue).toBe(1);
    expect(wilcoxonSignedRank([0.5]).pValue).toBe(1);
    expect(wilcoxonSignedRank([1e300, -1e301, 2e301]).positiveRankSum).toBe(4);
    expect(() => wilcoxonSignedRank([])).toThrow(RangeError);
    expect(() => wilcoxonSignedRank([1, Number.NaN])).toThrow(
      expect.objectContaining({ code: 'invalid-input' }),
    );
  });
});

describe('correlations', () => {
  it.each(golden.correlations)('agree with scipy and R on $id', ({ id, x, y, expected, has_ties }) => {
    const results = [
      [spearmanCorrelation(x, y), expected.spearman_rho, expected.spearman_p_t],
      [
        kendallCorrelation(x, y),
        expected.kendall_tau_b,
        has_ties ? expected.kendall_p_asymptotic : expected.kendall_p,
      ],
      [pearsonCorrelation(x, y), expected.pearson_r, expected.pearson_p],
    ] as const;
    for (const [{ estimate, pValue }, value, p] of results) {
      if (id === 'constant_x') {
        expect(value).toBe('NaN');
        expect([estimate.value, pValue.value]).toEqual([null, null]);
        expect(estimate.reason).toMatch(/throughout/);
      } else if (id === 'n2') {
        expect(estimate.reason).toMatch(/at least 3/);
      } else {
        expect(Math.abs(estimate.value! - (value as number))).toBeLessThanOrEqual(1e-12);
        expect(Math.abs(pValue.value! - (p as number))).toBeLessThanOrEqual(1e-9);
      }
    }
  });

  it('stay within −1 and 1, do not depend on the side, and turn round with it', () => {
    const list = fc.array(
      fc.tuple(fc.integer({ min: -5, max: 5 }), fc.double({ noNaN: true, noDefaultInfinity: true })),
      {
        maxLength: 12,
      },
    );
    fc.assert(
      fc.property(list, (pairs) => {
        const [x, y] = [pairs.map(([a]) => a), pairs.map(([, b]) => b)];
        for (const correlate of [spearmanCorrelation, kendallCorrelation, pearsonCorrelation]) {
          const { estimate, pValue } = correlate(x, y);
          if (estimate.value === null) continue;
          expect(Math.abs(estimate.value)).toBeLessThanOrEqual(1);
          expect(pValue.value!).toBeGreaterThanOrEqual(0);
          expect(pValue.value!).toBeLessThanOrEqual(1);
          expect(correlate(y, x).estimate.value).toBeCloseTo(estimate.value, 9);
          expect(
            correlate(
              x.map((a) => -a),
              y,
            ).estimate.value,
          ).toBeCloseTo(-estimate.value, 9);
        }
      }),
    );
    expect(() => pearsonCorrelation([1, 2], [1])).toThrow(RangeError);
    expect(() => spearmanCorrelation([1, Number.NaN, 2], [1, 2, 3])).toThrow(/finite/);
  });
});
