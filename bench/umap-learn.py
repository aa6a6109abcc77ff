"""umap-learn, cosine, 15 neighbours, default epochs, after a warm-up that compiles everything.

argv: a folder with the file `rows`, dimensions. Leaves the picture there as `umap-learn`. See python-yardstick.ts.
"""
import sys
import time
import warnings

import numpy as np

warnings.filterwarnings("ignore")
import umap

dimensions = int(sys.argv[2])
rows = np.fromfile(f"{sys.argv[1]}/rows", dtype=np.float32).reshape(-1, dimensions)
settings = dict(n_neighbors=15, min_dist=0.1, metric="cosine")
# Above 4,096 points neighbours are found by another way, which is compiled too.
umap.UMAP(**settings).fit_transform(np.random.default_rng(1).normal(size=(4500, 64)).astype(np.float32))

print("ready", flush=True)
for _ in sys.stdin:
    started = time.perf_counter()
    picture = umap.UMAP(**settings).fit_transform(rows)
    took = (time.perf_counter() - started) * 1000
    picture.astype(np.float32).tofile(f"{sys.argv[1]}/umap-learn")
    print(took, flush=True)
