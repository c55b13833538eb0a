#!/usr/bin/env python3
"""The plugin never harms the compile: what it adds is a section, and what goes wrong in it is a warning."""

import subprocess

import harness
from harness import CLANG, CLANGXX, VERSION, PluginTest, llvm

SOURCE = """
#include <cstdio>
#include <map>
#include <memory>
#include <string>
#include <vector>
#include <functional>
#include <stdexcept>
namespace {
int counter;
thread_local std::string last;
struct Base { virtual ~Base() = default; virtual double Get(int i) const = 0; };
struct Derived final : Base { std::vector<double> v; double Get(int i) const override { return v.at(i); } };
constexpr int Square(int x) { return x * x; }
static_assert(Square(3) == 9);
}  // namespace
inline int Shared() { static int calls = 0; return ++calls; }
template <typename T> T Sum(const std::vector<T>& v) { T s{}; for (const T& x : v) s += x; return s; }
const int table[] = {Square(1), Square(2), Shared()};
double Read(const char* name) {
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(name, "r"), std::fclose);
  double x = 0;
  if (std::fread(&x, sizeof x, 1, file.get()) != 1) throw std::runtime_error(name);
  return x;
}
int main(int argc, char** argv) {
  auto base = std::make_unique<Derived>();
  for (int i = 1; i < argc; ++i) base->v.push_back(Read(argv[i]));
  std::function<double(int)> get = [&](int i) { ++counter; return static_cast<Base&>(*base).Get(i); };
  std::map<std::string, double> named{{"sum", Sum(base->v)}, {"first", get(0)}};
  try { std::printf("%g %g %d\\n", named["sum"], get(1), Shared() + table[2]); } catch (const std::exception& e) { last = e.what(); }
}
"""
C_SOURCE = """
#include <stdio.h>
#include <stdlib.h>
struct pair { int a, b; } pairs[3] = {[1] = {.b = 2}};
static int compare(const void* x, const void* y) { return *(const int*)x - *(const int*)y; }
int main(void) {
  int v[4] = {3, 1, 2, 0};
  qsort(v, 4, sizeof *v, compare);
  FILE* f = fopen("out", "w");
  fprintf(f, "%d %d", v[0], pairs[1].b);
  return fclose(f);
}
"""


class Identical(PluginTest):
    def check(self, source, compiler, *flags):
        self.compile("-c", *flags, source, "-o", "with.o", compiler=compiler)
        self.run_here([compiler, "-c", *flags, source, "-o", "without.o"])
        self.assertTrue(self.has_note("with.o"))
        self.assertFalse(self.has_note("without.o"))
        with_, without = self.sections("with.o"), self.sections("without.o")
        self.assertEqual(set(with_), set(without))
        for name in with_:
            self.assertEqual(with_[name], without[name], f"{flags}: {name} differs")
        symbols = [self.run_here([llvm("nm"), "-p", "--format=posix", f]).stdout for f in ("with.o", "without.o")]
        self.assertEqual(*symbols)
        # The rest of ELF's header: kind, machine, ABI, flags.
        head = [(self.folder / f).read_bytes()[:24] for f in ("with.o", "without.o")]
        self.assertEqual(*head)

    def test_objects_but_for_the_section(self):
        self.write("a.cc", SOURCE)
        self.write("a.c", C_SOURCE)
        for flags in ([], ["-O2"], ["-O2", "-g"], ["-Os", "-ffunction-sections", "-fdata-sections"], ["-O3", "-fPIC"],
                      ["-O1", "-fprofile-instr-generate", "-fcoverage-mapping"], ["-O2", "-fsanitize=undefined"]):
            with self.subTest(flags=flags):
                self.check("a.cc", CLANGXX, *flags)
                self.check("a.c", CLANG, *flags)

    def test_with_a_precompiled_header(self):
        self.write("all.h", "#pragma once\n#include <string>\n#include <vector>\n"
                            "inline int Twice(int x) { return 2 * x; }\n"
                            "struct Named { virtual ~Named() = default; std::string name; };\n")
        self.write("a.cc", "#include \"all.h\"\n" + SOURCE)
        self.compile("-O1", "-x", "c++-header", "all.h", "-o", "all.pch")
        self.run_here([CLANGXX, "-O1", "-x", "c++-header", "all.h", "-o", "plain.pch"])
        self.check("a.cc", CLANGXX, "-O1", "-include-pch", "plain.pch")
        self.compile("-c", "-O1", "-include-pch", "all.pch", "a.cc", "-o", "a.o")
        (self.folder / "a.frag").write_bytes(self.extract("a.cc", "-O1", "-include", "all.h"))
        self.assertEqual(self.graph("a.o"), self.graph("a.frag"))

    def test_the_program_runs_as_before(self):
        self.write("a.cc", SOURCE)
        self.compile("-O2", "a.cc", "-o", "a")
        (self.folder / "in").write_bytes(b"\0\0\0\0\0\0\xf0\x3f")
        self.assertEqual(self.run_here(["./a", "in", "in"]).stdout, "2 1 3\n")


