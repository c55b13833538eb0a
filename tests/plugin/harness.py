"""What the tests of the plugin share: a folder of one's own, the compiler with and without the plugin, the command."""

import argparse
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

# The version of Clang that the tool has in it, and the plugin's: --clang VERSION.
TOOLS_VERSION = "19"
VERSION = sys.argv[sys.argv.index("--clang") + 1] if "--clang" in sys.argv else TOOLS_VERSION
# Bitcode is read by the version that has written it, or a later one.
READS_BITCODE = VERSION == TOOLS_VERSION
CLANG, CLANGXX, LLD = f"clang-{VERSION}", f"clang++-{VERSION}", f"ld.lld-{VERSION}"



def llvm(tool):
    return f"llvm-{tool}-{VERSION}"


options = None


def parse():
    """Reads the test's own arguments, and leaves unittest its."""
    global options
    parser = argparse.ArgumentParser()
    parser.add_argument("--pedigree", required=True, type=lambda p: pathlib.Path(p).absolute())
    parser.add_argument("--plugin", required=True, type=lambda p: pathlib.Path(p).absolute())
    parser.add_argument("--catalogs", required=True, nargs="+", help="the folder of the catalogs, or the files in it")
    parser.add_argument("--observer", type=lambda p: pathlib.Path(p).absolute(), help="what `pedigree run` preloads")
    parser.add_argument("--clang", default=TOOLS_VERSION, choices=["19", "22"], help="read above, by who imports this")
    options, rest = parser.parse_known_args()
    if options.observer:
        os.environ["PEDIGREE_OBSERVER"] = str(options.observer)
    catalogs = pathlib.Path(options.catalogs[0]).absolute()
    options.catalogs = catalogs if catalogs.is_dir() else catalogs.parent
    os.environ["PEDIGREE_CATALOG_DIR"] = str(options.catalogs)
    return rest


class PluginTest(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return name

    def run_here(self, command, check=True, cwd="."):
        done = subprocess.run(list(map(str, command)), cwd=self.folder / cwd, capture_output=True, text=True, timeout=300)
        if check:
            self.assertEqual(done.returncode, 0, f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}")
        return done

    def plugin(self, *arguments):
        """The flags that load it."""
        return [f"-fplugin={options.plugin}", *(f"-fplugin-arg-pedigree-{a}" for a in arguments)]

    def compile(self, *flags, arguments=(), compiler=CLANGXX, check=True, cwd="."):
        """Compiles with the plugin."""
        return self.run_here([compiler, *self.plugin(*arguments), *flags], check, cwd)

    def pedigree(self, *arguments, check=True):
        return self.run_here([options.pedigree, *arguments], check)

    def extract(self, source, *flags):
        """The fragment of the stand-alone tool."""
        self.pedigree("extract", "-o", "expected.frag", source, "--", *flags)
        return (self.folder / "expected.frag").read_bytes()

    def same_as_extracted(self, fragment, source, *flags):
        """Whether the plugin's fragment is the tool's, byte for byte; where the tool's Clang is another, whether the graph is."""
        expected = self.extract(source, *flags)
        if VERSION == TOOLS_VERSION:
            self.assertEqual((self.folder / fragment).read_bytes(), expected)
        else:
            self.assertEqual(self.graph(fragment), self.graph("expected.frag"))

    def graph(self, *inputs):
        """The bytes of the graph of what `inputs` carry."""
        self.pedigree("link", "--job", "job", "-o", "out.graph", *inputs)
        return (self.folder / "out.graph").read_bytes()

    def flows(self, *inputs):
        self.graph(*inputs)
        return self.pedigree("flows", "out.graph").stdout

    def sections(self, file):
        """Name and content of each section of an object, but for the note and what only lists sections and symbols."""
        listed = self.run_here([llvm("readelf"), "-S", "--wide", file]).stdout
        names = {w.split("]", 1)[1].split()[0] for w in listed.splitlines() if "]" in w and w.strip().startswith("[")}
        names -= {"Nr", "NULL", ".strtab", ".symtab", ".shstrtab", ".note.pedigree", ".symtab_shndx"}
        content = {}
        for name in sorted(names):
            out = self.folder / "section.bin"
            out.unlink(missing_ok=True)
            self.run_here([llvm("objcopy"), f"--dump-section={name}={out}", file, "/dev/null"], check=False)
            content[name] = out.read_bytes() if out.exists() else b""
        return content

    def has_note(self, file):
        return ".note.pedigree" in self.run_here([llvm("readelf"), "-S", "--wide", file]).stdout


def main():
    rest = parse()
    unittest.main(module="__main__", argv=[sys.argv[0], *rest])
