#!/usr/bin/env python3
"""Runs the corpus: each case through the real `pedigree`, and its lineage against the comments in its lines.

    corpus.py CASE... --pedigree P --catalogs DIR [--libcxx] [-v]

A case is a source, a folder of sources that make one program, or a folder of cases (a row). README.md has the notation.
Fails if anything differs from what the lines say, and if a case says nothing, or something that cannot be read.
"""

import argparse
import collections
import concurrent.futures
import dataclasses
import json
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
SOURCES = {".c", ".cc"}
STANDARD = {".c": "-std=c17", ".cc": "-std=c++20"}
LIMITATIONS = HERE.parent.parent / "docs" / "limitations.md"

DIRECT = {"DIRECT", "IDENTITY", "TRANSFORMATION", "AGGREGATION"}
INDIRECT = {"INDIRECT", "CONDITIONAL", "FILTER", "JOIN", "GROUP_BY", "SORT", "WINDOW"}
SUBTYPES = (DIRECT | INDIRECT) - {"DIRECT", "INDIRECT"}
CONFIDENCES = {"EXACT", "MODELED", "ASSUMED", "WIDENED"}

KEYWORD = re.compile(r"\b(FLOW|NOT|NEVER|NAME|KNOWN\(([^)]*)\)):")
MISSPELT = re.compile(r"\b(?!FLAGS:)[A-Z]{3,}(\([^)]*\))?\s?:(?!:)")
END = r"([^\s,()#]+)(?:#([^\s,()#]+))?"
TERM = re.compile(rf"{END}(?:\s*->\s*{END})?(?:\s*\(([^)]*)\))?$")


class Unreadable(Exception):
    """An expectation that makes no sense."""


@dataclasses.dataclass
class Expectation:
    kind: str  # FLOW, NOT, NEVER or NAME
    place: tuple  # file, line
    text: str
    source: str = ""
    source_column: str = None  # None: any
    sink: str = None  # None: any
    sink_column: str = None
    words: frozenset = frozenset()
    known: str = None  # why it is known not to hold

    def matches(self, flow):
        """Whether `flow` is between the ends that this is about."""
        start, end = flow["from"], flow["to"]
        return (start["name"] == self.source
                and self.source_column in (None, start["column"])
                and self.sink in (None, end["name"])
                and self.sink_column in (None, end["column"]))

    @property
    def indirect(self):
        return bool(self.words & INDIRECT)

    def allows(self, flow):
        """Whether `flow` is as the words of this FLOW say."""
        return (flow["influence"] == ("INDIRECT" if self.indirect else "DIRECT")
                and (not self.words & SUBTYPES or flow["subtype"] in self.words)
                and flow["confidence"] in (self.words & CONFIDENCES or {"EXACT", "MODELED"}))


def read_term(kind, text, place, known):
    match = TERM.match(text)
    if not match:
        raise Unreadable(f"cannot read '{text}' of {kind}")
    source, source_column, sink, sink_column, words = match.groups()
    words = frozenset((words or "").upper().split())
    unknown = words - DIRECT - INDIRECT - CONFIDENCES
    if unknown:
        raise Unreadable(f"'{min(unknown).lower()}' is no influence, subtype or confidence")
    if words and kind != "FLOW":
        raise Unreadable(f"{kind} takes no '({' '.join(words).lower()})'")
    return Expectation(kind, place, text, source, source_column, sink, sink_column, words, known)


def read_comment(comment, place):
    """The expectations of one line's comment; none, if it is only a comment."""
    marks = list(KEYWORD.finditer(comment))
    stray = {m.start() for m in MISSPELT.finditer(comment)} - {m.start() for m in marks}
    if stray:
        raise Unreadable(f"no such expectation: '{comment[min(stray):].split(':')[0]}:'")
    expectations, known = [], None
    for mark, after in zip(marks, marks[1:] + [None]):
        kind, body = mark.group(1), comment[mark.end():after.start() if after else None].strip()
        if mark.group(2) is not None:
            known = mark.group(2)
            if body or not after:
                raise Unreadable("KNOWN(why): stands before the expectation that does not hold")
            continue
        terms = [t.strip() for t in re.split(r",(?![^(]*\))", body)] if body else []
        if not terms or not all(terms):
            raise Unreadable(f"{kind} of nothing")
        if kind == "NAME":
            expectations.append(Expectation(kind, place, ", ".join(terms), words=frozenset(terms), known=known))
        else:
            expectations += [read_term(kind, t, place, known) for t in terms]
        known = None
    return expectations


