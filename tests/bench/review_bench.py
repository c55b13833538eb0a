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
DIFF_FORMATS = ("text", "markdown", "json", "sarif", "html")
CHECK_FORMATS = ("text", "sarif", "junit", "gitlab", "rdjson", "github")


def run(command):
    """CPU seconds and peak memory in MiB; findings are fine."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode > 1:
        raise RuntimeError(f"exit status {process.returncode}: {command}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def measure(commands, seconds):
    """Of (name, command): prints a row each; whether all are within `seconds` and 1 GiB."""
    good = True
    for name, command in commands:
        took, memory = min(run(command) for _ in range(3))
        fits = took <= seconds and memory <= 1024
        good = good and fits
        print(f"| {name} | {took:.3f} | {memory:.0f} | {'yes' if fits else 'NO'} |", flush=True)
    return good


def review(pedigree, base, head):
    """A review of a change: what changed, and what it may not, in every format."""
    policies = [word for policy in POLICIES for word in ("--policy", policy)]
    for form in DIFF_FORMATS:
        yield f"diff, {form}", [pedigree, "diff", base, head, "--format", form]
    for form in CHECK_FORMATS:
        yield f"check, {form}", [pedigree, "check", head, *policies, "--format", form]
        yield f"check --baseline, {form}", [pedigree, "check", head, "--baseline", base, *policies, "--format", form]


def main():
    pedigree, graphs = sys.argv[1:3]
    good = True
    with tempfile.TemporaryDirectory() as folder:
        base, head, less_sure, tiny, tiny_head = (f"{folder}/{name}.graph" for name in ("base", "head", "less_sure", "tiny", "tiny_head"))
        subprocess.run([graphs, "100000", base, head, less_sure], check=True)
        subprocess.run([graphs, "1", tiny, tiny_head], check=True)
        for what, was, now in (("four of them new", base, head), ("all new", tiny, head), ("all gone", head, tiny),
                               ("all changed", base, less_sure)):
            print(f"\n| 100,000 flows, {what} | CPU, s | MiB | within 2 s, 1 GiB |\n|---|---|---|---|")
            good = measure(review(pedigree, was, now), 2) and good
    for graph in sys.argv[3:]:
        print("\n| the example | CPU, s | MiB | within 50 ms |\n|---|---|---|---|")
        good = measure(review(pedigree, graph, graph), 0.05) and good
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
