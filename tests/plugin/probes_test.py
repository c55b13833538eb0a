#!/usr/bin/env python3
"""Probes: the program tells the runtime at which site it is, and what that touches; without a runtime it does as before."""

import json

import harness
from harness import CLANG, CLANGXX, PluginTest

SOURCE = """\
#include <cstdio>
#include <fstream>
#include <string>
static double Load(const char* name) {
  double x = 0;
  std::FILE* f = std::fopen(name, "r");
  if (!f) return -1;
  std::fread(&x, 8, 1, f);
  std::fclose(f);
  return x;
}
template <typename T>
void Save(const std::string& name, T x) {
  std::ofstream out(name);
  out << x;
}
int main(int argc, char** argv) {
  double x = 0;
  for (int i = 1; i < argc; ++i) x += Load(argv[i]);
  Save("sum.txt", x);
  Save("count.txt", argc - 1);
  std::puts("done");
}
"""
# A runtime as small as can be: a line a call. What it gives to the program says who linked it.
TRACE = """\
#include <stdio.h>
struct site { const char* file; unsigned line, column, access; const char *function, *api; unsigned seen; };
static void Print(struct site* s, const char* name, int size) {
  FILE* f = fopen("trace", "a");
  fprintf(f, "%s:%u:%u %u %s %s [%.*s]\\n", s->file, s->line, s->column, s->access, s->function, s->api, size, name);
  fclose(f);
}
void pedigree_probe_name(struct site* s, const char* name) { Print(s, name, 1000); }
void pedigree_probe_asset(struct site* s, const char* space, const char* name, unsigned long size) {
  (void)space;
  Print(s, name, (int)size);
}
void pedigree_probe_hit(struct site* s) { s->seen = 1; Print(s, "", 0); }
"""
PLACES = "-Rpass=pedigree"
LEVELS = ("-O0", "-O1", "-O2", "-O3", "-Os")


class ProbesTest(PluginTest):
    def setUp(self):
        super().setUp()
        self.write("a.cc", SOURCE)
        self.write("trace.c", TRACE)
        self.run_here([CLANG, "-c", "-fPIC", "trace.c"])
        self.run_here([CLANG, "-shared", "-o", "trace.so", "trace.o"])
        (self.folder / "in").write_bytes(b"\0\0\0\0\0\0\xf0\x3f")

    def build(self, *flags, source="a.cc", output="a", places=PLACES, compiler=CLANGXX):
        return self.compile(places, *flags, source, "-o", output, arguments=["probes"], compiler=compiler)

    def trace(self, *command):
        (self.folder / "trace").unlink(missing_ok=True)
        self.run_here(command)
        file = self.folder / "trace"
        return file.read_text().splitlines() if file.exists() else []


EXPECTED = [
    "a.cc:6:18 2 Load fopen [in]",
    "a.cc:8:3 0 Load fread []",
    "a.cc:6:18 2 Load fopen [none]",
    "a.cc:14:17 2 Save std::basic_ofstream::basic_ofstream [sum.txt]",
    "a.cc:15:7 1 Save std::basic_ostream::operator<< []",
    "a.cc:14:17 2 Save std::basic_ofstream::basic_ofstream [count.txt]",
    "a.cc:22:3 1 main puts []",
]


