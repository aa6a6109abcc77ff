"""Writes reference values for the statistics of gains, with scipy and numpy: python3 gains-statistics.py > file.json

The regression and the random-effects summary are written down here from their formulas in matrix form, and REML is
found by minimising the restricted likelihood: other code than ours, on other routes.
"""
import json
import numpy as np
import scipy
from scipy import optimize, stats, special

rng = np.random.default_rng(20260)


def special_functions():
    beta = [(x, a, b) for a, b in [(0.5, 0.5), (1, 3), (2.5, 0.5), (40, 60), (500, 0.5), (5000, 5001), (1e-2, 3)]
            for x in [1e-8, 0.01, 0.3, 0.5, 0.77, 0.999]]
    inverse = [(p, a, b) for a, b in [(0.5, 0.5), (1, 12), (9, 4), (258, 234), (5000, 5001), (15, 0.5)]
               for p in [0.005, 0.025, 0.5, 0.975, 0.995]]
    return {
        'incomplete_beta': [[x, a, b, special.betainc(a, b, x)] for x, a, b in beta],
        'incomplete_beta_inverse': [[p, a, b, special.betaincinv(a, b, p)] for p, a, b in inverse],
        't_quantile': [[p, df, stats.t.ppf(p, df)] for df in [1, 2, 4, 5.5, 30, 490] for p in
                       [0.005, 0.1, 0.4, 0.6, 0.975, 0.9995]],
        't_p': [[t, df, 2 * stats.t.sf(abs(t), df)] for df in [1, 4, 29, 490] for t in [0, -0.3, 2.1, 9.5]],
        'chi_squared_upper': [[x, df, stats.chi2.sf(x, df)] for df in [1, 2, 5, 12, 100] for x in
                              [0.01, 1, 4.2, 30, 152.233]],
        'log_gamma': [[x, special.gammaln(x)] for x in [0.01, 0.5, 1, 2, 3.7, 11.9, 12, 500.5, 10001]],
        'binomial': [[k, n, p, stats.binom.pmf(k, n, p), stats.binom.cdf(k, n, p)] for n, p in
                     [(1, 0.5), (10, 0.13), (491, 0.08), (2000, 0.5)] for k in [0, 1, n // 3, n - 1, n] if k >= 0],
    }


def regressions():
    cases = []
    for name, n, groups in [('five_clusters', 40, 5), ('many_clusters', 300, 60), ('large_offset', 60, 12)]:
        cluster = rng.integers(0, groups, n)
        x1, x2 = rng.random(n), rng.normal(size=n)
        if name == 'large_offset':
            x1, x2 = 1e5 + x1, 1e-4 * x2
        y = 0.1 + 0.4 * (x1 - x1.mean()) - 0.2 * x2 / x2.std() + rng.normal(size=groups)[cluster] * 0.3 + rng.normal(size=n)
        design = np.column_stack([np.ones(n), x1 - (1e5 if name == 'large_offset' else 0), x2])
        beta, *_ = np.linalg.lstsq(design, y, rcond=None)
        e = y - design @ beta
        bread = np.linalg.inv(design.T @ design)
        meat = sum(np.outer(s, s) for s in (design[cluster == g].T @ e[cluster == g] for g in range(groups)))
        g, k = len(set(cluster)), 3
        v = g / (g - 1) * (n - 1) / (n - k) * bread @ meat @ bread
        se = np.sqrt(np.diag(v))
        t = stats.t.ppf(0.975, g - 1)
        slopes = slice(1, None) if name == 'large_offset' else slice(None)
        cases.append({'id': name, 'y': y.tolist(), 'x1': x1.tolist(), 'x2': x2.tolist(), 'cluster': cluster.tolist(),
                      'expected': {'beta': beta[slopes].tolist(), 'se': se[slopes].tolist(),
                                   'low': (beta - t * se)[slopes].tolist(), 'high': (beta + t * se)[slopes].tolist(),
                                   'p': (2 * stats.t.sf(np.abs(beta / se), g - 1))[slopes].tolist(),
                                   'r_squared': 1 - (e @ e) / np.sum((y - y.mean()) ** 2)}})
    return cases


def random_effects(y, v):
    y, v = np.array(y), np.array(v)
    k = len(y)

    def restricted(t2):
        w = 1 / (v + t2)
        mu = np.sum(w * y) / np.sum(w)
        return 0.5 * (np.sum(np.log(v + t2)) + np.log(np.sum(w)) + np.sum(w * (y - mu) ** 2))

    grid = np.concatenate([[0], np.geomspace(1e-6, 100, 4000) * np.var(y)])
    best = grid[np.argmin([restricted(t) for t in grid])]
    reml = 0.0
    if best > 0:
        reml = optimize.minimize_scalar(restricted, bounds=(best / 1.05, best * 1.05), method='bounded',
                                        options={'xatol': 1e-14}).x
        slope = lambda t: (restricted(t * (1 + 1e-5)) - restricted(t * (1 - 1e-5))) / (2e-5 * t)
        reml = optimize.brentq(slope, best / 1.05, best * 1.05, xtol=1e-14)

    def generalised_q(t2):
        w = 1 / (v + t2)
        return np.sum(w * (y - np.sum(w * y) / np.sum(w)) ** 2) - (k - 1)
    pm = optimize.brentq(generalised_q, 0, 1000 * (np.var(y) + np.max(v))) if generalised_q(0) > 0 else 0.0
    out = {}
    for name, t2 in [('REML', reml), ('Paule–Mandel', pm)]:
        w = 1 / (v + t2)
        mu = np.sum(w * y) / np.sum(w)
        h = np.sum(w * (y - mu) ** 2) / (k - 1)
        se = np.sqrt(max(1, h) / np.sum(w))
        half = stats.t.ppf(0.975, k - 1) * se
        row = {'tau_squared': t2, 'estimate': mu, 'se': se, 'low': mu - half, 'high': mu + half,
               'p': 2 * stats.t.sf(abs(mu / se), k - 1), 'h': h}
        if k > 2:
            wide = stats.t.ppf(0.975, k - 2) * np.sqrt(t2 + se ** 2)
            row['prediction'] = [mu - wide, mu + wide]
        out[name] = row
    q = generalised_q(0) + k - 1
    out['q'], out['q_p'], out['i_squared'] = q, stats.chi2.sf(q, k - 1), max(0, (q - k + 1) / q)
    return out


def mcnemar_power(tasks, only_first, only_second, alpha):
    total = 0.0
    for d in range(tasks + 1):
        weight = stats.binom.pmf(d, tasks, only_first + only_second)
        if weight == 0 or d == 0:
            continue
        x = np.arange(d + 1)
        p = np.minimum(1, 2 * stats.binom.cdf(np.minimum(x, d - x), d, 0.5))
        total += weight * np.sum(stats.binom.pmf(x, d, only_second / (only_first + only_second))[p <= alpha])
    return total


# 13 trials of BCG vaccine against tuberculosis (Colditz et al. 1994): log relative risks.
table = [(4, 119, 11, 128), (6, 300, 29, 274), (3, 228, 11, 209), (62, 13536, 248, 12619), (33, 5036, 47, 5761),
         (180, 1361, 372, 1079), (8, 2537, 10, 619), (505, 87886, 499, 87892), (29, 7470, 45, 7232),
         (17, 1699, 65, 1600), (186, 50448, 141, 27197), (5, 2493, 3, 2338), (27, 16886, 29, 17825)]
bcg = ([float(np.log(a / (a + b)) - np.log(c / (c + d))) for a, b, c, d in table],
       [1 / a - 1 / (a + b) + 1 / c - 1 / (c + d) for a, b, c, d in table])
meta = [('bcg', *bcg),
        ('six_benchmarks', [0.03, -0.01, 0.05, 0.022, 0.11, 0.0], [0.0004, 0.0009, 0.0006, 0.0005, 0.001, 0.006]),
        ('alike', [0.02, 0.021, 0.019, 0.02], [0.001, 0.002, 0.001, 0.003]),
        ('two', [0.1, -0.05], [0.001, 0.0004])]

print(json.dumps({
    'what': 'special functions, cluster-robust regression, random effects, power of the exact McNemar test',
    'computed_with': {'versions': {'numpy': np.__version__, 'scipy': scipy.__version__},
                      'script': 'scripts/reference/gains-statistics.py'},
    'special': special_functions(),
    'regressions': regressions(),
    'random_effects': [{'id': i, 'y': list(y), 'v': list(v), 'expected': random_effects(y, v)} for i, y, v in meta],
    'mcnemar_power': [[t, b, c, a, float(mcnemar_power(t, b, c, a))] for t, b, c, a in
                      [(12, 0.1, 0.4, 0.05), (89, 0.05, 0.15, 0.05), (100, 0.1, 0.1, 0.05), (491, 0.06, 0.11, 0.05),
                       (491, 0.06, 0.11, 0.01), (1000, 0.0, 0.01, 0.05), (3, 0.2, 0.8, 0.05)]],
}, default=float))
