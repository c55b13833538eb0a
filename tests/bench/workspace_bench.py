#!/usr/bin/env python3
"""Measures what lineage adds to the builds of a generated workspace (workspace.py).

    workspace_bench.py --pedigree PEDIGREE [--bazel BAZEL] [--sources 1000] [--edits 5] [--keep DIR]

Builds run in an output base of their own, without any cache. Of each build it gives the time of day and the CPU time of Bazel's
actions; the latter is what counts on a machine that does other things as well. The tool is built already and not part of any figure.
"""

import argparse
import os
import pathlib
import shlex
import statistics
import subprocess
import tempfile
import time

from workspace import PACKAGE

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAMS, LINEAGE = "//:programs", "//:lineage"
TICKS = os.sysconf("SC_CLK_TCK")


class Build:
    """A workspace with a Bazel of its own."""

    def __init__(self, bazel, folder, workspace):
        self.command = [*shlex.split(bazel), f"--output_user_root={folder}/root", f"--output_base={folder}/base"]
        self.workspace = workspace
        self.environment = {**os.environ, "HOME": str(folder)}

    def bazel(self, *args):
        done = subprocess.run(
            [*self.command, *args], cwd=self.workspace, env=self.environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        if done.returncode:
            raise SystemExit(f"bazel {shlex.join(args)}\n{done.stdout}")
        return done.stdout

    def server(self):
        return int(self.bazel("info", "server_pid").split()[-1])

    def of_actions(self):
        """CPU seconds of all processes that the server has started and that have ended."""
        fields = pathlib.Path(f"/proc/{self.server()}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[13]) + int(fields[14])) / TICKS

    def build(self, *targets):
        """Seconds of the day and of the actions' CPU."""
        before, began = self.of_actions(), time.monotonic()
        self.bazel("build", "--noshow_progress", "--color=no", "--curses=no", *targets)
        wall = time.monotonic() - began
        return wall, self.of_actions() - before

    def clean(self):
        """Nothing built; the workspace is analysed still, as for any build after the first."""
        self.bazel("clean")
        self.bazel("build", "--nobuild", PROGRAMS, LINEAGE)


def row(what, wall, cpu, note=""):
    print(f"| {what} | {wall:.2f} | {cpu:.1f} | {note} |", flush=True)


def cold(build):
    """Lineage and programs, each from nothing."""
    build.clean()
    derived = build.build(LINEAGE)
    build.clean()
    compiled = build.build(PROGRAMS)
    row("all programs compiled, cold", *compiled)
    row("their lineage, cold", *derived, f"{derived[0] / compiled[0]:.2f} of the compile's time, {derived[1] / compiled[1]:.2f} of its CPU time")


def paired(build, what, times, edit, note):
    """The same build without and with lineage, in turn, each after an edit of its own."""
    plain, both = [], []
    for number in range(times):
        edit(2 * number)
        plain.append(build.build(PROGRAMS))
        edit(2 * number + 1)
        both.append(build.build(PROGRAMS, LINEAGE))
    plain, both = ([statistics.median(figures) for figures in zip(*builds)] for builds in (plain, both))
    row(f"{what}: programs", *plain)
    row(f"{what}: programs and lineage", *both, note(plain[0], both[0]))


def edit_of(file):
    """Edits of a library's source that change its code and its lineage, by number: `Step` writes one file more."""
    text = file.read_text()
    place = text.rindex("}\n\n}  // namespace")

    def edit(number):
        added = f'  if (rows.size() > {number}) std::ofstream("out/edit{number}.csv") << rows.front().amount;\n'
        file.write_text(text[:place] + added + text[place:])

    return edit


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pedigree", type=pathlib.Path, required=True, help="the command, optimised")
    parser.add_argument("--bazel", default="bazel")
    parser.add_argument("--sources", type=int, default=1000)
    parser.add_argument("--edits", type=int, default=5)
    parser.add_argument("--keep", type=pathlib.Path, help="a folder for the workspace, which is left there")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = args.keep.resolve() if args.keep else pathlib.Path(temporary)
        workspace = folder / "workspace"
        generate = [pathlib.Path(__file__).with_name("workspace.py"), "--sources", args.sources, "--out", workspace]
        subprocess.run(["python3", *map(str, generate), "--pedigree", ROOT, "--tool", args.pedigree], check=True)
        build = Build(args.bazel, folder, workspace)
        print(f"\n{args.sources} sources, {sum(1 for _ in workspace.glob('p*/main.cc'))} programs\n")
        print("| build | time, s | actions' CPU, s | |\n|---|---|---|---|")
        try:
            cold(build)
            build.build(PROGRAMS, LINEAGE)
            paired(build, "nothing changed", 4 * args.edits, lambda _: None, lambda plain, both: f"{both / plain - 1:+.0%}")
            package = sorted(workspace.glob("p*"))[args.sources // PACKAGE // 2]
            sources = sorted(package.glob("s*.cc"), key=lambda file: int(file.stem[1:]))
            for what, file in [("a source of one program", sources[-1]), ("a source of half of the programs", sources[0])]:
                paired(build, f"{what} edited", args.edits, edit_of(file), lambda plain, both: f"{both - plain:+.1f} s")
        finally:
            build.bazel("shutdown")
            subprocess.run(["chmod", "-R", "u+w", str(folder)], check=False)


if __name__ == "__main__":
    main()
