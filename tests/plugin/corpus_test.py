#!/usr/bin/env python3
"""The plugin's fragments are those of the stand-alone tool, byte for byte, for every source of the corpus.

    corpus_test.py CASE... --pedigree P --plugin P --catalogs DIR
"""

import argparse
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "corpus"))
import corpus  # noqa: E402


class Comparison(corpus.Runner):
    """Where the corpus's runner extracts a source, compiles it with the plugin as well."""

    def __init__(self, pedigree, plugin, catalogs):
        super().__init__(pedigree, catalogs)
        self.plugin = plugin
        self.compared, self.different = 0, []

    def call(self, verb, *arguments):
        if verb != "extract":
            return "{}"
        super().call(verb, *arguments)
        arguments = [str(a) for a in arguments]
        dashes = arguments.index("--")
        source, flags = arguments[dashes - 1], arguments[dashes + 1:]
        fragment = arguments[arguments.index("-o") + 1]
        mine = fragment + ".plugin.frag"
        own = arguments[arguments.index("--catalog") + 1]
        command = ["clang-19", f"-fplugin={self.plugin}", f"-fplugin-arg-pedigree-catalog-dir={self.catalogs}",
                   f"-fplugin-arg-pedigree-catalog={own}", f"-fplugin-arg-pedigree-out={mine}",
                   *flags, "-Wno-everything", "-c", source, "-o", fragment + ".o"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120)
        self.compared += 1
        if done.returncode != 0:
            self.different.append(f"{source}: {done.stderr[-500:]}")
            return ""
        same = pathlib.Path(mine).read_bytes() == pathlib.Path(fragment).read_bytes()
        if not same:
            self.different.append(f"{source}: another fragment")
        return ""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--pedigree", required=True)
    parser.add_argument("--plugin", required=True)
    parser.add_argument("--catalogs", required=True, nargs="+")
    parser.add_argument("case", nargs="+", type=pathlib.Path)
    options = parser.parse_args()
    catalogs = pathlib.Path(options.catalogs[0])
    catalogs = catalogs if catalogs.is_dir() else catalogs.parent
    comparison = Comparison(str(pathlib.Path(options.pedigree).absolute()), str(pathlib.Path(options.plugin).absolute()),
                            catalogs.absolute())
    import tempfile
    for row in options.case:
        for sources in corpus.cases(row):
            with tempfile.TemporaryDirectory() as folder:
                comparison.graph(sources, folder)
    for line in comparison.different:
        print(line)
    print(f"{comparison.compared} sources, {len(comparison.different)} different")
    return 1 if comparison.different or comparison.compared == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