class Modes(PluginTest):
    def setUp(self):
        super().setUp()
        self.write("a.cc", SOURCE)
        self.write("a.c", C_SOURCE)

    def test_syntax_only_derives_what_is_asked_for(self):
        self.compile("-fsyntax-only", "a.cc")
        self.assertEqual(sorted(p.name for p in self.folder.iterdir()), ["a.c", "a.cc"])
        self.compile("-fsyntax-only", "a.cc", arguments=["out=a.frag"])
        self.same_as_extracted("a.frag", "a.cc")

    def test_preprocessing_and_dependencies_are_as_without(self):
        for flags in (["-E", "a.cc"], ["-M", "a.cc"], ["-E", "-dM", "a.c"]):
            self.assertEqual(self.compile(*flags).stdout, self.run_here([CLANGXX, *flags]).stdout)

    def test_preprocessed_input_gives_the_lineage_of_the_source(self):
        """As distcc and ccache compile; only columns behind macros may differ."""
        self.write("lib/include/lib.h", "#pragma once\n#define NAME \"in.bin\"\n"
                                        "inline const char* Name() { return NAME; }\n")
        self.write("b.cc", '#include <cstdio>\n#include "lib/include/lib.h"\nstatic double Get() {\n  double x = 0;\n'
                           '  std::FILE* f = std::fopen(Name(), "r");\n  std::fread(&x, 8, 1, f);\n  return x;\n}\n'
                           'void Put() {\n  double x = Get();\n  std::FILE* f = std::fopen("out.bin", "w");\n'
                           '  std::fwrite(&x, 8, 1, f);\n}\n')
        self.compile("-c", "b.cc", "-o", "direct.o")
        expected = self.flows("direct.o")
        self.assertIn("in.bin -> out.bin", expected)
        self.run_here([CLANGXX, "-E", "b.cc", "-o", "b.ii"])
        self.compile("-c", "b.ii", "-o", "pre.o")
        self.assertEqual(self.flows("pre.o"), expected)
        self.compile("-c", "-save-temps", "b.cc", "-o", "saved.o")
        self.assertEqual(self.flows("saved.o"), expected)
        self.run_here([CLANGXX, "-E", "-fdirectives-only", "b.cc", "-o", "c.ii"])
        self.assertIn("b.cc", self.pedigree("inspect", "pre.o").stdout)

    def test_response_files_and_standard_input(self):
        self.write("flags", " ".join(map(str, [*self.plugin(), "-c", "a.cc", "-O1", "-o", "a.o"])))
        self.run_here([CLANGXX, "@flags"])
        self.assertTrue(self.has_note("a.o"))
        subprocess.run([CLANG, *self.plugin(), "-x", "c", "-c", "-", "-o", "in.o"], input=C_SOURCE, text=True, check=True,
                       cwd=self.folder)
        self.assertTrue(self.has_note("in.o"))

    def test_several_sources_a_command(self):
        self.write("b.cc", "int b;")
        self.compile("-c", "a.cc", "b.cc", arguments=["out=frags"])
        for name in ("a", "b"):
            self.same_as_extracted(f"frags/{name}.cc.frag", f"{name}.cc")
            self.assertTrue(self.has_note(f"{name}.o"))

    def test_without_the_driver_in_one_process(self):
        self.compile("-fno-integrated-cc1", "-c", "a.cc", "-o", "a.o")
        self.assertTrue(self.has_note("a.o"))

    def test_named_modules(self):
        self.write("m.cppm", "module;\n#include <cstdio>\nexport module m;\n"
                             "export double Load() { double x = 0; std::FILE* f = std::fopen(\"in.bin\", \"r\");"
                             " std::fread(&x, 8, 1, f); return x; }\n")
        self.write("u.cc", "#include <cstdio>\nimport m;\n"
                           "int main() { double x = Load(); std::fwrite(&x, 8, 1, std::fopen(\"out.bin\", \"w\")); }\n")
        self.compile("-std=c++20", "--precompile", "m.cppm", "-o", "m.pcm")
        self.compile("-std=c++20", "-c", "m.pcm", "-o", "m.o")
        self.compile("-std=c++20", "-fmodule-file=m=m.pcm", "-c", "u.cc", "-o", "u.o")
        self.run_here([CLANGXX, "m.o", "u.o", "-o", "program"])
        self.assertIn("in.bin -> out.bin", self.flows("program"))

    def test_a_build_beside_its_source_has_the_source_s_names(self):
        self.write("src/x/a.cc", SOURCE)
        (self.folder / "build").mkdir()
        self.compile("-c", self.folder / "src/x/a.cc", cwd="build")
        self.assertIn("\n  src/x/a.cc\n", self.pedigree("inspect", "build/a.o").stdout)
        self.compile("-c", "../src/x/a.cc", arguments=[f"root={self.folder}/src"], cwd="build")
        self.assertIn("\n  x/a.cc\n", self.pedigree("inspect", "build/a.o").stdout)

    def test_no_path_of_this_machine_is_in_an_object(self):
        self.compile("-c", self.folder / "a.cc", "-o", "a.o", arguments=["out=a.frag"])
        self.pedigree("link", "-o", "g", "a.o")
        self.assertNotIn(str(self.folder), self.pedigree("show", "--format", "json", "g").stdout)

    def test_other_machines(self):
        """What is no ELF cannot carry it, and says so; other ELF does."""
        self.write("f.c", "double f(double x) { return 2 * x; }")
        for target, little in {"aarch64-linux-gnu": True, "s390x-linux-gnu": False, "i686-linux-gnu": True}.items():
            with self.subTest(target=target):
                self.compile("-c", "--target=" + target, "f.c", "-o", "f.o", compiler=CLANG)
                self.assertIn("\n  f.c\n", self.pedigree("inspect", "f.o").stdout)
        done = self.compile("-c", "--target=x86_64-apple-macos", "f.c", "-o", "f.o", compiler=CLANG)
        self.assertIn("cannot carry lineage: they are not ELF [-Wpedigree]", done.stderr)


