#!/usr/bin/env python3
"""What the plugin costs a build, on real sources, each compiled in turn without it and with it.

    plugin_bench.py --plugin P [--catalogs DIR] (--sources GLOB... | --compile-commands FILE) [--flags FLAGS] [--runs 3] [--limit N]

Twice: to an object with -O2, and with -fsyntax-only. What counts is CPU time (user and system), the least of the runs, and the
size of the note against the rest of the object.
"""

import argparse
import json
import os
import pathlib
import resource
import shlex
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]


def cpu(command, cwd):
    """CPU seconds of a command; None: it failed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        print(f"left out: {(done.stderr.splitlines() or ['?'])[0]}", file=sys.stderr)
        return None
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def note_size(file):
    for line in subprocess.run(["llvm-readelf-19", "-S", "--wide", file], capture_output=True, text=True).stdout.splitlines():
        words = line.split("]", 1)[-1].split()
        if words and words[0] == ".note.pedigree":
            return int(words[4], 16)
    return 0


def of_commands(file):
    """Of a compilation database: folder, source, and the flags that say what is compiled."""
    for entry in json.loads(file.read_text()):
        words = entry.get("arguments") or shlex.split(entry["command"])
        flags, skip = [], False
        for word in words[1:]:
            if skip:
                skip = False
            elif word in ("-o", "-MF", "-MT"):
                skip = True
            elif word not in ("-c", "-MD", "-MMD", entry["file"]) and not word.startswith(("-O", "-fplugin")):
                flags.append(word)
        yield entry["directory"], entry["file"], flags


def measure(sources, options, how, out):
    """Of each source its name and the CPU seconds without and with the plugin."""
    for folder, source, flags in sources:
        compiler = "clang-19" if source.endswith(".c") else "clang++-19"
        plain = [compiler, *flags, *shlex.split(options.flags), "-w", *how, source]
        loaded = [*plain, f"-fplugin={options.plugin.absolute()}", *out]
        if options.catalogs:
            loaded.append(f"-fplugin-arg-pedigree-catalog-dir={options.catalogs.absolute()}")
        without, with_ = [], []
        for _ in range(options.runs):
            without.append(cpu(plain, folder))
            with_.append(cpu(loaded, folder) if without[-1] else None)
        if None not in without + with_:
            yield source, min(without), min(with_)


def print_ratios(what, rows):
    ratios = [b / a for _, a, b, *_ in rows]
    print(f"\n{what}: {len(rows)} sources, with / without: median {statistics.median(ratios):.3f}, "
          f"all together {sum(r[2] for r in rows) / sum(r[1] for r in rows):.3f}, worst {max(ratios):.3f}\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plugin", required=True, type=pathlib.Path)
    parser.add_argument("--catalogs", type=pathlib.Path, help="read them from there, instead of having them built in")
    parser.add_argument("--compile-commands", type=pathlib.Path)
    parser.add_argument("--sources", action="append", default=[], help="globs, from the repository's root")
    parser.add_argument("--flags", default="")
    parser.add_argument("--runs", type=int, default=3, help="runs of each; the best one counts")
    parser.add_argument("--limit", type=int, default=0, help="so many sources, evenly taken from all")
    options = parser.parse_args()
    sources = [(ROOT, str(path), []) for pattern in options.sources for path in sorted(ROOT.glob(pattern))]
    if options.compile_commands:
        sources += of_commands(options.compile_commands)
    if options.limit:
        sources = sources[:: max(1, len(sources) // options.limit)][: options.limit]
    if not sources:
        sys.exit("plugin_bench.py: no sources")

    with tempfile.TemporaryDirectory() as folder:
        thing, fragment = f"{folder}/a.o", f"{folder}/a.frag"
        rows = []
        print("| source | without, s | with, s | ratio | note, bytes | object, bytes | part |")
        print("|---|---|---|---|---|---|---|")
        for source, a, b in measure(sources, options, ["-O2", "-c", "-o", thing], []):
            note = note_size(thing)
            size = os.path.getsize(thing) - note
            rows.append((source, a, b, note, size))
            print(f"| {os.path.relpath(source, ROOT)} | {a:.2f} | {b:.2f} | {b / a:.3f} | {note} | {size} | {note / size:.1%} |",
                  flush=True)
        if not rows:
            sys.exit("plugin_bench.py: nothing compiles")
        print_ratios("-O2", rows)
        notes, objects = sum(r[3] for r in rows), sum(r[4] for r in rows)
        print(f"notes / objects: all together {notes / objects:.1%}, median {statistics.median(r[3] / r[4] for r in rows):.1%}")
        checks = list(measure(sources, options, ["-fsyntax-only"], [f"-fplugin-arg-pedigree-out={fragment}"]))
        print_ratios("-fsyntax-only", checks)


if __name__ == "__main__":
    main()
