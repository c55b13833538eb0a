#!/usr/bin/env python3
"""Random programs that keep values in nested objects and hand those on, what they print of their own data flows, and what
`pedigree` derives. README.md says how.

    holding.py --pedigree P --catalogs DIR [--language c|c++] [--count N] [--first SEED] [--missed N] [--extra PERCENT]
"""

import argparse
import concurrent.futures
import pathlib
import sys
import tempfile
import time

sys.dont_write_bytecode = True  # the sources' folder stays as it is

import c_holders
import harness
import holders

HERE = harness.HERE


class Language:
    """`compilers`: that of the tests, and one that has AddressSanitizer."""

    def __init__(self, generate, suffix, compilers, standard, header, namespaces):
        self.generate, self.suffix, self.compilers, self.standard = generate, suffix, compilers, standard
        self.header, self.namespaces = header, namespaces

    def run(self, program):
        return f"{program.name}::Run" if self.namespaces else f"{program.name}_Run"


LANGUAGES = {
    "c++": Language(holders.generate, "cc", ("clang++-19", "g++"), "-std=c++20", "holders.h", True),
    "c": Language(c_holders.generate, "c", ("clang-19", "gcc"), "-std=gnu17", "c_holders.h", False),
}


class Batch:
    """Many programs in the same two translation units, since reading the headers costs as much as fifty programs."""

    def __init__(self, options, language, folder, seeds):
        self.options, self.language, self.folder = options, language, folder
        self.folder.mkdir(parents=True, exist_ok=True)
        self.programs = [language.generate(str(seed), f"p{seed}", options.depth) for seed in seeds]
        self.broken = {}

    def sources(self):
        return [self.folder / f"{unit}.{self.language.suffix}" for unit in ("a", "b")]

    def write(self):
        """Writes the sources; gives the lines that each program has in each file."""
        files = ["header.h", *(s.name for s in self.sources())]
        lines = {name: ['#include "header.h"'] for name in files[1:]}
        lines["header.h"] = ["#pragma once", f'#include "{self.language.header}"']
        places = {}
        for program in self.programs:
            for name, section in zip(files, (program.header, *program.units)):
                start = len(lines[name])
                text = list(section.lines(-1))
                lines[name] += [f"namespace {program.name} {{", *text, "}"] if self.language.namespaces else text
                places.setdefault(program.name, {})[name] = (start + 1, len(lines[name]))
        main = lines[files[1]]
        linkage = 'extern "C" ' if self.language.namespaces else ""
        main += ["#ifdef MEASURED", f"{linkage}void Try(const char*, void (*)(void));", "#else",
                 "#define Try(name, run) run()", "#endif", "int main(void) {"]
        main += [f'  Try("{p.name}", {self.language.run(p)});' for p in self.programs] + ["}"]
        for name, text in lines.items():
            (self.folder / name).write_text("\n".join(text) + "\n")
        return places

    def flags(self):
        return [self.language.standard, "-w", f"-I{HERE}"]

    def measured(self):
        """What flows, as the programs tell themselves: pairs (source, sink)."""
        sanitize = ["-fsanitize=address"] if self.options.sanitize else []
        compiler = [self.language.compilers[self.options.sanitize], "-DMEASURED", *sanitize]
        objects = [source.with_suffix(".o") for source in self.sources()]
        places = self.write()
        for source, made in zip(self.sources(), objects):
            done = harness.call([*compiler, *self.flags(), "-c", source, "-o", made], check=False)
            if done.returncode == 0:
                continue
            for name, why in harness.blamed(done.stderr, places).items():
                self.broken.setdefault(name, f"does not compile: {why}")
            if not self.broken:
                raise harness.Broken(done.stderr[-4000:])
            self.programs = [p for p in self.programs if p.name not in self.broken]
            return self.measured()
        world = ["telling.c", "telling_texts.cc"] if self.language.namespaces else ["telling.c"]
        texts = ["-DTEXTS_ARE_OBJECTS"] if self.language.namespaces else []
        for name in world:
            objects.append(self.folder / f"{pathlib.Path(name).stem}.o")
            language = LANGUAGES["c" if name.endswith(".c") else "c++"]
            harness.call([language.compilers[self.options.sanitize], *sanitize, *texts, "-c", HERE / name, "-o", objects[-1]])
        harness.call([*compiler, *objects, "-lpthread", "-o", self.folder / "measured"])
        told = harness.call(["env", "ASAN_OPTIONS=detect_leaks=0", self.folder / "measured"]).stdout.splitlines()
        told = [tuple(line.split()) for line in told]
        failed = {name for what, name in told if what == "failed"}
        self.broken |= dict.fromkeys(failed, "failed when run")
        self.programs = [p for p in self.programs if p.name not in failed]
        return {flow for flow in told if flow[0] != "failed" and flow[1].split(".")[0] not in failed}

    def derived(self):
        """What pedigree says flows directly: (source, sink) to confidence."""
        self.write()
        return harness.derived(self.options.pedigree, self.options.catalogs, self.folder, self.sources(), self.flags())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pedigree", required=True)
    parser.add_argument("--catalogs", required=True, nargs="+", help="the folder of the catalogs, or the files in it")
    parser.add_argument("--language", choices=sorted(LANGUAGES), default="c++")
    parser.add_argument("--first", type=int, default=1, help="the first seed")
    parser.add_argument("--count", type=int, default=100, help="how many programs")
    parser.add_argument("--depth", type=int, help="how many objects are in each other; one to three otherwise")
    parser.add_argument("--batch", type=int, default=25, help="how many programs at once")
    parser.add_argument("--missed", type=float, default=0, help="fails if more percent of the true flows are missed")
    parser.add_argument("--extra", type=float, default=100, help="fails if more percent of the derived flows are extra")
    parser.add_argument("--sanitize", action="store_true", help="run them under GCC's AddressSanitizer: for seeds that are new")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--work", help="where to work and to leave everything; a temporary folder otherwise")
    options = parser.parse_args()
    catalogs = pathlib.Path(options.catalogs[0])
    options.catalogs = (catalogs if catalogs.is_dir() else catalogs.parent).absolute()
    options.pedigree = pathlib.Path(options.pedigree).absolute()
    with tempfile.TemporaryDirectory() as temporary:
        return run(options, pathlib.Path(options.work or temporary))


