#!/usr/bin/env python3
"""Random programs, their true data flows measured, against those that `pedigree` derives. README.md says how.

    differential.py --pedigree P --catalogs DIR [--count N] [--first SEED] [--work FOLDER] [--reduce]
"""

import argparse
import collections
import concurrent.futures
import pathlib
import sys
import tempfile
import time

sys.dont_write_bytecode = True  # the sources' folder stays as it is

import generate
import harness
import reduce
import truth


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pedigree", help="none: the programs are only measured, for later runs")
    parser.add_argument("--catalogs", default=["catalog"], nargs="+", help="the folder of the catalogs, or the files in it")
    parser.add_argument("--first", type=int, default=1, help="the first seed")
    parser.add_argument("--count", type=int, default=100, help="how many programs")
    parser.add_argument("--styled", action="store_true",
                        help="programs with const objects, constructors that assign, and functions defined after their calls")
    parser.add_argument("--batch", type=int, default=25, help="how many programs at once")
    parser.add_argument("--extra", type=float, default=100, help="fails if more percent of the derived flows are extra")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--reduce", metavar="KIND:SOURCE:SINK",
                        help="make the program of the --first seed smaller as long as that flow is missed (or extra), as in missed:s0:k1")
    parser.add_argument("--cache", default=truth.default_folder(), help="where what was measured is kept; '' for nowhere")
    parser.add_argument("--work", help="where to work and to leave everything; a temporary folder otherwise")
    options = parser.parse_args()
    catalogs = pathlib.Path(options.catalogs[0])
    if not catalogs.is_dir():
        catalogs = catalogs.parent
    with tempfile.TemporaryDirectory() as temporary:
        pedigree = options.pedigree and pathlib.Path(options.pedigree).absolute()
        bench = harness.Bench(options.work or temporary, pedigree, catalogs.absolute(), options.cache)
        if options.reduce:
            kind, source, sink = options.reduce.split(":")
            program = generate.generate(str(options.first), f"p{options.first}", options.styled)
            small = reduce.Reducer(bench, kind, source, sink, f"reduce{options.first}{source}{sink}").reduce(program)
            print(reduce.text(small) if small else "not alone")
            return 0
        status = run(bench, options)
        if status:
            print("one of them alone, and smaller: --first SEED --reduce missed:SOURCE:SINK (as in missed:s0:k1)")
        return status


def measured_only(bench, programs, name):
    true, how, broken = bench.measured(programs, name)
    return true, dict.fromkeys(true, "EXACT"), how, broken


def run(bench, options):
    started = time.monotonic()
    total = collections.Counter()
    seeds = range(options.first, options.first + options.count)
    batches = [seeds[i:i + options.batch] for i in range(0, len(seeds), options.batch)]

    def one(batch):
        programs = [generate.generate(str(seed), f"p{seed}", options.styled) for seed in batch]
        name = f"batch{batch[0]}"
        return programs, (bench.compare(programs, name) if options.pedigree else measured_only(bench, programs, name))

    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for programs, (true, told, how, broken) in pool.map(one, batches):
            for name, why in broken.items():
                print(f"{name}: does not compile: {why}")
            total["programs"] += len(programs) - len(broken)
            total["broken"] += len(broken)
            for name, state in how.items():
                total[state] += 1
                if state == "failed":
                    print(f"{name}: failed when run")
            failed = {n for n, s in how.items() if s == "failed"}
            told = {f: c for f, c in told.items() if f[1].split(".")[0] not in failed}
            true = {f for f in true if f[1].split(".")[0] not in failed}
            total["true"] += len(true)
            total["found"] += len(true & told.keys())
            total["told"] += len(told)
            for flow in sorted(true - told.keys()):
                print(f"missed {flow[0]} -> {flow[1]}")
            for flow in sorted(told.keys() - true):
                total["extra " + told[flow]] += 1
                state = how.get(flow[1].split(".")[0])
                print(f"extra {flow[0]} -> {flow[1]} ({told[flow].lower()}, {state})")
            for flow in told:
                total[told[flow]] += 1
            sys.stdout.flush()
    if not options.pedigree:
        print(f"{total['programs']} programs measured, {total['true']} true flows, {time.monotonic() - started:.0f} s")
        return 1 if total["broken"] or total["failed"] else 0
    missed, extra = total["true"] - total["found"], total["told"] - total["found"]
    share = 100 * extra / max(1, total["told"])
    print(f"{total['programs']} programs, {total['true']} true flows, {missed} missed, {extra} extra ({share:.1f}%), "
          f"{time.monotonic() - started:.0f} s; all ways were run of {total['all']}, some of {total['sampled']}")
    return 1 if missed or total["broken"] or total["failed"] or share > options.extra else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except harness.Broken as problem:
        sys.exit(f"differential: {problem}")
