#!/usr/bin/env python3
"""What observing a run costs, pairwise against the bare program: issue 7's bars.

    runtime_bench.py PEDIGREE OBSERVER LOAD [--runs 5] [--size MIB]

CPU time (user and system, of all processes), each pair measured in turn; the median of the pairs. `pedigree run` itself is in it.
Beside it: strace of file calls, and hashing everything afterwards.
"""

import argparse
import ctypes
import os
import resource
import shutil
import statistics
import subprocess
import tempfile

EMPTY = ["--quiet", "--no-cache", "--ledger"]


def cpu(command, folder, environment):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment, check=False)
    try:
        while os.waitpid(-1, 0):  # the tracer, which `pedigree run` leaves behind
            pass
    except ChildProcessError:
        pass
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        raise SystemExit(f"{command}: exit status {done.returncode}: {done.stderr.decode()}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


class Bench:
    def __init__(self, options, folder):
        self.options = options
        self.folder = folder
        self.environment = {**os.environ, "PEDIGREE_OBSERVER": os.path.abspath(options.observer)}
        self.ledgers = 0

    def observed(self, command, *more):
        self.ledgers += 1
        return [os.path.abspath(self.options.pedigree), "run", *more, *EMPTY, f"{self.ledgers}.ledger", "--", *command]

    def cpu(self, command):
        return cpu(command, self.folder, self.environment)

    def compare(self, title, command, ways, unit=1.0, name="s"):
        """Each way next to the bare program, run by run."""
        print(f"\n{title}\n")
        print(f"| | {name} | ratio to bare |\n|---|---|---|")
        rows = {way: [] for way, _ in ways}
        bare = []
        for _ in range(self.options.runs):
            first = self.cpu(command)
            bare.append(first)
            for way, make in ways:
                rows[way].append((self.cpu(make(command)), first))
        print(f"| bare | {statistics.median(bare) * unit:.2f} | |")
        for way, pairs in rows.items():
            seconds = statistics.median(cost for cost, _ in pairs)
            ratio = statistics.median(cost / first for cost, first in pairs)
            print(f"| {way} | {seconds * unit:.2f} | {ratio:.3f} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pedigree")
    parser.add_argument("observer")
    parser.add_argument("load")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--size", type=int, default=4096, help="of the file that is streamed, MiB")
    options = parser.parse_args()
    load = os.path.abspath(options.load)
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER: what others leave behind is ours
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(options, folder)
        with open(os.path.join(folder, "data"), "wb") as file:
            file.write(os.urandom(1 << 20).replace(b"\x7f", b"\x3f").replace(b"\xff", b"\xbf") * 16)
        with open(os.path.join(folder, "big"), "wb") as file:
            piece = os.urandom(1 << 20)
            for _ in range(options.size):
                file.write(piece)
        observed = ("observed", bench.observed)
        traced = [(f"observed, --trace={way}", lambda command, way=way: bench.observed(command, f"--trace={way}"))
                  for way in ("seccomp", "ptrace")]
        strace = []
        if shutil.which("strace"):
            strace = [("strace -f -e trace=file", lambda command: ["strace", "-f", "-e", "trace=file", "-o", "/dev/null", *command])]
        bench.compare("Training: 16 MiB read, 600 epochs, a model saved after each", [load, "train", "data", "model"],
                      [observed, *traced, *strace])
        bench.compare(f"{options.size} MiB read in pieces of 1 MiB", [load, "stream", "big"],
                      [observed, *traced, *strace, ("sha256sum alone", lambda _: ["sha256sum", "big"]),
                       ("bare, then sha256sum", lambda command: ["sh", "-c", '"$@" && sha256sum big', "sh", *command]),
                       ("bare, then openssl dgst -sha256",
                        lambda command: ["sh", "-c", '"$@" && openssl dgst -sha256 big', "sh", *command])])
        times = 100000
        summed_up = ("observed, with a summary", lambda command: [part for part in bench.observed(command) if part != "--quiet"])
        bench.compare(f"open and close of a small file, {times} times", [load, "opens", "1.ledger", str(times)],
                      [observed, summed_up, *traced, *strace], unit=1e6 / times, name="µs each")
        os.makedirs(os.path.join(folder, "a/b"))
        os.makedirs(os.path.join(folder, "many"))
        os.symlink("a", os.path.join(folder, "link"))
        os.symlink("a/b/small", os.path.join(folder, "soft"))
        shutil.copy(os.path.join(folder, "1.ledger"), os.path.join(folder, "a/b/small"))
        for name in ("a/b/small", os.path.join(folder, "a/b/small"), "link/b/small", "soft"):
            bench.compare(f"the same of {name}", [load, "opens", name, str(times)], [observed, summed_up], unit=1e6 / times,
                          name="µs each")
        each = [load, "opens-each", os.path.join(folder, "many"), str(times)]
        bench.cpu(each)
        bench.compare(f"the same of {times} files in one folder", each, [observed, summed_up], unit=1e6 / times, name="µs each")


if __name__ == "__main__":
    main()
