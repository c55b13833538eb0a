#!/usr/bin/env python3
"""What the corpus's runner must find wrong, with the real `pedigree`: runner_test.py PEDIGREE CATALOG..."""

import pathlib
import subprocess
import sys
import tempfile
import unittest

CORPUS = pathlib.Path(__file__).absolute().parent / "corpus.py"
PEDIGREE, *CATALOGS = [str(pathlib.Path(a).absolute()) for a in sys.argv[1:]]

CASE = """#include "corpus.h"
void F() {{
  int a = Read("a"), b = Read("b");
  int c = b ? a : 0;
  Use(c);  {use}
  Write("out", c);  {write}
}}
"""


class RunnerTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def run_sources(self, *cases, **sources):
        for name, text in sources.items():
            path = pathlib.Path(self.folder.name, name.replace("__", "/").replace("_", "."))
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)
        done = subprocess.run([CORPUS, *(cases or ["."]), "--pedigree", PEDIGREE, "--catalogs", *CATALOGS],
                              cwd=self.folder.name, capture_output=True, text=True)
        return done.returncode, done.stdout + done.stderr

    def check(self, status, text, write="", use=""):
        found, output = self.run_sources(case_cc=CASE.format(use=use, write=write))
        self.assertIn(text, output)
        self.assertEqual(found, status, output)

    def test_what_holds_passes_and_is_counted(self):
        self.check(0, "flows 2/2  look-alikes 1/1  names 1/1  known 0",
                   "// FLOW: a(exact), b(indirect)  NOT: b  NAME: out")

    def test_a_comment_alone_is_about_the_line_below(self):
        self.check(0, "flows 1/1  look-alikes 1/1", use="\n  // FLOW: a\n  // NOT: b")

    def test_missing_flow(self):
        self.check(1, "case.cc:6: missing: a -> elsewhere", "// FLOW: a, a -> elsewhere")

    def test_wrong_influence(self):
        self.check(1, "wanted a(indirect), found a -> out (direct", "// FLOW: a(indirect)")
        self.check(1, "missing: b, only b -> out (indirect", "// FLOW: a, b")

    def test_wrong_subtype(self):
        self.check(1, "wanted a(aggregation)", "// FLOW: a(aggregation)")

    def test_wrong_confidence(self):
        self.check(1, "wanted a(assumed)", "// FLOW: a(assumed)")

    def test_flow_that_must_not_be(self):
        self.check(1, "case.cc:6: must not be: b -> out (indirect", "// FLOW: a  NEVER: b")

    def test_flow_that_nobody_expected(self):
        self.check(1, "case.cc:6: not expected: a -> out (direct", "// NOT: b")
        self.check(1, "case.cc:6: not expected: a -> out (direct", "", "// NAME: out")

    def test_wrong_name(self):
        self.check(1, "named out, not in", "// FLOW: a  NAME: in")

    def test_case_that_expects_nothing(self):
        self.check(1, "a case that expects nothing")

    def test_misspelt_expectation(self):
        self.check(1, "case.cc:6: no such expectation: 'FLOWS:'", "// FLOWS: a")
        self.check(1, "no such expectation: 'NEVR:'", "// FLOW: a  NEVR: b")
        self.check(1, "cannot read 'a b' of FLOW", "// FLOW: a b")
        self.check(1, "FLOW of nothing", "// FLOW:")
        self.check(1, "'likely' is no influence, subtype or confidence", "// FLOW: a(likely)")

    def test_expectation_where_nothing_is_written(self):
        self.check(1, "case.cc:5: FLOW where nothing is written", "// FLOW: a", "// FLOW: a")
        self.check(1, "case.cc:5: NAME where nothing is touched", "// FLOW: a", "// NAME: a")

    def test_look_alike_that_nothing_reads(self):
        self.check(1, "NEVER: nothing reads 'bb'", "// FLOW: a  NEVER: bb")

    def test_known_limitation(self):
        self.check(0, "known 1", "// FLOW: a  KNOWN(Inline assembly): FLOW: b")
        self.check(1, "KNOWN(Inline assembly) holds: take the mark away", "// KNOWN(Inline assembly): FLOW: a")
        self.check(1, "docs/limitations.md has no 'Bad weather'", "// FLOW: a  KNOWN(Bad weather): FLOW: b")
        self.check(1, "KNOWN, but not shown as widened", "// FLOW: a  KNOWN(widened): NEVER: b")

    def test_source_that_does_not_compile(self):
        found, output = self.run_sources(case_cc='int x = y;  // NAME: a\n')
        self.assertEqual(found, 1)
        self.assertIn("pedigree extract: exit 2", output)

    def test_a_folder_in_a_row_is_one_program(self):
        found, output = self.run_sources(
            both__a_cc='#include "corpus.h"\nint A();\nvoid F() {\n  Write("out", A());  // FLOW: a\n}\n',
            both__b_cc='#include "corpus.h"\nint A() { return Read("a"); }\n')
        self.assertEqual(found, 0, output)
        self.assertIn("1 cases", output)

    def test_a_row_without_cases(self):
        found, output = self.run_sources()
        self.assertEqual(found, 1)
        self.assertIn("no case here", output)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
