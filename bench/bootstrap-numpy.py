"""BCa bootstrap of the gain of every condition in every benchmark and over all, as one would write it with numpy."""

import json
import sys
import time
from statistics import NormalDist

import numpy as np

given = json.load(open(sys.argv[1]))
conditions, tasks, attempts, benchmarks, resamples = (
    given[name] for name in ("conditions", "tasks", "attempts", "benchmarks", "resamples")
)
passed = np.fromfile(sys.argv[2], dtype=np.uint8).reshape(conditions, tasks, attempts)
rates = passed.mean(axis=2)
members = [np.arange(tasks) % benchmarks == b for b in range(benchmarks)]
normal = NormalDist()


def bca(sampled, values, weight):
    estimate = sum(w * v.mean() for v, w in zip(values, weight))
    below = (sampled < estimate - 1e-9).mean() + (np.abs(sampled - estimate) <= 1e-9).mean() / 2
    influences = [w * (v - v.mean()) / len(v) for v, w in zip(values, weight)]
    squares = sum((u**2).sum() for u in influences)
    acceleration = sum((u**3).sum() for u in influences) / (6 * squares**1.5)
    bias = normal.inv_cdf(below)
    limits = []
    for tail in (0.025, 0.975):
        shifted = bias + normal.inv_cdf(tail)
        limits.append(normal.cdf(bias + shifted / (1 - acceleration * shifted)))
    return [estimate, *np.quantile(sampled, limits)]


def interval_of_all(values):
    """Cells and the task-weighted total of one list of differences."""
    random = np.random.default_rng(7)
    parts = [values[m] for m in members]
    means = [part[random.integers(0, len(part), (resamples, len(part)))].mean(axis=1) for part in parts]
    weight = [len(part) / tasks for part in parts]
    total = sum(w * m for w, m in zip(weight, means))
    return [bca(m, [part], [1]) for m, part in zip(means, parts)] + [bca(total, parts, weight)]


def everything():
    """Rates of every condition, and its gain over the first."""
    return [
        [interval_of_all(rates[c]), interval_of_all(rates[c] - rates[0]) if c else None]
        for c in range(conditions)
    ]


json.dump(everything(), open(sys.argv[3], "w"))
print("ready", flush=True)
for _ in sys.stdin:
    started = time.perf_counter()
    everything()
    print((time.perf_counter() - started) * 1000, flush=True)
