#!/usr/bin/env python3
"""What policies forbid, and one source shows, the compiler says: at the line, as its own warnings and errors."""

import harness
from harness import CLANGXX, PluginTest

SOURCE = """\
#include <cstdio>
static double Load() {
  double x = 0;
  std::FILE* f = std::fopen("people.csv", "r");
  std::fread(&x, 8, 1, f);
  return x;
}
static void Put(double x) {
  std::FILE* f = std::fopen("public/out.bin", "w");
  std::fwrite(&x, 8, 1, f);
}
void Publish() { Put(Load()); }
"""
POLICY = """\
rule {
  id: "people-stay-inside"
  severity: %s
  message: "People are not to be published."
  forbid { from { name: "people.csv" } to { name: "public/**" optional: true } }
}
"""
ALLOW = """\
#if defined(__clang__)
#define PEDIGREE_ALLOW(rule, reason) [[clang::annotate("pedigree:allow:" rule "\\t" reason)]]
#endif
"""


class PolicyTest(PluginTest):
    def setUp(self):
        super().setUp()
        self.write("a.cc", SOURCE)
        for severity in ("ERROR", "WARNING", "NOTE"):
            self.write(severity + ".txtpb", POLICY % severity)

    def check(self, *flags, policy="WARNING", source="a.cc", check=True, arguments=()):
        return self.compile("-c", source, "-o", "a.o", *flags, arguments=[f"policy={policy}.txtpb", *arguments], check=check)