def read_expectations(path, name):
    """The expectations in one source, each at the line that it is about."""
    found, problems, waiting = [], [], []
    for number, line in enumerate(path.read_text().splitlines(), 1):
        # A comment begins at the last // that is no part of a name such as s3://.
        code, slashes, comment = re.match(r"(.*?)(?:(?<!:)(//)(.*))?$", line).groups()
        try:
            here = read_comment(comment, (name, number)) if slashes else []
        except Unreadable as problem:
            problems.append(f"{name}:{number}: {problem}")
            continue
        if not code.strip():
            waiting += here  # alone in its line, it is about the code below
            continue
        for expectation in waiting:
            expectation.place = (name, number)
        found += waiting + here
        waiting = []
    problems += [f"{name}:{e.place[1]}: {e.kind} about nothing: no code below" for e in waiting]
    return found, problems


@dataclasses.dataclass
class Result:
    problems: list = dataclasses.field(default_factory=list)
    count: collections.Counter = dataclasses.field(default_factory=collections.Counter)


class Runner:
    def __init__(self, pedigree, catalogs, libcxx=False):
        self.pedigree, self.catalogs, self.libcxx = pedigree, catalogs, libcxx
        self.limitations = LIMITATIONS.read_text() if LIMITATIONS.exists() else ""

    def graph(self, sources, folder):
        """What `pedigree` says of the program made of `sources`."""
        fragments = []
        for schema in sorted(sources[0].parent.glob("*.proto")):
            subprocess.run(["protoc", f"--proto_path={schema.parent}", f"--cpp_out={folder}", schema],
                           check=True, capture_output=True, timeout=60)
        for source in sources:
            first = source.read_text().split("\n", 1)[0]
            flags = first.split("FLAGS:")[1].split() if "FLAGS:" in first else [STANDARD[source.suffix]]
            if self.libcxx and source.suffix == ".cc":
                flags.append("-stdlib=libc++")
            fragments.append(f"{folder}/{len(fragments)}.frag")
            self.call("extract", "--catalog-dir", self.catalogs, "--catalog", HERE / "corpus.txtpb",
                      "-o", fragments[-1], source, "--", *flags, f"-I{HERE}", f"-I{source.parent}", f"-I{folder}")
        self.call("link", "--job", "corpus", "-o", f"{folder}/graph", *fragments)
        return json.loads(self.call("show", "--format", "json", f"{folder}/graph"))

    def call(self, *arguments):
        done = subprocess.run([self.pedigree, *map(str, arguments)], capture_output=True, text=True, timeout=120)
        if done.returncode != 0:
            raise subprocess.SubprocessError(f"pedigree {arguments[0]}: exit {done.returncode}\n{done.stderr[-2000:]}")
        return done.stdout

    def run(self, sources):
        """One case."""
        result = Result()
        expectations = []
        for source in sources:
            found, problems = read_expectations(source, str(source))
            expectations += found
            result.problems += problems
        if not expectations and not result.problems:
            result.problems.append(f"{sources[0]}: a case that expects nothing")
        if result.problems:
            return result
        try:
            with tempfile.TemporaryDirectory() as folder:
                graph = self.graph(sources, folder)
        except (subprocess.SubprocessError, OSError, json.JSONDecodeError) as problem:
            result.problems.append(f"{sources[0]}: {problem}")
            return result
        self.compare(graph, expectations, sources, result)
        return result

    def compare(self, graph, expectations, files, result):
        literals = {t for file in files for t in re.findall(r'"([^"\n]*)"', file.read_text())}  # dead code has no sites
        files = {str(f) for f in files}
        place_of = lambda end: (end["site"]["file"], end["site"]["line"])
        sites = [s for job in graph["jobs"] for s in job["sites"]]
        flows = collections.defaultdict(list)
        for flow in (f for job in graph["jobs"] for f in job["flows"]):
            flows[place_of(flow["to"])].append(flow)
        names = collections.defaultdict(set)  # by place
        sinks = {place_of(s) for s in sites if s["access"] != "READS"}
        sources = {s["asset"]["name"] for s in sites if s["access"] != "WRITES"}
        for site in sites:
            names[place_of(site)].add(site["asset"]["name"])
        at = collections.defaultdict(list)
        for expectation in expectations:
            at[expectation.place].append(expectation)

        result.count["sites"] += len(at)
        for place, here in sorted(at.items()):
            for expectation in here:
                problem = None
                if expectation.place not in (names if expectation.kind == "NAME" else sinks):
                    problem = f"{expectation.kind} where nothing is {'touched' if expectation.kind == 'NAME' else 'written'}"
                elif expectation.kind in ("NOT", "NEVER") and expectation.source not in sources | literals:
                    problem = f"{expectation.kind}: nothing reads '{expectation.source}'"
                if problem:
                    result.problems.append(f"{place[0]}:{place[1]}: {problem}")
                    continue
                wrong = self.wrong(expectation, flows[place], names[place])
                self.judge(expectation, wrong, flows[place], result)
            # What reaches a site directly is there in full.
            for flow in flows[place]:
                told = any(e.kind != "NAME" and e.matches(flow) for e in here)
                if flow["influence"] == "DIRECT" and not told and any(e.kind != "NAME" for e in here):
                    result.problems.append(f"{place[0]}:{place[1]}: not expected: {describe(flow)}")
        for place in sorted(sinks - set(at)):
            if place[0] in files and flows[place]:
                result.problems.append(f"{place[0]}:{place[1]}: not expected: {describe(flows[place][0])}")

    def wrong(self, expectation, flows, names):
        """What is wrong about an expectation; None if it holds."""
        matching = [f for f in flows if expectation.matches(f)]
        shown = "; ".join(describe(f) for f in matching)
        if expectation.kind == "FLOW":
            if not expectation.indirect:  # where a value goes itself, it may also be a condition
                matching = [f for f in matching if f["influence"] == "DIRECT"]
            if not matching:
                return f"missing: {expectation.text}" + (f", only {shown}" if shown else "")
            return None if all(map(expectation.allows, matching)) else f"wanted {expectation.text}, found {shown}"
        if expectation.kind == "NAME":
            return None if names == expectation.words else f"named {', '.join(sorted(names))}, not {expectation.text}"
        if expectation.kind == "NOT":
            matching = [f for f in matching if f["influence"] == "DIRECT"]
        return f"must not be: {shown}" if matching else None

    def judge(self, expectation, wrong, flows, result):
        group = {"FLOW": "flows", "NAME": "names"}.get(expectation.kind, "look-alikes")
        where = f"{expectation.place[0]}:{expectation.place[1]}"
        result.count[group] += 1
        if expectation.known is None:
            if wrong:
                result.problems.append(f"{where}: {wrong}")
            else:
                result.count[group + " held"] += 1
            return
        result.count["known"] += 1
        if not wrong:
            result.problems.append(f"{where}: KNOWN({expectation.known}) holds: take the mark away")
        elif expectation.known.upper() in CONFIDENCES:
            marked = [f for f in flows if expectation.matches(f) and f["confidence"] == expectation.known.upper()]
            if not marked:
                result.problems.append(f"{where}: KNOWN, but not shown as {expectation.known}: {wrong}")
        elif expectation.known not in self.limitations:
            result.problems.append(f"{where}: KNOWN, but docs/limitations.md has no '{expectation.known}'")