def run(options, work):
    started = time.monotonic()
    seeds = range(options.first, options.first + options.count)

    def one(some):
        batch = Batch(options, LANGUAGES[options.language], work / f"batch{some[0]}", some)
        true = batch.measured()
        return batch, true, batch.derived()

    programs = true_flows = told_flows = missed = extra = broken = 0
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for batch, true, told in pool.map(one, [seeds[i:i + options.batch] for i in range(0, len(seeds), options.batch)]):
            for name, why in batch.broken.items():
                print(f"{name}: {why}")
            for flow in sorted(true - told.keys()):
                print(f"missed {flow[0]} -> {flow[1]}")
            for flow in sorted(told.keys() - true):
                print(f"extra {flow[0]} -> {flow[1]} ({told[flow].lower()})")
            programs += len(batch.programs)
            broken += len(batch.broken)
            true_flows += len(true)
            told_flows += len(told)
            missed += len(true - told.keys())
            extra += len(told.keys() - true)
            sys.stdout.flush()
    shares = 100 * missed / max(1, true_flows), 100 * extra / max(1, told_flows)
    print(f"{programs} programs, {true_flows} true flows, {missed} missed ({shares[0]:.1f}%), {extra} extra ({shares[1]:.1f}%), "
          f"{broken} broken, {time.monotonic() - started:.0f} s")
    return 1 if shares[0] > options.missed or shares[1] > options.extra or programs == 0 else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except harness.Broken as problem:
        sys.exit(f"holding: {problem}")
