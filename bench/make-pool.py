"""Writes a seeded pool of insights as the paper's writer does: make-pool.py FILE ENTRIES DIMENSIONS list|numpy"""

import pickle
import random
import sys

path, entries, dimensions, kind = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
chance = random.Random(7)


def words(count):
    return " ".join(f"w{int(20_000 * chance.random() ** 3)}" for _ in range(count))


def vectors():
    if kind == "numpy":
        import numpy

        generator = numpy.random.default_rng(7)
        while True:
            yield generator.standard_normal(dimensions, dtype="float32")
    while True:
        yield [chance.gauss(0, 1) for _ in range(dimensions)]


pool = [
    {
        "key_embedding": vector,
        "benchmark": f"benchmark-{i % 6}",
        "type": "insight",
        "llm_judge": chance.random() < 0.6,
        "task_name": f"task-{i // 3}",
        "task": words(80),
        "insight": {"title": words(8), "description": words(20), "content": words(60)},
    }
    for i, vector in zip(range(entries), vectors())
]
with open(path, "wb") as file:
    pickle.dump(pool, file)
