"""Turns a table of results into lines that Carryover imports: python3 adapter.py results.csv > results.jsonl"""
import csv
import json
import sys

REWARDS = {"true": 1, "false": 0}  # an empty cell is no verdict, which is not a zero

for row in csv.DictReader(open(sys.argv[1], newline="")):
    print(json.dumps({
        "type": "trial",
        "benchmark": row["benchmark"],
        "task": row["task"],
        "condition": row["condition"],
        "attempt": int(row["attempt"]),
        "reward": REWARDS.get(row["passed"]),
        "costUsd": float(row["cost"]),
    }))