class Failures(PluginTest):
    def setUp(self):
        super().setUp()
        self.write("a.c", C_SOURCE)

    def test_within_are_warnings_and_the_lineage_is_incomplete(self):
        for flags in ([], ["-Werror"], ["-fno-integrated-cc1"]):
            with self.subTest(flags=flags):
                done = self.compile("-O1", *flags, "-c", "a.c", "-o", "a.o", compiler=CLANG, arguments=["fault=crash"])
                self.assertEqual(done.stderr, "warning: pedigree: the lineage of this source is incomplete: the extractor "
                                              "crashed on this source [-Wpedigree]\n1 warning generated.\n")
                self.assertIn("a.c  (incomplete)", self.pedigree("inspect", "a.o").stdout)
                self.run_here([CLANG, "-O1", "-c", "a.c", "-o", "plain.o"])
                self.assertEqual(self.sections("a.o"), self.sections("plain.o"))
                self.pedigree("link", "-o", "g", "a.o")
                self.assertIn("a.c", self.pedigree("doctor", "g").stdout)

    def test_within_are_errors_if_strict(self):
        done = self.compile("-c", "a.c", "-o", "a.o", compiler=CLANG, arguments=["fault=crash", "strict"], check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn("error: pedigree: the lineage of this source is incomplete: the extractor crashed", done.stderr)
        self.assertFalse((self.folder / "a.o").exists())
        self.compile("-c", "a.c", "-o", "a.o", compiler=CLANG, arguments=["strict"])

    def test_of_output_are_warnings(self):
        self.write("file", "")
        done = self.compile("-c", "a.c", compiler=CLANG, arguments=["out=file/x.frag"])
        self.assertRegex(done.stderr, r"^warning: pedigree: file.*\[-Wpedigree\]\n")
        self.assertTrue(self.has_note("a.o"))

    def test_wrong_options_are_errors(self):
        self.write("bad.txtpb", "api { functoin: \"f\" }\n")
        for argument, error in {
            "stritc": "pedigree: unknown option 'stritc', only catalog=",
            "catalog=none.txtpb": "pedigree: none.txtpb: ",
            "catalog=bad.txtpb": "pedigree: bad.txtpb:1:",
            "catalog-dir=none": "pedigree: none: no catalogs",
        }.items():
            with self.subTest(argument=argument):
                done = self.compile("-c", "a.c", compiler=CLANG, arguments=[argument], check=False)
                self.assertEqual(done.returncode, 1)
                self.assertTrue(done.stderr.startswith("error: " + error), done.stderr)
                self.assertFalse((self.folder / "a.o").exists())

    def test_a_source_that_does_not_compile_has_only_its_own_errors(self):
        self.write("b.c", "int x = y;")
        done = self.compile("-c", "b.c", compiler=CLANG, check=False)
        plain = self.run_here([CLANG, "-c", "b.c"], check=False)
        self.assertEqual((done.returncode, done.stderr), (plain.returncode, plain.stderr))

    def test_no_embed_leaves_the_object_alone(self):
        self.compile("-c", "a.c", "-o", "a.o", compiler=CLANG, arguments=["no-embed", "out=a.frag"])
        self.run_here([CLANG, "-c", "a.c", "-o", "plain.o"])
        self.assertEqual((self.folder / "a.o").read_bytes(), (self.folder / "plain.o").read_bytes())
        self.same_as_extracted("a.frag", "a.c")

    def test_another_compiler_is_refused(self):
        for version in {"19", "22"} - {VERSION}:
            done = self.compile("-c", "a.c", "-o", "a.o", compiler=f"clang-{version}", check=False)
            self.assertEqual(done.returncode, 1)
            self.assertRegex(done.stderr, rf"^error: pedigree: this plugin is for Clang {VERSION}, and the compiler is "
                                          rf"'.*version {version}\..*'\. libpedigree\.so is for Clang 19, .*\n$")
            self.assertFalse((self.folder / "a.o").exists())

    def test_catalogs_of_one_s_own_count(self):
        self.write("own.txtpb", "api { function: \"get\" reads { name: \"asset\" into: \"return\" } }\n")
        self.write("b.c", "#include <stdio.h>\nint get(void);\nvoid f(void) { int x = get();"
                          " fwrite(&x, 4, 1, fopen(\"out\", \"w\")); }\n")
        self.compile("-c", "b.c", compiler=CLANG, arguments=["catalog=own.txtpb"])
        self.assertIn("asset -> out", self.flows("b.o"))


if __name__ == "__main__":
    harness.main()
