#!/usr/bin/env python3
"""Runs each system's test in an environment of its own that has the system's real packages.

One line a system: passed, failed, or not reachable. Exit status 0 if all passed, 1 if one failed, 3 if none failed but
some could not be reached. The packages of a system's test stand in the test's first lines: `# needs: dvc==3.55.2`,
`# needs jar: GROUP:NAME:VERSION` of Maven, and `# wants jars:` of one that comes with all that it needs itself; without it
the test says what it could not try. `# needs npm: mermaid@11.17.2`.
"""

import argparse
import os
import re
import subprocess
import sys

from environments import class_paths, environment, jars, needed_jars, needed_npm, needs, npm, wanted_jars

HERE = os.path.dirname(os.path.abspath(__file__))
# A test's exit status where its system cannot be had.
NOT_REACHABLE = 77
# This one's exit status where none failed, but some could not be tried.
UNTRIED = 3


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--pedigree", required=True)
    parser.add_argument("--graph", required=True)
    parser.add_argument("--schemas", required=True)
    parser.add_argument("--cache", required=True)
    parser.add_argument("system", nargs="*", help="only these")
    args = parser.parse_args()
    failed, unreachable = [], []
    for name in sorted(os.listdir(HERE)):
        match = re.fullmatch(r"with_(\w+)\.py", name)
        if not match or (args.system and match[1] not in args.system):
            continue
        script = os.path.join(HERE, name)
        python = environment(args.cache, needs(script))
        if python is None:
            print(f"{match[1]}: not reachable (its packages could not be installed)", flush=True)
            unreachable.append(match[1])
            continue
        found = jars(args.cache, needed_jars(script))
        if found is None:
            print(f"{match[1]}: not reachable (its jars could not be had from Maven)", flush=True)
            unreachable.append(match[1])
            continue
        found += class_paths(args.cache, wanted_jars(script))
        modules = npm(args.cache, needed_npm(script))
        if modules is None:
            print(f"{match[1]}: not reachable (its packages of npm could not be installed)", flush=True)
            unreachable.append(match[1])
            continue
        run = subprocess.run(
            [python, script, os.path.abspath(args.pedigree), os.path.abspath(args.graph), os.path.abspath(args.schemas), *found, *modules],
            check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        # What it has to say in the end; before that its partner may have talked.
        said = (run.stdout.strip().splitlines() or [""])[-1]
        if run.returncode == NOT_REACHABLE:
            print(f"{match[1]}: not reachable ({said})", flush=True)
            unreachable.append(match[1])
        elif run.returncode == 0:
            print(f"{match[1]}: passed ({said})", flush=True)
        else:
            print(f"{match[1]}: failed\n{run.stdout}", flush=True)
            failed.append(match[1])
    return 1 if failed else UNTRIED if unreachable else 0


if __name__ == "__main__":
    sys.exit(main())
