#!/usr/bin/env python3
"""Whatever form a binary has, it carries the same lineage: that of the fragments of its sources."""

import unittest

import harness
from harness import CLANG, CLANGXX, LLD, READS_BITCODE, TOOLS_VERSION, VERSION, PluginTest, llvm

HEADER = """
#include <cstdio>
#include <string>
struct Row { double age, bmi; };
Row Load(const char* name);
extern "C" void store_row(double value);
inline double Double(const Row& row) { return row.bmi * 2; }
template <typename T> T Half(T value) { return value / 2; }
"""
LOAD = """
#include "row.h"
Row Load(const char* name) {
  Row row{};
  std::FILE* file = std::fopen(name, "r");
  std::fread(&row.bmi, sizeof row.bmi, 1, file);
  std::fclose(file);
  return row;
}
"""
STORE = """
#include <stdio.h>
void store_row(double value) {
  FILE* file = fopen("scores.bin", "w");
  fwrite(&value, sizeof value, 1, file);
  fclose(file);
}
// Called by nobody: the linker may drop it, and its lineage is still told.
void store_nothing(void) { fclose(fopen("nothing.bin", "w")); }
"""
MAIN = """
#include "row.h"
int main() {
  const Row row = Load("patients.bin");
  store_row(Half(Double(row)));
}
"""
SOURCES = {"load.cc": LOAD, "store.c": STORE, "main.cc": MAIN}
LINKERS = {"bfd": "bfd", "gold": "gold", "lld": "lld"}


class Containers(PluginTest):
    def setUp(self):
        super().setUp()
        self.write("row.h", HEADER)
        for name, text in SOURCES.items():
            self.write(name, text)
        fragments = []
        for name in SOURCES:
            (self.folder / f"{name}.frag").write_bytes(self.extract(name))
            fragments.append(f"{name}.frag")
        self.expected = self.graph(*fragments)
        self.assertIn("patients.bin -> scores.bin", self.pedigree("flows", "out.graph").stdout)

    def objects(self, *flags):
        for name in SOURCES:
            self.compile(*flags, "-c", name, "-o", f"{name}.o", compiler=CLANG if name.endswith(".c") else CLANGXX)
        return [f"{name}.o" for name in SOURCES]

    def same(self, *binaries):
        self.assertEqual(self.graph(*binaries), self.expected, binaries)

    def test_objects(self):
        for flags in ([], ["-O2"], ["-g"], ["-g", "-gsplit-dwarf"], ["-g", "-gz"], ["-fPIC"], ["-ffunction-sections"],
                      ["-fdata-sections", "-Os"], ["-flto"], ["-flto=thin"], ["-fsanitize=address"], ["-fno-integrated-as"],
                      ["-flto", "-ffat-lto-objects"], ["-Xclang", "-disable-llvm-optzns"], ["-m32", "-ffreestanding", "-O1"]):
            if "-m32" in flags:
                continue  # Its headers are not installed everywhere; note_test has other machines' byte orders.
            with self.subTest(flags=flags):
                objects = self.objects(*flags)
                if flags[:1] in (["-flto"], ["-flto=thin"]) and "-ffat-lto-objects" not in flags and not READS_BITCODE:
                    self.too_new(objects[0])
                else:
                    self.same(*objects)

    def too_new(self, bitcode):
        done = self.pedigree("link", "-o", "g", bitcode, check=False)
        self.assertEqual(done.returncode, 2)
        self.assertRegex(done.stderr, rf"^pedigree: {bitcode}: .*Producer: 'LLVM{VERSION}.*Reader: 'LLVM {TOOLS_VERSION}.*\n$")

    def test_archives(self):
        objects = self.objects()
        for name, how in {"lib.a": "rcs", "thin.a": "rcsT"}.items():
            with self.subTest(archive=name):
                self.run_here(["ar", how, name, *objects])
                self.same(name)
        self.run_here(["ar", "rcs", "sub.a", *objects[:2]])
        self.same("sub.a", objects[2])
        self.same("lib.a", "thin.a", *objects)  # each once

    def test_partial_links(self):
        objects = self.objects("-O1")
        for linker in ("ld.bfd", "ld.gold", LLD):
            with self.subTest(linker=linker):
                self.run_here([linker, "-r", "-o", "all.o", *objects])
                self.same("all.o")

    def test_programs_and_libraries(self):
        objects = self.objects("-O1", "-g", "-fPIC", "-ffunction-sections", "-fdata-sections")
        forms = {"program": [], "static": ["-static"], "library": ["-shared"],
                 "collected": ["-Wl,--gc-sections"], "bare": ["-s"], "folded": ["-Wl,--gc-sections", "-no-pie"],
                 "compressed": ["-gz=zlib"]}
        for name, linker in LINKERS.items():
            for form, flags in forms.items():
                with self.subTest(linker=name, form=form):
                    self.run_here([CLANGXX, f"-fuse-ld={linker}", *flags, "-o", "binary", *objects])
                    self.same("binary")
                    self.run_here(["strip", "binary"])
                    self.same("binary")
                    self.run_here([llvm("strip"), "--strip-all", "binary"])
                    self.same("binary")
                    self.run_here(["objcopy", "--compress-debug-sections", "--remove-section=.comment",
                                   "--remove-section=.note", "binary", "copy"])
                    self.same("copy")

    def test_a_program_without_its_table_of_sections(self):
        self.run_here([CLANGXX, "-fuse-ld=lld", "-o", "binary", *self.objects()])
        self.run_here([llvm("objcopy"), "--strip-sections", "binary", "bare"])
        self.assertNotIn(".note", self.run_here([llvm("readelf"), "-S", "bare"]).stdout)
        self.same("bare")

    def test_stripped_objects(self):
        objects = self.objects("-g")
        for name in objects:
            self.run_here(["strip", "--strip-debug", name])
        self.same(*objects)
        for name in objects:
            self.run_here(["strip", "--strip-unneeded", name])
        self.same(*objects)

    def test_link_time_optimisation(self):
        for flags in (["-flto"], ["-flto=thin"]):
            with self.subTest(flags=flags):
                objects = self.objects(*flags, "-O2", "-ffunction-sections")
                self.run_here([CLANGXX, *flags, "-O2", "-fuse-ld=lld", "-Wl,--gc-sections", "-o", "binary", *objects])
                self.same("binary")
                self.run_here(["strip", "binary"])
                self.same("binary")

    def test_a_library_and_what_uses_it(self):
        objects = self.objects("-fPIC")
        self.run_here([CLANGXX, "-shared", "-o", "libload.so", *objects[:2]])
        self.run_here([CLANGXX, "-o", "binary", objects[2], "libload.so"])
        self.same("binary", "libload.so")

    def test_assembly_on_the_way(self):
        for name in SOURCES:
            compiler = CLANG if name.endswith(".c") else CLANGXX
            self.compile("-S", name, "-o", "x.s", compiler=compiler)
            self.run_here([compiler, "-c", "x.s", "-o", f"{name}.o"])
            self.compile("-c", "-emit-llvm", name, "-o", f"{name}.bc", compiler=compiler)
        self.same(*(f"{name}.o" for name in SOURCES))
        if READS_BITCODE:
            self.same(*(f"{name}.bc" for name in SOURCES))
        else:
            self.too_new("load.cc.bc")

    def test_sources_by_one_command(self):
        self.compile("load.cc", "main.cc", "-x", "c", "store.c", "-o", "binary")
        self.same("binary")

    def test_notes_can_be_aligned_and_found_by_their_name_only(self):
        self.run_here([CLANGXX, "-fuse-ld=bfd", "-o", "binary", *self.objects()])
        self.run_here(["objcopy", "--rename-section", ".note.pedigree=.note.other", "binary", "renamed"])
        self.same("renamed")


