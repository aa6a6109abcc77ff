"""BM25 Okapi scores as rank_bm25 works them out: for each word of a query, its count is looked up in every document's
dictionary, and one numpy expression adds the word's share to all scores.

argv: a JSON file with `documents` and `queries` (lists of words), `k1`, `b`, `epsilon`, and the file that the scores of
all queries are written to, float64. See python-yardstick.ts for what is read and written.
"""
import json
import math
import sys
import time

import numpy as np

with open(sys.argv[1]) as file:
    given = json.load(file)
documents, queries = given["documents"], given["queries"]
k1, b, epsilon = given["k1"], given["b"], given["epsilon"]

counts = []
holders = {}
for words in documents:
    own = {}
    for word in words:
        own[word] = own.get(word, 0) + 1
    counts.append(own)
    for word in own:
        holders[word] = holders.get(word, 0) + 1
lengths = np.array([len(words) for words in documents])
mean_length = lengths.sum() / len(documents)
idf = {word: math.log(len(documents) - f + 0.5) - math.log(f + 0.5) for word, f in holders.items()}
floor = epsilon * sum(idf.values()) / len(idf)
idf = {word: floor if value < 0 else value for word, value in idf.items()}


def scores_of(query):
    scores = np.zeros(len(documents))
    for word in query:
        found = np.array([own.get(word) or 0 for own in counts])
        scores += (idf.get(word) or 0) * (found * (k1 + 1) / (found + k1 * (1 - b + b * lengths / mean_length)))
    return scores


def search():
    for query in queries:
        np.argpartition(-scores_of(query), 10)[:10]


np.concatenate([scores_of(query) for query in queries]).tofile(sys.argv[2])
print("ready", flush=True)
for _ in sys.stdin:
    started = time.perf_counter()
    search()
    print((time.perf_counter() - started) * 1000, flush=True)
