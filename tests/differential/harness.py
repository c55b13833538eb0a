"""Takes programs the two ways: measured (compiled under DataFlowSanitizer and run) and analysed (extract and link).

Many programs make one batch: they are namespaces of the same two translation units, since reading the headers of the standard
library costs as much as fifty programs.
"""

import json
import pathlib
import re
import subprocess
import threading

import truth

HERE = pathlib.Path(__file__).absolute().parent
MEASURING_CLANG = "clang++-14"  # the newest in Debian 12 whose package has DataFlowSanitizer's runtime
STANDARD = "-std=c++20"
# Templates of the C++ library are compiled along, not taken from the library, where nothing carries labels.
MEASURED_FLAGS = [STANDARD, "-O0", "-w", "-DMEASURED", "-D_GLIBCXX_EXTERN_TEMPLATE=0"]
# A struct that is passed by value is copied by the call itself, where DataFlowSanitizer does not see it, and loses its labels. C++ has
# made a copy for the call before that, so that its address does as well.
BY_VALUE = r" byval\([^)]*\)"
# DataFlowSanitizer of Clang 14 takes the exception handling personality for an instrumented function.
PERSONALITY = '''.text
.globl "__gxx_personality_v0.dfsan"
"__gxx_personality_v0.dfsan": jmp __gxx_personality_v0@PLT
.section .note.GNU-stack,"",@progbits
'''


class Broken(Exception):
    """A tool did not do what it is for; the text says which and why."""


def call(command, seconds=600, check=True):
    try:
        done = subprocess.run([str(c) for c in command], capture_output=True, text=True, timeout=seconds)
    except FileNotFoundError:
        raise Broken(f"{command[0]} is not there. './dev setup' installs what the tests need")
    except subprocess.TimeoutExpired:
        raise Broken(f"{' '.join(map(str, command))}: not done in {seconds} s")
    if check and done.returncode != 0:
        raise Broken(f"{' '.join(map(str, command))}: exit {done.returncode}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")
    return done


def blamed(errors, places):
    """Which programs a compiler's errors are in, with the first error of each. `places`: the lines that each has in each file."""
    found = {}
    for file, line, why in re.findall(r"(\w+\.(?:h|cc|c)):(\d+):\d+: (?:fatal )?error: (.*)", errors):
        for name, spans in places.items():
            first, last = spans.get(file, (1, 0))
            if first <= int(line) <= last:
                found.setdefault(name, f"{file}:{line}: {why}")
    return found


def derived(pedigree, catalogs, folder, sources, flags):
    """What pedigree says flows directly in the program of these sources: (source, sink) to confidence."""
    fragments = [source.with_suffix(".frag") for source in sources]
    for source, fragment in zip(sources, fragments):
        call([pedigree, "extract", "--catalog-dir", catalogs, "--catalog", HERE / "runtime.txtpb", "-o", fragment, source, "--", *flags])
    call([pedigree, "link", "--job", "programs", "-o", folder / "graph", *fragments])
    graph = json.loads(call([pedigree, "show", "--format", "json", folder / "graph"]).stdout)
    return {(flow["from"]["name"], flow["to"]["name"]): flow["confidence"]
            for job in graph["jobs"] for flow in job["flows"] if flow["influence"] == "DIRECT"}


