#!/usr/bin/env python3
"""`pedigree ci` in a git repository, by itself and through integrations/: ci_test.py PEDIGREE REVIEW_GRAPHS INTEGRATIONS...

The repository's lineage is a file that is committed, so that "building" it is copying it: what is tested is git's merge base, the
worktree, the outputs and the exit status.
"""

import fcntl
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

PEDIGREE, GRAPHS, REVIEW, PRE_PUSH = (os.path.abspath(path) for path in sys.argv[1:5])
CATALOGS = os.path.abspath("catalog")
POLICY = """
rule { id: "no-pii" forbid { from { tag: "pii" } to { kind: MODEL } } message: "Personal data in {to}." }
"""
WAIVER = """
waiver { rule: "no-pii" from { column: "c0" } owner: "anna" reason: "approved" expires: "2999-12-31" }
"""
BUILD = ["--build", "cp committed.graph built.graph", "--graph", "built.graph"]


class Ci(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.root = pathlib.Path(self.folder.name, "repo")
        self.root.mkdir()
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": self.folder.name,
            "PEDIGREE_CATALOG_DIR": CATALOGS,
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b",
            "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@b",
        }
        base, head = (f"{self.folder.name}/{name}" for name in ("base", "head"))
        subprocess.run([GRAPHS, "1320", base, head], check=True)
        self.git("init", "-q", "-b", "main")
        self.write("policy.txtpb", POLICY)
        self.write("CODEOWNERS", "stage0/ @stage-zero\n")
        self.write("committed.graph", pathlib.Path(base).read_bytes())
        self.commit("base")
        self.git("checkout", "-q", "-b", "change")
        self.write("committed.graph", pathlib.Path(head).read_bytes())
        self.commit("head")
        # The branch goes on: the merge base counts, not its tip.
        self.git("checkout", "-q", "main")
        self.write("later", "x")
        self.commit("later")
        self.git("checkout", "-q", "change")

    def tearDown(self):
        self.folder.cleanup()

    def write(self, name, content):
        self.root.joinpath(name).write_bytes(content if isinstance(content, bytes) else content.encode())

    def commit(self, message):
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message)

    def git(self, *arguments, **more):
        return subprocess.run(["git", *arguments], cwd=self.root, env=self.environment, check=True,
                              capture_output=True, text=True, **more).stdout

    def ci(self, *arguments):
        return subprocess.run([PEDIGREE, "ci", *arguments], cwd=self.root, env=self.environment,
                              capture_output=True, text=True)

    def output(self, name):
        return self.root.joinpath("lineage-review", name).read_text()

    def test_a_change_that_adds_a_forbidden_flow_is_blocked(self):
        result = self.ci("--base", "main", *BUILD, "--policy", "policy.txtpb")
        self.assertEqual(result.returncode, 1, result.stderr)
        self.assertIn("stage0/t10:c0 -> models/m1_9", result.stdout)
        comment = self.output("comment.md")
        self.assertTrue(comment.startswith("<!-- pedigree-lineage-diff -->\n"))
        self.assertIn("1 new finding", comment)
        self.assertIn("@stage-zero", comment)
        self.assertEqual(len(json.loads(self.output("lineage.sarif"))["runs"][0]["results"]), 1)
        self.assertIn('failures="1"', self.output("lineage.xml"))
        self.assertEqual(len(json.loads(self.output("gl-code-quality-report.json"))), 1)
        self.assertEqual(self.git("worktree", "list").count("\n"), 1)

    def test_a_waiver_lets_it_pass(self):
        self.write("waivers.txtpb", WAIVER)
        result = self.ci("--base", "main", *BUILD, "--policy", "policy.txtpb", "--policy", "waivers.txtpb")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("waived until 2999-12-31 by anna", self.output("comment.md"))

    def test_what_the_branch_has_already_fails_nothing(self):
        self.git("checkout", "-q", "main")
        result = self.ci("--base", "main", *BUILD, "--policy", "policy.txtpb")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("no lineage change", result.stdout)
        self.assertIn("known finding", result.stdout)

    def test_what_is_wrong_is_said_in_one_line(self):
        for arguments, expected in (
            (["--base", "nowhere", *BUILD], "git knows no common ancestor of HEAD and 'nowhere'"),
            (["--base", "main"], "give one of --target (Bazel), -p (compile commands), or --build and --graph"),
            (["--base", "main", *BUILD, "--job", "j"], "--configure, --job and --catalog go with -p"),
            (["--base", "main", "-p", "nowhere"], "building the lineage failed"),
            (["--base", "main", "--build", "exit 3", "--graph", "g"], "building the lineage failed"),
            (["--base", "main", "--build", "true", "--graph", "none.graph"], "none.graph: No such file"),
        ):
            result = self.ci(*arguments)
            self.assertEqual(result.returncode, 2, arguments)
            self.assertIn(expected, result.stderr)
            self.assertFalse(self.root.joinpath("lineage-review").exists())

    def test_outside_a_repository_it_says_so(self):
        result = subprocess.run([PEDIGREE, "ci", "--base", "main", *BUILD], cwd=self.folder.name, env=self.environment, check=False,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.assertEqual(result.returncode, 2)
        self.assertIn("this is in no git repository", result.stderr)

    def project(self, main):
        """A program in C++ with its compile commands, as CMake writes them: absolute, in a build folder that git ignores."""
        self.write(".gitignore", "build/\nlineage-review/\n")
        self.write("main.cc", main)
        source = str(self.root / "main.cc")
        self.root.joinpath("build").mkdir(exist_ok=True)
        self.root.joinpath("build/compile_commands.json").write_text(json.dumps(
            [{"directory": str(self.root / "build"), "command": f"/usr/bin/c++ -I{self.root}/include -std=c++20 -o a.o -c {source}",
              "file": source}]))

    PROGRAM = """
#include <fstream>
#include <string>
#include "name.h"
int main() {
  std::ifstream in(kIn);
  std::ofstream out("out.csv");
  std::string line;
  while (std::getline(in, line)) out << line;
}
"""

    def branch_of_a_program(self, name):
        """A branch whose base is that program on main."""
        self.git("checkout", "-q", "main")
        self.root.joinpath("include").mkdir()
        self.write("include/name.h", 'inline const char kIn[] = "old.csv";\n')
        self.project(self.PROGRAM)
        self.commit("a program")
        self.git("checkout", "-q", "-b", name)

    def test_a_project_with_compile_commands(self):
        self.branch_of_a_program("renamed")
        # The header is another, and so is the base's: from its own tree, not from the change's.
        self.write("include/name.h", 'inline const char kIn[] = "new.csv";\n')
        self.commit("reads another file")
        for more in ([], ["--configure", "true"]):
            if more:  # what it would do in each tree
                more = ["--configure", f"mkdir -p build && sed \"s|{self.root}|$PWD|g\" "
                        f"{self.root}/build/compile_commands.json >build/c && mv build/c build/compile_commands.json"]
            result = self.ci("--base", "main", "-p", "build", "--job", "copy", *more)
            self.assertEqual(result.returncode, 0, result.stderr)
            diff = json.loads(self.output("diff.json"))
            flows = {(flow["change"], flow["flow"]["from"]["name"], flow["flow"]["to"]["name"]) for flow in diff["flows"]}
            self.assertEqual(flows, {("ADDED", "new.csv", "out.csv"), ("REMOVED", "old.csv", "out.csv")})
            self.assertEqual(diff["jobs"], [])
            self.assertIn("<!doctype html>", self.output("lineage.html"))
        self.assertEqual(self.git("status", "--porcelain"), "")
        self.assertEqual(self.git("worktree", "list").count("\n"), 1)

    def test_each_program_of_a_project_is_a_job(self):
        """What one writes and the other reads is one way, through a function that both have from a third source."""
        self.git("checkout", "-q", "main")
        self.write(".gitignore", "build/\nlineage-review/\n")
        self.write("copy.h", "void Copy(const char* from, const char* to);\n")
        self.write("copy.cc", """
#include "copy.h"
#include <fstream>
#include <string>
void Copy(const char* from, const char* to) {
  std::ifstream in(from);
  std::ofstream out(to);
  std::string line;
  while (std::getline(in, line)) out << line;
}
""")
        program = '#include "copy.h"\nint main() {{ Copy("{}", "{}"); }}\n'
        self.write("prepare.cc", program.format("public.csv", "table.csv"))
        self.write("train.cc", program.format("table.csv", "model.json"))
        self.write("policy.txtpb", """
facts { of { name: "people.csv" } tag: "pii" }
rule { id: "no-pii" forbid { from { tag: "pii" } to { name: "model.json" } } message: "Personal data in the model." }
""")
        self.root.joinpath("build").mkdir()
        self.root.joinpath("build/compile_commands.json").write_text(json.dumps(
            [{"directory": str(self.root), "command": f"c++ -c {source}", "file": source} for source in ("train.cc", "copy.cc", "prepare.cc")]))
        self.commit("two programs")
        self.git("checkout", "-q", "-b", "personal")
        self.write("prepare.cc", program.format("people.csv", "table.csv"))
        self.commit("reads people")
        result = self.ci("--base", "main", "-p", "build", "--job", "pipeline", "--policy", "policy.txtpb")
        self.assertEqual(result.returncode, 1, result.stderr)
        self.assertIn("people.csv -> model.json\n  DIRECT, EXACT, by pipeline/prepare, pipeline/train\n", result.stdout)
        self.assertEqual(json.loads(self.output("diff.json"))["jobs"], [])

    def test_compile_commands_of_another_tree_are_an_error(self):
        self.project(self.PROGRAM)
        self.root.joinpath("build/compile_commands.json").write_text(json.dumps(
            [{"directory": "/", "command": "c++ -c /etc/none.cc", "file": "/etc/none.cc"}]))
        result = self.ci("--base", "main", "-p", "build")
        self.assertEqual(result.returncode, 2)

    def test_a_source_that_only_the_base_has_is_warned_of(self):
        self.git("checkout", "-q", "main")
        self.root.joinpath("include").mkdir()
        self.write("include/name.h", 'inline const char kIn[] = "old.csv";\n')
        self.write("gone.cc", "int Gone() { return 1; }\n")
        self.project(self.PROGRAM)
        self.commit("a program")
        self.git("checkout", "-q", "-b", "smaller")
        self.git("rm", "-q", "gone.cc")
        self.commit("without it")
        result = self.ci("--base", "main", "-p", "build")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("how the base compiles gone.cc is not known", result.stderr)

    def test_the_merge_base_is_built_at_one_place_and_nothing_is_left(self):
        log = f"{self.folder.name}/log"
        bazel = self.root / ".git/bazel"
        bazel.write_text(f"""#!/bin/sh
echo "$1 $PWD" >>{log}
[ "$1" = shutdown ] || {{ mkdir -p bazel-bin && cp committed.graph bazel-bin/lineage.graph; }}
""")
        bazel.chmod(0o755)
        for _ in range(2):
            result = self.ci("--base", "main", "--target", "//:lineage", "--bazel", str(bazel), "--policy", "policy.txtpb")
            self.assertEqual(result.returncode, 1, result.stderr)
        calls = [line.split(" ", 1) for line in pathlib.Path(log).read_text().splitlines()]
        self.assertEqual([call[0] for call in calls], ["build", "build", "shutdown"] * 2)
        self.assertEqual(calls[0][1], str(self.root))
        base = calls[1][1]
        self.assertTrue(base.startswith(f"{self.folder.name}/.cache/pedigree/ci/"), base)
        self.assertEqual({call[1] for call in calls}, {str(self.root), base})
        self.assertFalse(os.path.exists(base))
        self.assertEqual(self.git("worktree", "list").count("\n"), 1)

        # What a run that was killed has left is no hindrance, and neither is one that goes on.
        self.git("worktree", "add", "-q", "--detach", base)
        self.assertEqual(self.ci("--base", "main", *BUILD, "--policy", "policy.txtpb").returncode, 1)
        with open(f"{os.path.dirname(base)}/lock", "w", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            result = self.ci("--base", "main", "--target", "//:lineage", "--bazel", str(bazel), "--policy", "policy.txtpb")
        self.assertEqual(result.returncode, 1, result.stderr)
        elsewhere = pathlib.Path(log).read_text().splitlines()[-1].split(" ", 1)[1]
        self.assertNotIn(elsewhere, (base, str(self.root)))
        self.assertFalse(os.path.exists(elsewhere))
        self.assertEqual(self.git("worktree", "list").count("\n"), 1)

    def test_a_first_change_has_nothing_to_be_compared_with(self):
        self.git("checkout", "-q", "main")
        self.git("rm", "-q", "committed.graph")
        self.commit("none yet")
        self.git("checkout", "-q", "-b", "first")
        self.git("checkout", "-q", "change", "committed.graph")
        self.commit("lineage")
        result = self.ci("--base", "main", *BUILD, "--policy", "policy.txtpb")
        self.assertEqual(result.returncode, 2)
        self.assertIn("where that has no lineage yet, --new", result.stderr)
        result = self.ci("--base", "main", "--new", *BUILD, "--policy", "policy.txtpb")
        self.assertEqual(result.returncode, 1, result.stderr)
        self.assertIn("3 errors", result.stdout)
        self.assertNotIn("removed", result.stdout)

    def test_a_renamed_source_is_no_change(self):
        self.branch_of_a_program("renamed")
        self.git("mv", "main.cc", "the main.cc")
        self.root.joinpath("build/compile_commands.json").write_text(json.dumps(
            [{"directory": str(self.root), "file": "the main.cc",
              "arguments": ["c++", "-Iinclude", "-std=c++20", "-c", "the main.cc"]}]))
        self.commit("another name")
        result = self.ci("--base", "main", "-p", "build")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("no lineage change", result.stdout)
        self.assertNotIn("warning", result.stderr)

    def test_the_script_that_ci_systems_run(self):
        self.environment |= {"PEDIGREE": PEDIGREE, "BASE": "main", "BUILD": BUILD[1], "GRAPH": BUILD[3],
                             "POLICIES": "policy.txtpb\n\n"}
        run = lambda: subprocess.run(["bash", REVIEW], cwd=self.root, env=self.environment, capture_output=True, text=True)
        self.assertEqual(run().returncode, 1)
        output = pathlib.Path(self.folder.name, "github")
        self.environment |= {"GITHUB_OUTPUT": str(output)}
        self.assertEqual(run().returncode, 0)
        self.assertEqual(output.read_text(), "status=1\n")
        self.environment |= {"POLICIES": "missing.txtpb"}
        self.assertEqual(run().returncode, 2)

    def test_the_hook_stops_a_push(self):
        other = f"{self.folder.name}/other.git"
        subprocess.run(["git", "init", "-q", "--bare", other], check=True, env=self.environment)
        self.git("remote", "add", "other", other)
        hook = self.root / ".git/hooks/pre-push"
        hook.parent.mkdir(exist_ok=True)
        hook.write_bytes(pathlib.Path(PRE_PUSH).read_bytes())
        hook.chmod(0o755)
        self.git("push", "-q", "other", "main")  # not set up: it is silent
        for key, value in (("command", PEDIGREE), ("build", BUILD[1]), ("graph", BUILD[3]), ("base", "main"),
                           ("policy", "policy.txtpb")):
            self.git("config", f"pedigree.{key}", value)
        push = subprocess.run(["git", "push", "-q", "other", "change"], cwd=self.root, env=self.environment,
                              capture_output=True, text=True)
        self.assertNotEqual(push.returncode, 0)
        self.assertIn("no-pii", push.stdout + push.stderr)
        self.assertEqual(self.git("ls-remote", "other", "change"), "")
        self.git("push", "-q", "--no-verify", "other", "change")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
