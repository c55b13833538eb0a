#!/usr/bin/env python3
"""What is installed works from where it is: the command, the plugin, the CMake package, the example for make, the Debian package.

    install_test.py ROOT BIN    the sources' root and Bazel's output folder (both "." within a test)
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT, BIN = (pathlib.Path(p).absolute() for p in sys.argv[1:3])
FLOW = "bmi.txt -> scores.txt  DIRECT"


class Installed(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name).resolve()
        cls.prefix = cls.folder / "prefix"
        os.environ.pop("PEDIGREE_CATALOG_DIR", None)
        cls.call("bash", ROOT / "packaging/layout.sh", cls.prefix)
        # Real files, as a copy of an installation would have.
        shutil.copytree(ROOT / "examples/cmake", cls.folder / "example")
        (cls.folder / "make").mkdir()
        shutil.copy(ROOT / "examples/make/Makefile", cls.folder / "make")
        (cls.folder / "meson").mkdir()
        for name in ("meson.build", "meson_options.txt"):
            shutil.copy(ROOT / "examples/meson" / name, cls.folder / "meson")
        os.rename(cls.folder / "example", cls.folder / "cmake")

    @classmethod
    def call(cls, *command, check=True, **more):
        done = subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=300,
                              env={**os.environ, "BIN": str(BIN)}, **more)
        if check and done.returncode != 0:
            raise AssertionError(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}")
        return done

    def configure(self, build, *flags, check=True):
        return self.call("cmake", "-S", self.folder / "cmake", "-B", build, f"-DCMAKE_PREFIX_PATH={self.prefix}",
                         *flags, check=check)

    def test_cmake(self):
        build = self.folder / "build"
        self.configure(build, "-DCMAKE_CXX_COMPILER=clang++-19")
        self.call("cmake", "--build", build)
        flows = self.call(self.prefix / "bin/pedigree", "flows", build / "scores.graph").stdout
        self.assertIn(FLOW, flows)
        self.assertIn("store.cc:", flows)
        self.assertNotIn(str(self.folder), flows)
        # A new plugin compiles anew, and nothing else does.
        again = self.call("cmake", "--build", build).stdout
        self.assertNotIn("Building", again)
        plugin = self.prefix / "lib/libpedigree.so"
        os.utime(plugin)
        self.assertEqual(self.call("cmake", "--build", build).stdout.count("Building CXX"), 2)

    def test_cmake_takes_the_plugin_of_its_compiler(self):
        build = self.folder / "build22"
        self.configure(build, "-DCMAKE_CXX_COMPILER=clang++-22")
        self.assertIn("/lib/libpedigree22.so", self.call("cmake", "--build", build, "--verbose").stdout)
        self.assertIn(FLOW, self.call(self.prefix / "bin/pedigree", "flows", build / "scores.graph").stdout)
        (self.prefix / "lib/libpedigree22.so").rename(self.folder / "away")
        self.addCleanup((self.folder / "away").rename, self.prefix / "lib/libpedigree22.so")
        done = self.configure(self.folder / "build22again", "-DCMAKE_CXX_COMPILER=clang++-22", check=False)
        self.assertNotEqual(done.returncode, 0)
        self.assertRegex(" ".join(done.stderr.split()), r"plugin for Clang 22\.[0-9.]+ is not installed: ")

    def test_cmake_without_touching_the_project(self):
        plain = self.folder / "plain"
        plain.mkdir(exist_ok=True)
        for name in ("store.cc", "store.h", "score.cc"):
            shutil.copy(self.folder / "cmake" / name, plain)
        (plain / "CMakeLists.txt").write_text("cmake_minimum_required(VERSION 3.18)\nproject(scores CXX)\n"
                                              "add_executable(score score.cc store.cc)\n")
        build = self.folder / "everywhere"
        self.call("cmake", "-S", plain, "-B", build, "-DCMAKE_CXX_COMPILER=clang++-19",
                  f"-DCMAKE_PROJECT_INCLUDE={self.prefix}/lib/cmake/Pedigree/PedigreeEverywhere.cmake")
        self.call("cmake", "--build", build)
        self.call(self.prefix / "bin/pedigree", "link", "-o", build / "g", build / "score")
        self.assertIn(FLOW, self.call(self.prefix / "bin/pedigree", "flows", build / "g").stdout)

    def test_cmake_with_another_compiler_says_what_to_do(self):
        done = self.configure(self.folder / "gcc", "-DCMAKE_CXX_COMPILER=g++", check=False)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("plugins are for Clang 19 and Clang 22, and the compiler of CXX is GNU", " ".join(done.stderr.split()))

    def test_make(self):
        self.call("make", "-C", self.folder / "make", "CXX=clang++-19", f"PEDIGREE={self.prefix}")
        flows = self.call(self.prefix / "bin/pedigree", "flows", self.folder / "make/score.graph").stdout
        self.assertIn(FLOW, flows)

    def test_meson(self):
        build = self.folder / "meson/build"
        self.call("env", "CXX=clang++-19", "meson", "setup", build, self.folder / "meson", f"-Dpedigree={self.prefix}")
        self.call("meson", "compile", "-C", build)
        flows = self.call(self.prefix / "bin/pedigree", "flows", build / "scores.graph").stdout
        self.assertIn(FLOW, flows)
        self.assertNotIn(str(self.folder), flows)

    def test_cmake_tells_findings_and_plants_probes(self):
        project = self.folder / "judged"
        shutil.copytree(self.folder / "cmake", project)
        lists = (project / "CMakeLists.txt").read_text()
        (project / "CMakeLists.txt").write_text(lists.replace("pedigree_enable(store score)",
                                                              "pedigree_enable(store score POLICY policy.txtpb PROBES)"))
        (project / "policy.txtpb").write_text('rule { id: "no-scores" severity: WARNING message: "Not these."\n'
                                              '  forbid { from { name: "bmi.txt" } to { name: "*.log" optional: true } } }\n')
        (project / "score.cc").write_text((project / "score.cc").read_text() + """
