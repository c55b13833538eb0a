#!/usr/bin/env python3
"""What the plugin costs a build, on real sources, each compiled in turn without it and with it.

    plugin_bench.py --plugin P --compile-commands FILE [--flags "-O2"] [--runs 3] [--limit N] [--syntax-only]

CPU time (user and system) of the least busy of the runs; the size of the note against the object's.
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


def cpu(command, cwd):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        return None
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def note_size(file):
    for line in subprocess.run(["llvm-readelf-19", "-S", "--wide", file], capture_output=True, text=True).stdout.splitlines():
        words = line.split("]", 1)[-1].split()
        if words and words[0] == ".note.pedigree":
            return int(words[4], 16)
    return 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plugin", required=True, type=pathlib.Path)
    parser.add_argument("--compile-commands", required=True, type=pathlib.Path)
    parser.add_argument("--flags", default="-O2")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--limit", type=int, default=0)
    parser.add_argument("--syntax-only", action="store_true")
    options = parser.parse_args()
    entries = json.loads(options.compile_commands.read_text())
    if options.limit:
        entries = entries[:: max(1, len(entries) // options.limit)][: options.limit]
    ratios, sizes, rows = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        obj, frag = f"{folder}/a.o", f"{folder}/a.frag"
        for entry in entries:
            words = entry.get("arguments") or shlex.split(entry["command"])
            flags, skip = [], False
            for word in words[1:]:
                if skip:
                    skip = False
                elif word in ("-o", "-MF", "-MT"):
                    skip = True
                elif word not in ("-c", "-MD", "-MMD", entry["file"]):
                    flags.append(word)
            compiler = "clang-19" if entry["file"].endswith(".c") else "clang++-19"
            how = ["-fsyntax-only"] if options.syntax_only else ["-c", "-o", obj]
            plain = [compiler, *flags, *options.flags.split(), "-w", *how, entry["file"]]
            loaded = plain + [f"-fplugin={options.plugin.absolute()}"]
            if options.syntax_only:
                loaded.append(f"-fplugin-arg-pedigree-out={frag}")
            without, with_ = [], []
            for _ in range(options.runs):
                without.append(cpu(plain, entry["directory"]))
                with_.append(cpu(loaded, entry["directory"]))
            if None in without or None in with_:
                print(f"{entry['file']}: does not compile", file=sys.stderr)
                continue
            ratio = min(with_) / min(without)
            note = os.path.getsize(frag) if options.syntax_only else note_size(obj)
            size = 1 if options.syntax_only else os.path.getsize(obj) - note
            ratios.append(ratio)
            sizes.append((note, size))
            rows.append((ratio, entry["file"], min(without), min(with_), note, size))
    for ratio, file, a, b, note, size in sorted(rows, reverse=True)[:10]:
        print(f"{pathlib.Path(file).name:32} {a:7.2f} s {b:7.2f} s  {ratio:5.2f}  note {note:7} of {size:8}")
    notes, objects = sum(n for n, _ in sizes), sum(s for _, s in sizes)
    print(f"{len(ratios)} sources: median {statistics.median(ratios):.3f}, of the sums "
          f"{sum(r[3] for r in rows) / sum(r[2] for r in rows):.3f}; "
          f"notes {notes} of {objects} bytes of objects, {100 * notes / objects:.1f}%, "
          f"median {100 * statistics.median(n / s for n, s in sizes):.1f}%")


if __name__ == "__main__":
    main()