class Inspect(PluginTest):
    def test_says_what_a_binary_carries(self):
        self.write("main.c", STORE + "int main(void) { store_row(1); }")
        self.compile("main.c", "-o", "train", compiler=CLANG)
        text = self.pedigree("inspect", "train").stdout
        self.assertIn("train: executable, job train\n", text)
        self.assertIn(f"clang version {VERSION}", text)
        self.assertIn("1 source\n  main.c\n", text)
        self.assertIn("writes scores.bin", text)
        self.assertIn('"source": "main.c"', self.pedigree("inspect", "--format", "json", "train").stdout)

    def test_wrong_input_is_one_line(self):
        self.write("plain.c", "int x;")
        self.run_here([CLANG, "-c", "plain.c"])
        self.write("text", "hello")
        self.write("cut.o", "")
        self.compile("-c", "plain.c", "-o", "good.o", compiler=CLANG)
        good = (self.folder / "good.o").read_bytes()
        (self.folder / "cut.o").write_bytes(good[: len(good) // 2])
        at = good.index(b"Pedigree\0") - 8
        (self.folder / "bad.o").write_bytes(good[:at] + b"\xff\xff\xff\x7f" + good[at + 4:])
        for arguments, error in {
            ("inspect", "plain.o"): "plain.o: this object carries no lineage; compile it with -fplugin=libpedigree.so",
            ("link", "-o", "g", "plain.o"): "plain.o: this object carries no lineage; compile it with -fplugin=libpedigree.so",
            ("inspect", "text"): "text: no object, archive, shared library or executable",
            ("inspect", "bad.o"): "bad.o: a section of notes is damaged",
            ("link", "-o", "g", "bad.o"): "bad.o: a section of notes is damaged",
        }.items():
            with self.subTest(arguments=arguments):
                done = self.pedigree(*arguments, check=False)
                self.assertEqual((done.returncode, done.stderr), (2, f"pedigree: {error}\n"))
        done = self.pedigree("inspect", "cut.o", check=False)
        self.assertEqual(done.returncode, 2)
        self.assertRegex(done.stderr, r"^pedigree: cut\.o: .*\n$")
        self.assertFalse((self.folder / "g").exists())

    def test_an_archive_tells_which_objects_carry_nothing(self):
        self.write("with.c", "int with;")
        self.write("without.c", "int without;")
        self.compile("-c", "with.c", compiler=CLANG)
        self.run_here([CLANG, "-c", "without.c"])
        self.write("readme.txt", "not an object")
        self.run_here(["ar", "rcs", "lib.a", "with.o", "without.o", "readme.txt"])
        done = self.pedigree("link", "-o", "g", "lib.a")
        self.assertEqual(done.stderr, "pedigree: warning: lib.a: 1 of 2 objects carry no lineage: without.o\n")
        self.assertIn("1 object without lineage\n  without.o\n", self.pedigree("inspect", "lib.a").stdout)


if __name__ == "__main__":
    harness.main()