#include <fstream>
static bool Log() {
  double x = 0;
  std::ifstream("bmi.txt") >> x;
  std::ofstream("scores.log") << x;
  return true;
}
const bool logged = Log();  // before main
""")
        build = self.folder / "judged/build"
        self.call("cmake", "-S", project, "-B", build, f"-DCMAKE_PREFIX_PATH={self.prefix}", "-DCMAKE_CXX_COMPILER=clang++-19")
        done = self.call("cmake", "--build", build)
        self.assertIn("Not these. bmi.txt -> scores.log [-Wpedigree-no-scores]", done.stdout + done.stderr)
        self.assertIn("pedigree_probe_", self.call("nm", build / "score").stdout)

    def test_policies_and_the_page(self):
        source = self.folder / "log.cc"
        source.write_text('#include <fstream>\n#include <iostream>\n#include <string>\nint main() {\n'
                          'std::ifstream in("people.csv"); std::string line;\nstd::getline(in, line); std::cerr << line; }\n')
        facts = self.folder / "facts.txtpb"
        facts.write_text('facts { of { name: "people.csv" } tag: "pii" }\n')
        pedigree, graph, page = self.prefix / "bin/pedigree", self.folder / "log.graph", self.folder / "log.html"
        self.call(pedigree, "extract", "-o", self.folder / "log.frag", source, "--", "-std=c++20")
        self.call(pedigree, "link", "-o", graph, self.folder / "log.frag")
        policies = sorted((self.prefix / "share/pedigree/policies").glob("*.txtpb"))
        self.assertIn("personal_data.txtpb", [policy.name for policy in policies])
        self.assertFalse([policy for policy in policies if policy.name.endswith("_test.txtpb")])
        done = self.call(pedigree, "check", graph, "--policy", facts, *(word for policy in policies for word in ("--policy", policy)),
                         check=False)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("no-pii-in-logs", done.stdout)
        # The page needs nothing that is not in the command.
        self.call(pedigree, "show", graph, "--format", "html", "-o", page, cwd="/")
        self.assertIn("Cytoscape", page.read_text())

    def test_debian_package(self):
        name = self.call("bash", ROOT / "packaging/deb.sh", self.folder / "debs").stdout.strip()
        first = pathlib.Path(name).read_bytes()
        self.call("bash", ROOT / "packaging/deb.sh", self.folder / "debs")
        self.assertEqual(pathlib.Path(name).read_bytes(), first)
        fields = self.call("dpkg-deb", "--field", name).stdout
        for package in ("libclang-cpp19", "libllvm19", "libprotobuf32", "libclang-common-19-dev", "libcurl4", "libc6"):
            self.assertIn(package, fields)
        root = self.folder / "unpacked"
        self.call("dpkg-deb", "--extract", name, root)
        self.assertTrue((root / "usr/share/pedigree/policies/licenses.txtpb").exists())
        for package in ("libclang-cpp22", "libllvm22"):
            self.assertNotIn(package, fields)  # who has Clang 22 has them
        source = self.folder / "cmake/store.cc"
        for compiler, plugin in {"clang++-19": "libpedigree.so", "clang++-22": "libpedigree22.so"}.items():
            self.call(compiler, f"-fplugin={root}/usr/lib/{plugin}", "-c", source, "-o", self.folder / "store.o")
            self.assertIn("1 source", self.call(root / "usr/bin/pedigree", "inspect", self.folder / "store.o").stdout)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