def describe(flow):
    end = lambda e: e["name"] + ("#" + e["column"] if e["column"] else "")
    words = " ".join((flow["influence"], flow["subtype"], flow["confidence"])).lower()
    return f"{end(flow['from'])} -> {end(flow['to'])} ({words})"


def cases(path):
    """The cases at `path`: lists of sources. A folder in a row is one program."""
    if path.is_file():
        return [[path]]
    inside = sorted(path.iterdir())
    programs = [[p] for p in inside if p.suffix in SOURCES]
    for folder in (p for p in inside if p.is_dir()):
        programs.append(sorted(p for p in folder.iterdir() if p.suffix in SOURCES))
    return programs


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pedigree", required=True)
    parser.add_argument("--catalogs", required=True, nargs="+", help="the folder of the catalogs, or the files in it")
    parser.add_argument("--libcxx", action="store_true", help="C++ with libc++ instead of libstdc++")
    parser.add_argument("-j", type=int, default=1, help="how many cases at once")
    parser.add_argument("-v", action="store_true", help="print the figures of each CASE")
    parser.add_argument("case", nargs="+", type=pathlib.Path)
    options = parser.parse_args()
    catalogs = pathlib.Path(options.catalogs[0])
    runner = Runner(str(pathlib.Path(options.pedigree).absolute()), catalogs if catalogs.is_dir() else catalogs.parent,
                    options.libcxx)

    total, problems = collections.Counter(), []
    with concurrent.futures.ThreadPoolExecutor(options.j) as pool:
        for row in options.case:
            programs = cases(row)
            count = collections.Counter(cases=len(programs))
            if not programs:
                problems.append(f"{row}: no case here")
            for result in pool.map(runner.run, programs):
                count += result.count
                problems += result.problems
            if options.v or len(options.case) > 1:
                print(summary(row.name, count))
            total += count
    for problem in problems:
        print(problem)
    print(summary("corpus", total))
    if problems:
        print(f"{len(problems)} problems")
    return 1 if problems else 0


def summary(name, count):
    return (f"{name:12} {count['cases']:4} cases {count['sites']:5} sites  "
            f"flows {count['flows held']}/{count['flows']}  "
            f"look-alikes {count['look-alikes held']}/{count['look-alikes']}  "
            f"names {count['names held']}/{count['names']}  known {count['known']}")


if __name__ == "__main__":
    sys.exit(main())
