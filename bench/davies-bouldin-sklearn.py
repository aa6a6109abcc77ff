"""scikit-learn's davies_bouldin_score. argv: a folder with the files `rows` and `labels`, dimensions. See python-yardstick.ts."""
import sys
import time

import numpy as np
from sklearn.metrics import davies_bouldin_score

rows = np.fromfile(f"{sys.argv[1]}/rows", dtype=np.float32).reshape(-1, int(sys.argv[2]))
labels = np.fromfile(f"{sys.argv[1]}/labels", dtype=np.uint32)
print("ready", flush=True)
for _ in sys.stdin:
    started = time.perf_counter()
    davies_bouldin_score(rows, labels)
    print((time.perf_counter() - started) * 1000, flush=True)