class Findings(PolicyTest):
    def test_are_told_at_the_line_with_the_way_of_the_data(self):
        self.assertEqual(self.check().stderr, """\
a.cc:10:3: warning: People are not to be published. people.csv -> public/out.bin [-Wpedigree-people-stay-inside]
   10 |   std::fwrite(&x, 8, 1, f);
      |   ^
a.cc:5:3: note: read from people.csv by fread
    5 |   std::fread(&x, 8, 1, f);
      |   ^
a.cc:12:22: note: returned by Load()
   12 | void Publish() { Put(Load()); }
      |                      ^
a.cc:12:18: note: passed to Put()
   12 | void Publish() { Put(Load()); }
      |                  ^
a.cc:10:3: note: written to public/out.bin by fwrite
   10 |   std::fwrite(&x, 8, 1, f);
      |   ^
1 warning generated.
""")
        self.assertTrue(self.has_note("a.o"))

    def test_do_not_change_the_object(self):
        self.check()
        self.compile("-c", "a.cc", "-o", "b.o")
        self.assertEqual((self.folder / "a.o").read_bytes(), (self.folder / "b.o").read_bytes())

    def test_without_an_object_too(self):
        done = self.compile("-fsyntax-only", "a.cc", arguments=["policy=WARNING.txtpb"])
        self.assertIn("a.cc:10:3: warning: People", done.stderr)

    def test_of_severity_error_break_the_compile(self):
        done = self.check(policy="ERROR", check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn("a.cc:10:3: error: People are not to be published.", done.stderr)
        self.assertFalse((self.folder / "a.o").exists())

    def test_of_severity_note_are_remarks(self):
        self.assertIn("a.cc:10:3: remark: People", self.check(policy="NOTE").stderr)

    def test_look_alikes_are_not_told(self):
        clean = SOURCE.replace("Put(Load())", "Load(); Put(1)")
        self.write("clean.cc", clean)
        self.assertEqual(self.check(source="clean.cc").stderr, "")
        self.write("other.cc", SOURCE.replace("people.csv", "weather.csv"))
        self.assertEqual(self.check(source="other.cc").stderr, "")

    def test_whose_names_only_a_caller_knows_are_not_told(self):
        """Whether this is forbidden, only the whole program says."""
        self.write("b.cc", SOURCE.replace("static void Put(double x)", "static void Put(double x, const char* name)")
                   .replace('"public/out.bin"', "name").replace("void Publish() { Put(Load()); }",
                                                                "void Publish(const char* name) { Put(Load(), name); }"))
        self.write("any.txtpb", (POLICY % "ERROR").replace('name: "public/**" optional: true', 'not { name: "inside/**" }'))
        self.assertEqual(self.check(policy="any", source="b.cc").stderr, "")
        # The same where the name is known.
        self.assertEqual(self.check(policy="any", check=False).returncode, 1)

    def test_of_the_same_kind_are_told_in_the_order_of_the_source(self):
        self.write("b.cc", SOURCE + """\
void Again() {
  double x = Load();
  std::FILE* f = std::fopen("public/again.bin", "w");
  std::fwrite(&x, 8, 1, f);
}
""")
        lines = [line.split(": warning")[0] for line in self.check(source="b.cc").stderr.splitlines() if ": warning" in line]
        self.assertEqual(lines, ["b.cc:10:3", "b.cc:16:3"])

    def test_in_macros_and_templates_are_at_their_lines(self):
        self.write("m.cc", """\
#include <cstdio>
#define WRITE(x, f) std::fwrite(&x, sizeof x, 1, f)
template <typename T>
void Copy(const char* to) {
  T x{};
  std::fread(&x, sizeof x, 1, std::fopen("people.csv", "r"));
  WRITE(x, std::fopen(to, "w"));
}
void Run() { Copy<double>("public/d"); }
""")
        self.assertIn("m.cc:7:3: warning: People", self.check(source="m.cc").stderr)

    def test_in_preprocessed_input_are_at_the_source_s_lines(self):
        self.run_here([CLANGXX, "-E", "a.cc", "-o", "a.ii"])
        self.assertIn("a.cc:10:3: warning: People", self.check(source="a.ii").stderr)

    def test_that_are_waived_are_not_told(self):
        self.write("waiver.txtpb", 'waiver { rule: "people-stay-inside" from { name: "people.csv" } owner: "me" reason: "for now" expires: "2099-01-01" }')
        done = self.check(arguments=["policy=waiver.txtpb"])
        self.assertEqual(done.stderr, "")


class Flags(PolicyTest):
    # Clang says of -Wpedigree-... that it does not know it; what else it says of it is as users have it.
    KNOWN = "-Wno-unknown-warning-option"

    def level(self, *flags, policy="WARNING", arguments=()):
        done = self.check(*flags, policy=policy, check=False, arguments=arguments)
        told = [line for line in done.stderr.splitlines() if "People" in line]
        self.assertEqual(done.returncode, 1 if told and ": error: " in told[0] else 0, done.stderr)
        return (told[0].split(": ")[1], told[0].rsplit(" ", 1)[1]) if told else None

    def test_are_those_of_the_compiler(self):
        own = "[-Wpedigree-people-stay-inside]"
        raised = "[-Werror,-Wpedigree-people-stay-inside]"
        for flags, policy, expected in [
            (["-Wall"], "WARNING", ("warning", own)),
            (["-Werror"], "WARNING", ("error", raised)),
            (["-Werror", "-Wno-error"], "WARNING", ("warning", own)),
            (["-Werror"], "NOTE", ("remark", own)),
            (["-w"], "WARNING", None),
            (["-w"], "ERROR", ("error", own)),
            (["-Wno-everything"], "ERROR", None),
            ([self.KNOWN, "-Wno-pedigree-people-stay-inside"], "ERROR", None),
            ([self.KNOWN, "-Wno-pedigree-other"], "WARNING", ("warning", own)),
            ([self.KNOWN, "-Wno-pedigree"], "WARNING", None),
            ([self.KNOWN, "-Werror=pedigree-people-stay-inside"], "WARNING", ("error", raised)),
            ([self.KNOWN, "-Wno-error=pedigree-people-stay-inside"], "ERROR", ("warning", own)),
        ]:
            with self.subTest(flags=flags, policy=policy):
                self.assertEqual(self.level(*flags, policy=policy), expected)

    def test_can_be_given_to_the_plugin(self):
        """Without a word of Clang's about a flag that it does not know, also with -Werror."""
        done = self.check("-Werror", arguments=["W=no-pedigree-people-stay-inside"])
        self.assertEqual(done.stderr, "")


class Allowances(PolicyTest):
    REASON = "The people agreed: case 17."

    def allowed(self, annotation, where, extra=""):
        return self.write("b.cc", ALLOW + SOURCE.replace(where, annotation + " " + where) + extra)

    def test_are_of_a_function_and_a_rule(self):
        annotation = f'PEDIGREE_ALLOW("people-stay-inside", "{self.REASON}")'
        for where in ("static void Put", "static double Load"):  # that writes, that reads
            with self.subTest(where=where):
                self.assertEqual(self.check(policy="ERROR", source=self.allowed(annotation, where)).stderr, "")
        # Not of what is on the way; not of another rule.
        self.assertIn("People", self.check(source=self.allowed(annotation, "void Publish")).stderr)
        other = annotation.replace("people-stay-inside", "people-stay")
        self.assertIn("People", self.check(source=self.allowed(other, "static void Put")).stderr)

    def test_do_not_hide_another_function_that_does_the_same(self):
        annotation = f'PEDIGREE_ALLOW("people-stay-inside", "{self.REASON}")'
        other = SOURCE[SOURCE.index("static void Put"):].replace("Put", "PutToo").replace("Publish", "PublishToo")
        done = self.check(source=self.allowed(annotation, "static void Put", other))
        self.assertEqual(done.stderr.count("warning: People"), 1)
        self.assertIn("b.cc:18:3: warning", done.stderr)

    def test_are_in_the_graph_with_their_reason(self):
        self.check(source=self.allowed(f'PEDIGREE_ALLOW("people-stay-inside", "{self.REASON}")', "static void Put"))
        self.pedigree("link", "-o", "g", "a.o")
        text = self.pedigree("doctor", "g").stdout
        self.assertIn("Findings that annotations allow, and why:\n    b.cc:11:81  Put: allows people-stay-inside: " + self.REASON,
                      text)
        self.assertNotIn("not understood", text)

    def test_need_a_reason(self):
        for annotation in ('PEDIGREE_ALLOW("people-stay-inside", "")', 'PEDIGREE_ALLOW("people-stay-inside", "  ")',
                           'PEDIGREE_ALLOW("", "because")'):
            done = self.check(source=self.allowed(annotation, "static void Put"))
            self.assertIn("annotation of 'Put' is not understood: a rule, and a reason why it is allowed, are needed", done.stderr)
            self.assertIn("warning: People", done.stderr)


class Failures(PolicyTest):
    def test_of_judging_are_warnings(self):
        done = self.check("-Werror", arguments=["fault=crash-judging"])
        self.assertEqual(done.stderr, "warning: pedigree: policies were not looked at: the linker crashed [-Wpedigree]\n"
                                      "1 warning generated.\n")
        self.assertNotIn("incomplete", self.pedigree("inspect", "a.o").stdout)
        done = self.check(arguments=["fault=crash-judging", "strict"], check=False)
        self.assertEqual(done.returncode, 1)

    def test_wrong_policies_are_errors_with_their_place(self):
        self.write("wrong.txtpb", 'rule { id: "x" forbit {} }\n')
        done = self.check(policy="wrong", check=False)
        self.assertEqual(done.returncode, 1)
        self.assertTrue(done.stderr.startswith("error: pedigree: wrong.txtpb:1:16: "), done.stderr)
        done = self.check(policy="none", check=False)
        self.assertTrue(done.stderr.startswith("error: pedigree: none.txtpb: "), done.stderr)


if __name__ == "__main__":
    harness.main()