class Sites(ProbesTest):
    def test_tell_where_they_are_and_the_name(self):
        for level in LEVELS:
            with self.subTest(level=level):
                self.build(level)
                self.assertEqual(self.trace("env", "LD_PRELOAD=./trace.so", "./a", "in", "none"), EXPECTED)

    def test_are_those_of_the_graph(self):
        self.build("-O2")
        self.pedigree("link", "-o", "g", "a")
        graph = json.loads(self.pedigree("show", "--format", "json", "g").stdout)
        known = {f"{place['file']}:{place['line']}:{place['column']}" for place in all_places(graph)}
        for line in self.trace("env", "LD_PRELOAD=./trace.so", "./a", "in"):
            place, access = line.split(" ")[:2]
            if access != "2":
                self.assertIn(place, known)

    def test_are_found_with_debug_information(self):
        for flags in ("-g", "-gline-tables-only"):
            self.build("-O1", places=flags)
            self.assertEqual(self.trace("env", "LD_PRELOAD=./trace.so", "./a", "in", "none"), EXPECTED)

    def test_land_in_a_runtime_that_is_linked(self):
        for linker in ("bfd", "gold", "lld"):
            for flags in ([], ["-no-pie", "-fno-pie"], ["-static"]):
                with self.subTest(linker=linker, flags=flags):
                    self.build("-O1", f"-fuse-ld={linker}", *flags, "trace.o")
                    self.assertEqual(self.trace("./a", "in", "none"), EXPECTED)

    def test_of_c(self):
        self.write("c.c", '#include <stdio.h>\nint main(void) {\n  int v[3] = {1, 2, 3};\n  FILE* f = fopen("v", "w");\n'
                          '  for (int i = 0; i < 3; ++i) fwrite(&v[i], 4, 1, f);\n  return fclose(f);\n}\n')
        self.build("-O2", source="c.c", output="c", compiler=CLANG)
        self.assertEqual(self.trace("env", "LD_PRELOAD=./trace.so", "./c"),
                         ["c.c:4:13 2 main fopen [v]", "c.c:5:31 1 main fwrite []"])

    def test_of_what_annotations_say(self):
        self.write("b.cc", """\
#include <string>
[[clang::annotate("pedigree:reads:DATASET\\t{arg[0]}\\treturn")]] int Get(const std::string& name, int);
int Get(const std::string& name, int) { return static_cast<int>(name.size()); }
struct Big { int v[20]; };
[[clang::annotate("pedigree:reads:DATASET\\t{arg[1]}\\treturn")]] Big GetBig(int n, const char* name);
Big GetBig(int n, const char*) { return {{n}}; }
int main() { return Get("users", 0) + GetBig(0, "big").v[0] - 5; }
""")
        self.build("-O2", "-fno-inline", source="b.cc", output="b")
        self.assertEqual(self.trace("env", "LD_PRELOAD=./trace.so", "./b"),
                         ["b.cc:7:21 0 main Get [users]", "b.cc:7:39 0 main GetBig [big]"])

    def test_where_calls_may_throw(self):
        self.write("t.cc", """\
#include <fstream>
#include <stdexcept>
struct Loud { ~Loud() noexcept(false) {} };
int main() {
  Loud loud;
  try {
    std::ifstream in("in");
    in.exceptions(std::ios::failbit);
    double x;
    in.read(reinterpret_cast<char*>(&x), 8);
    in.read(reinterpret_cast<char*>(&x), 8);
  } catch (const std::exception&) {
    return 0;
  }
  return 1;
}
""")
        for level in LEVELS:
            self.build(level, source="t.cc", output="t")
            lines = self.trace("env", "LD_PRELOAD=./trace.so", "./t")
            self.assertIn("t.cc:7:19 2 main std::basic_ifstream::basic_ifstream [in]", lines)
            self.assertTrue(any(line.startswith("t.cc:11:8 0 main") for line in lines), lines)


def all_places(value):
    if isinstance(value, dict):
        if {"file", "line", "column"} <= set(value):
            yield value
        for inner in value.values():
            yield from all_places(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from all_places(inner)


class Without(ProbesTest):
    def test_a_runtime_the_program_is_as_before(self):
        for level in LEVELS:
            for linker in ("bfd", "gold", "lld"):
                with self.subTest(level=level, linker=linker):
                    self.build(level, f"-fuse-ld={linker}")
                    done = self.run_here(["./a", "in"])
                    self.assertEqual(done.stdout, "done\n")
                    self.assertEqual((self.folder / "sum.txt").read_text(), "1")

    def test_probes_the_flag_for_places_changes_nothing(self):
        self.compile("-O2", PLACES, "-c", "a.cc", "-o", "with.o")
        self.compile("-O2", "-c", "a.cc", "-o", "without.o")
        self.assertEqual((self.folder / "with.o").read_bytes(), (self.folder / "without.o").read_bytes())

    def test_places_it_is_an_error(self):
        for flags in ([], ["-g", "-gno-column-info"]):
            done = self.compile("-c", "a.cc", *flags, arguments=["probes"], check=False)
            self.assertEqual(done.returncode, 1)
            self.assertIn("error: pedigree: probes need to know the lines and columns of calls: compile with -Rpass=pedigree",
                          done.stderr)

    def test_an_object_nothing_is_planted(self):
        self.compile("-fsyntax-only", "a.cc", arguments=["probes"])


class Runtime(ProbesTest):
    def test_writes_sites_into_the_ledger_and_verify_says_so(self):
        self.build("-O2")
        self.pedigree("link", "--job", "a", "-o", "g", "a")
        self.pedigree("run", "--ledger", "l", "--job", "a", "--", "./a", "in")
        graph = self.pedigree("verify", "--all", "--format", "json", "g", "l", check=False).stdout
        self.assertIn("SITE", graph)
        done = self.pedigree("verify", "--all", "g", "l")  # and no finding
        self.assertIn("CONFIRMED", done.stdout)


if __name__ == "__main__":
    harness.main()
