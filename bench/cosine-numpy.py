"""Cosine top k with numpy, float32: the matrix product of normalised rows, then argpartition, 250 queries at a time.

argv: a folder with the files `rows` and `queries`, dimensions, k. See python-yardstick.ts for what is read and written.
"""
import sys
import time

import numpy as np

dimensions, k = int(sys.argv[2]), int(sys.argv[3])
rows, queries = (
    np.fromfile(f"{sys.argv[1]}/{name}", dtype=np.float32).reshape(-1, dimensions) for name in ("rows", "queries")
)
# Made once, as our side prepares its rows once.
rows = rows / np.linalg.norm(rows, axis=1, keepdims=True)


def search():
    unit = queries / np.linalg.norm(queries, axis=1, keepdims=True)
    found = np.empty((len(unit), k), np.int64)
    for start in range(0, len(unit), 250):
        scores = unit[start : start + 250] @ rows.T
        top = np.argpartition(-scores, k, axis=1)[:, :k]
        order = np.argsort(-np.take_along_axis(scores, top, 1), axis=1, kind="stable")
        found[start : start + 250] = np.take_along_axis(top, order, 1)
    return found


search().astype(np.uint32).tofile(f"{sys.argv[1]}/found")
print("ready", flush=True)
for _ in sys.stdin:
    started = time.perf_counter()
    search()
    print((time.perf_counter() - started) * 1000, flush=True)