class Bench:
    """A folder to work in, with what all batches share. `cache`: where to keep what was measured; None: nowhere."""

    def __init__(self, folder, pedigree, catalogs, cache=None):
        self.folder, self.pedigree, self.catalogs = pathlib.Path(folder), pedigree, catalogs
        self.folder.mkdir(parents=True, exist_ok=True)
        self.truth = cache and truth.Truth(cache, self.measuring())
        self.prepared = threading.Lock(), []

    def measuring(self):
        return [call([MEASURING_CLANG, "--version"]).stdout, *MEASURED_FLAGS, BY_VALUE, PERSONALITY,
                *((HERE / name).read_text() for name in ("runtime.h", "runtime.cc"))]

    def prepare(self):
        """Compiles the runtime, and lists what is called from where nothing carries labels. Once."""
        lock, done = self.prepared
        with lock:
            if done:
                return
            library = call([MEASURING_CLANG, "-print-file-name=libstdc++.so"]).stdout.strip()
            symbols = call(["nm", "-D", "--defined-only", pathlib.Path(library).resolve()]).stdout.splitlines()
            outside = [s.split()[2].split("@")[0] for s in symbols if s.split()[1] == "T"]
            outside = [f"_ZNSaIcE{s}" for s in ("C1Ev", "C2Ev", "C1ERKS_", "C2ERKS_", "D1Ev", "D2Ev")] + \
                [s for s in outside if s != "__gxx_personality_v0"]
            lines = [f"fun:{s}={how}" for s in outside for how in ("uninstrumented", "discard")]
            (self.folder / "abi.txt").write_text("\n".join(lines) + "\n")
            (self.folder / "personality.s").write_text(PERSONALITY)
            call([MEASURING_CLANG, "-c", self.folder / "personality.s", "-o", self.folder / "personality.o"])
            self.compile(HERE / "runtime.cc", self.folder / "runtime.o")
            done.append(True)

    def compile(self, source, to):
        code = to.with_suffix(".ll")
        call([MEASURING_CLANG, *MEASURED_FLAGS, f"-I{HERE}", "-S", "-emit-llvm", source, "-o", code])
        code.write_text(re.sub(BY_VALUE, "", code.read_text()))
        resources = pathlib.Path(call([MEASURING_CLANG, "-print-resource-dir"]).stdout.strip())
        lists = [self.folder / "abi.txt", resources / "share" / "dfsan_abilist.txt"]
        call([MEASURING_CLANG, "-fsanitize=dataflow", *(f for path in lists for f in ("-mllvm", f"-dfsan-abilist={path}")), "-c", code,
              "-o", to])

    def write(self, programs, name):
        """The sources of a batch; gives its folder and the lines that each program has in each file."""
        folder = self.folder / name
        folder.mkdir(exist_ok=True)
        lines = {"header.h": ["#pragma once", '#include "runtime.h"'], "a.cc": ['#include "header.h"'],
                 "b.cc": ['#include "header.h"']}
        places = {}
        for program in programs:
            for file, section in (("header.h", program.header), ("a.cc", program.units[0]), ("b.cc", program.units[1])):
                start = len(lines[file])
                lines[file] += [f"namespace {program.name} {{", *section.lines(-1), "}"]
                places.setdefault(program.name, {})[file] = (start + 1, len(lines[file]))
        names = [p.name for p in programs]
        lines["a.cc"] += ["#ifdef MEASURED"]
        for program in programs:
            lines["a.cc"] += [f"namespace {program.name} {{", *program.reset.lines(), "}"]
        lines["a.cc"] += ["extern const Program kPrograms[] = {"]
        lines["a.cc"] += [f'  {{"{p.name}", {p.name}::Run, {p.name}::Reset, {p.sources}}},' for p in programs]
        lines["a.cc"] += ["};", f"extern const int kProgramCount = {len(names)};", "#else", "int main() {"]
        lines["a.cc"] += [f"  {n}::Run();" for n in names] + ["}", "#endif"]
        for file, text in lines.items():
            (folder / file).write_text("\n".join(text) + "\n")
        return folder, places

    def broken(self, folder, places):
        """The names of the programs that do not compile, with the first error of each."""
        found = {}
        for file in ("a.cc", "b.cc"):
            done = call([MEASURING_CLANG, STANDARD, "-fsyntax-only", "-w", "-ferror-limit=0", f"-I{HERE}", "-DMEASURED",
                         folder / file], check=False)
            if done.returncode == 0:
                continue
            found = {**blamed(done.stderr, places), **found}
            if not found:
                raise Broken(done.stderr[-4000:])
        return found

    def measured(self, programs, name):
        """What flows: the pairs (source, sink); how each program was run: all ways, sampled or failed; and those that do not
        compile, with the reason."""
        flows, how, broken, unknown = set(), {}, {}, []
        for program in programs:
            known = self.truth and self.truth.load(program)
            if known:
                flows |= known[0]
                how[program.name] = known[1]
            else:
                unknown.append(program)
        if unknown:
            folder, places = self.write(unknown, f"{name}-measured")
            try:
                new, ran = self.measure(folder)
            except Broken:
                broken = self.broken(folder, places)
                if not broken:
                    raise
                unknown = [p for p in unknown if p.name not in broken]
                folder, _ = self.write(unknown, f"{name}-measured")
                new, ran = self.measure(folder)
            flows |= new
            how |= ran
            if self.truth:
                for program in unknown:
                    own = {f for f in new if f[0].split(".")[0] == program.name}
                    self.truth.save(program, own, ran[program.name])
        return flows, how, broken

    def measure(self, folder):
        self.prepare()
        objects = []
        for file in ("a", "b"):
            objects.append(folder / f"{file}.o")
            self.compile(folder / f"{file}.cc", objects[-1])
        call([MEASURING_CLANG, "-fsanitize=dataflow", *objects, self.folder / "runtime.o", self.folder / "personality.o", "-o",
              folder / "measured"])
        flows, how = set(), {}
        for line in call([folder / "measured"], seconds=3600).stdout.splitlines():
            first, second = line.split()
            if "." in first:
                flows.add((first, second))
            else:
                how[first] = second
        return flows, how

    def analysed(self, folder):
        """What pedigree says flows directly: (source, sink) to confidence."""
        sources = [folder / "a.cc", folder / "b.cc"]
        return derived(self.pedigree, self.catalogs, folder, sources, [STANDARD, "-w", f"-I{HERE}"])

    def compare(self, programs, name):
        """The batch both ways: (true flows, derived flows, how run, not compiled)."""
        true, how, broken = self.measured(programs, name)
        folder, _ = self.write([p for p in programs if p.name not in broken], name)
        return true, self.analysed(folder), how, broken
