#!/usr/bin/env python3
"""Measures what docs/performance.md tells: extract against parsing, fragment against object, and the link.

    bench.py --pedigree PEDIGREE --catalogs DIR [--sizes 1000,10000,100000] [--sources GLOB]... [--flags 'FLAGS']

Extract and parse run in turn on the same source, one at a time, and CPU time is what counts (user and system), so that
a busy machine disturbs little. Objects are compiled with -O2 and without debug information.
"""

import argparse
import concurrent.futures
import os
import pathlib
import shlex
import statistics
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = pathlib.Path(__file__).resolve().parent


def run(command, cwd=ROOT):
    """CPU seconds and peak memory in MiB of a command that must succeed."""
    process = subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    errors = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(f"{shlex.join(map(str, command))}\n{errors.decode()}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def best(times, command, cwd=ROOT):
    """The least CPU time of several runs, and the peak memory of that run."""
    return min(run(command, cwd) for _ in range(times))


def measure_sources(args, folder):
    """Each source: parse and extract times, fragment and object sizes."""
    flags = shlex.split(args.flags)
    rows = []
    for source in sorted({path for pattern in args.sources for path in ROOT.glob(pattern)}):
        fragment, thing = folder / "a.frag", folder / "a.o"
        clang = ["clang++-19", *flags, "-w"]
        extract = [args.pedigree, "extract", "--catalog-dir", args.catalogs, "-o", fragment, source, "--", *flags]
        try:
            run([*clang, "-O2", "-c", source, "-o", thing])
            parsed = best(args.times, [*clang, "-fsyntax-only", source])[0]
            extracted = best(args.times, extract)[0]
        except RuntimeError as error:
            print(f"left out: {str(error).splitlines()[1:2]} {source}")
            continue
        rows.append((source.relative_to(ROOT), parsed, extracted, fragment.stat().st_size, thing.stat().st_size))
    return rows


def print_sources(rows):
    print("\n| source | parse, s | extract, s | ratio | fragment, bytes | object, bytes | part |")
    print("|---|---|---|---|---|---|---|")
    for name, parsed, extracted, fragment, thing in rows:
        print(f"| {name} | {parsed:.2f} | {extracted:.2f} | {extracted / parsed:.2f} "
              f"| {fragment} | {thing} | {fragment / thing:.1%} |")
    ratios = [extracted / parsed for _, parsed, extracted, _, _ in rows]
    parts = [fragment / thing for _, _, _, fragment, thing in rows]
    print(f"\nextract / parse: median {statistics.median(ratios):.2f}, worst {max(ratios):.2f}")
    whole = sum(row[3] for row in rows) / sum(row[4] for row in rows)
    print(f"fragment / object: all together {whole:.1%}, median {statistics.median(parts):.1%}, worst {max(parts):.1%}")


def extract_all(args, sources):
    """Fragments of a generated program, in the folder `frag` beside its sources."""
    (sources / "frag").mkdir(exist_ok=True)

    def one(unit):
        fragment = sources / "frag" / (unit.stem + ".frag")
        run([args.pedigree, "extract", "--catalog-dir", args.catalogs, "-o", fragment, unit.name, "--", "-std=c++20"],
            sources)

    with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
        list(pool.map(one, sorted(sources.glob("*.cc"))))


def measure_links(args, folder):
    print("\n| shape | functions | fragments, MiB | link, CPU s | functions/s | peak, MiB | after one change, s |")
    print("|---|---|---|---|---|---|---|")
    for shape, sizes in (("sparse", args.sizes), ("dense", args.sizes[:2]), ("tangled", args.sizes[:2])):
        for functions in sizes:
            sources = folder / f"{shape}{functions}"
            run([HERE / "generate.py", "--functions", str(functions), "--shape", shape, "--out", sources])
            extract_all(args, sources)
            fragments = sources / "frag"
            size = sum(f.stat().st_size for f in fragments.iterdir()) / 2**20
            link = [args.pedigree, "link", "-o", folder / "a.graph", fragments]
            seconds, peak = best(args.times, link)
            # One function more in one unit, and its fragment made anew: what a build would do.
            unit = sources / "u0000.cc"
            unit.write_text(unit.read_text() + "double More(Record& r) { return r.weight; }\n")
            one = [args.pedigree, "extract", "--catalog-dir", args.catalogs, "-o", fragments / "u0000.frag", unit.name]
            one += ["--", "-std=c++20"]
            run(one, sources)
            again, _ = best(args.times, link)
            print(f"| {shape} | {functions} | {size:.1f} | {seconds:.2f} | {functions / seconds:,.0f} "
                  f"| {peak:.0f} | {again:.2f} |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pedigree", required=True, type=os.path.abspath)
    parser.add_argument("--catalogs", required=True, type=os.path.abspath)
    parser.add_argument("--sizes", default="1000,10000,100000")
    parser.add_argument("--sources", action="append", default=[], help="globs, from the repository's root")
    parser.add_argument("--flags", default="-std=c++20 -I. -isystem /usr/lib/llvm-19/include")
    parser.add_argument("--times", type=int, default=3, help="runs of each; the best one counts")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    args = parser.parse_args()
    args.sizes = [int(size) for size in args.sizes.split(",")]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        rows = measure_sources(args, folder)
        if rows:
            print_sources(rows)
        measure_links(args, folder)


if __name__ == "__main__":
    main()
