#!/usr/bin/env python3
"""The plugin's fragments are those of the stand-alone tool, byte for byte, for every source of the corpus.

    corpus_test.py CASE... --pedigree P --plugin P --catalogs DIR [--clang 22]

With another Clang than the tool's, whose libraries' headers and built-in functions differ, the programs' graphs are.
"""

import argparse
import difflib
import json
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "corpus"))
import corpus  # noqa: E402

TOOLS_CLANG = "19"
OF_PLUGIN = ".plugin.frag"


class Comparison(corpus.Runner):
    """Where the corpus's runner extracts a source, compiles it with the plugin as well."""

    def __init__(self, pedigree, plugin, catalogs, clang):
        super().__init__(pedigree, catalogs)
        self.plugin, self.clang = plugin, clang
        self.compared, self.different = 0, []

    def call(self, verb, *arguments):
        arguments = [str(a) for a in arguments]
        if verb == "extract":
            super().call(verb, *arguments)
            self.compile(arguments)
        elif verb == "link" and self.clang != TOOLS_CLANG:
            self.compare_graphs(arguments)
        return "{}"

    def compile(self, arguments):
        dashes = arguments.index("--")
        source, flags = arguments[dashes - 1], arguments[dashes + 1:]
        fragment = arguments[arguments.index("-o") + 1]
        mine = fragment + OF_PLUGIN
        own = arguments[arguments.index("--catalog") + 1]
        # The tool reads the catalogs; the plugin has them built in.
        command = [f"clang-{self.clang}", f"-fplugin={self.plugin}", f"-fplugin-arg-pedigree-catalog={own}",
                   f"-fplugin-arg-pedigree-out={mine}", *flags, "-Wno-everything", "-c", source, "-o", fragment + ".o"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120)
        self.compared += 1
        if done.returncode != 0:
            self.different.append(f"{source}: {done.stderr[-500:]}")
        elif self.clang == TOOLS_CLANG and pathlib.Path(mine).read_bytes() != pathlib.Path(fragment).read_bytes():
            self.different.append(f"{source}: another fragment")

    def compare_graphs(self, arguments):
        """Of `link ... -o GRAPH FRAGMENT...`, and of the plugin's fragments."""
        at = arguments.index("-o")
        fragments, graphs = arguments[at + 2:], []
        for suffix in ("", OF_PLUGIN):
            graph = arguments[at + 1] + suffix
            super().call("link", *arguments[:at], "-o", graph, *(f + suffix for f in fragments))
            graphs.append(json.loads(super().call("show", "--format", "json", graph)))
        if graphs[0] != graphs[1]:
            self.different.append(f"{self.program}: another graph\n" + difference(*graphs))

    def graph(self, sources, folder):
        self.program = sources[0]
        return super().graph(sources, folder)


def difference(*graphs):
    texts = [json.dumps(graph, indent=1, sort_keys=True).splitlines() for graph in graphs]
    return "\n".join(list(difflib.unified_diff(*texts, "tool", "plugin", lineterm="", n=4))[:60])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--pedigree", required=True)
    parser.add_argument("--plugin", required=True)
    parser.add_argument("--catalogs", required=True, nargs="+")
    parser.add_argument("--clang", default=TOOLS_CLANG)
    parser.add_argument("case", nargs="+", type=pathlib.Path)
    options = parser.parse_args()
    catalogs = pathlib.Path(options.catalogs[0])
    catalogs = catalogs if catalogs.is_dir() else catalogs.parent
    comparison = Comparison(str(pathlib.Path(options.pedigree).absolute()), str(pathlib.Path(options.plugin).absolute()),
                            catalogs.absolute(), options.clang)
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
