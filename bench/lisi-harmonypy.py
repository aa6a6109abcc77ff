"""harmonypy's compute_lisi, perplexity 30. argv: a folder with the files `rows` and `labels`, dimensions. See python-yardstick.ts."""
import sys
import time

import numpy as np
import pandas as pd
from harmonypy import compute_lisi

rows = np.fromfile(f"{sys.argv[1]}/rows", dtype=np.float32).reshape(-1, int(sys.argv[2])).astype(np.float64)
labels = pd.DataFrame({"label": np.fromfile(f"{sys.argv[1]}/labels", dtype=np.uint32).astype(str)})
print("ready", flush=True)
for _ in sys.stdin:
    started = time.perf_counter()
    compute_lisi(rows, labels, ["label"], 30)
    print((time.perf_counter() - started) * 1000, flush=True)
