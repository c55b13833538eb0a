#!/usr/bin/env python3
"""Measures diff and check on large graphs and on the example's: review_bench.py PEDIGREE REVIEW_GRAPHS [GRAPH]

Prints CPU time, and peak memory; fails where 100,000 flows take more than 2 s or 1 GiB, or GRAPH more than 50 ms.
"""

import pathlib
import subprocess
import sys
import tempfile
import os

POLICIES = sorted(p for p in pathlib.Path("policies").glob("*.txtpb") if not p.name.endswith("_test.txtpb"))


def run(command):
    """CPU seconds and peak memory in MiB; findings are fine."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode > 1:
        raise RuntimeError(f"exit status {process.returncode}: {command}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def measure(pedigree, base, head, seconds):
    policies = [word for policy in POLICIES for word in ("--policy", policy)]
    good = True
    for name, command in (
        ("diff", [pedigree, "diff", base, head]),
        ("check", [pedigree, "check", head, *policies]),
        ("check --baseline", [pedigree, "check", head, "--baseline", base, *policies]),
    ):
        took, memory = min(run(command) for _ in range(3))
        fits = took <= seconds and memory <= 1024
        good = good and fits
        print(f"| {name} | {took:.3f} | {memory:.0f} | {'yes' if fits else 'NO'} |")
    return good


def main():
    pedigree, graphs = sys.argv[1:3]
    good = True
    with tempfile.TemporaryDirectory() as folder:
        print("\n| 100,000 flows | CPU, s | MiB | within 2 s, 1 GiB |\n|---|---|---|---|")
        base, head = f"{folder}/base.graph", f"{folder}/head.graph"
        subprocess.run([graphs, "100000", base, head], check=True)
        good = measure(pedigree, base, head, 2) and good
    for graph in sys.argv[3:]:
        print("\n| the example | CPU, s | MiB | within 50 ms |\n|---|---|---|---|")
        good = measure(pedigree, graph, graph, 0.05) and good
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
