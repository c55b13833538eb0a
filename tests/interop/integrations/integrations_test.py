#!/usr/bin/env python3
"""integrations/ as the vendors run it: integrations_test.py --pedigree P --graphs REVIEW_GRAPHS --cache DIR [TEST...]

A repository with a branch for review; its lineage is a file that is committed, and `bazel` a script that "builds" it by copying.
The files of integrations/ are used as they are. Exit status 3 if no test failed, but a tool could not be had.
"""

import argparse
import functools
import http.server
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading
import unittest

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
sys.path.insert(0, str(HERE.parent / "exchange"))
import environments  # noqa: E402

MARKER = "<!-- pedigree-lineage-diff -->"
WAIVER = """
waiver { rule: "no-pii-in-model" from { column: "c0" } owner: "anna" reason: "approved" expires: "2999-12-31" }
"""
BAZEL = """#!/bin/sh
# "build LABEL": what is committed is what is built.
[ "$1 $2" = "build //pipeline:lineage" ] || exit 2
mkdir -p bazel-bin/pipeline && cp committed.graph bazel-bin/pipeline/lineage.graph
"""
OPTIONS = None  # of the command line
MISSING = []  # tools that could not be had


def missing(tool):
    MISSING.append(tool)
    raise unittest.SkipTest(f"{tool} cannot be had")


@functools.cache
def go_tool(module):
    """A program from its module, with its version: "github.com/x/y/cmd/y@v1.2.3"."""
    path, version = module.split("@")
    folder = pathlib.Path(OPTIONS.cache, "go", version)
    program = folder / path.rsplit("/", 1)[1]
    if not program.exists():
        if shutil.which("go") is None:
            missing("go")
        made = subprocess.run(["go", "install", module], env=os.environ | {"GOBIN": str(folder.resolve()), "GOFLAGS": "-mod=mod"},
                              cwd="/", check=False)
        if made.returncode != 0:
            missing(module)
    return str(program.resolve())


@functools.cache
def node_tools():
    folder = pathlib.Path(OPTIONS.cache, "npm").resolve()
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, folder)
    if subprocess.run(["npm", "ci", "--loglevel=error", "--no-progress", "--no-audit", "--no-fund", "--ignore-scripts"],
                      cwd=folder, check=False).returncode != 0:
        missing("gitlab-ci-local")
    return folder


@functools.cache
def python(*packages):
    found = environments.environment(OPTIONS.cache, list(packages))
    if found is None:
        missing(packages[0])
    return found


@functools.cache
def groovy():
    found = environments.jars(OPTIONS.cache, ["org.apache.groovy:groovy:4.0.33"])
    if found is None:
        missing("groovy")
    return ["java", "-cp", ":".join(found), "groovy.ui.GroovyMain"]


class Vendor(http.server.BaseHTTPRequestHandler):
    """What stands in for a vendor's API of comments."""

    def answer(self, content, status=200):
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def body(self):
        return json.loads(self.rfile.read(int(self.headers["Content-Length"])))["body"]

    def log_message(self, *_):
        pass


class Comments(Vendor):
    """GitHub's comments of one pull request."""

    comments = []
    calls = []

    def do_GET(self):  # noqa: N802
        path = self.path.split("?")[0]
        if path != "/repos/owner/name/issues/3/comments":
            return self.answer({"message": "Not Found"}, 404)
        return self.answer(self.comments)

    def do_POST(self):  # noqa: N802
        if self.path != "/repos/owner/name/issues/3/comments":
            return self.answer({"message": "Not Found"}, 404)
        self.calls.append("create")
        self.comments.append({"id": 7, "body": self.body()})
        return self.answer(self.comments[-1], 201)

    def do_PATCH(self):  # noqa: N802
        if self.path != "/repos/owner/name/issues/comments/7":
            return self.answer({"message": "Not Found"}, 404)
        self.calls.append("update")
        self.comments[-1]["body"] = self.body()
        return self.answer(self.comments[-1])


class Notes(Vendor):
    """GitLab's notes of one merge request; tests/cli/note_test.py has a fuller one."""

    path_of_all = "/api/v4/projects/5/merge_requests/3/notes"
    notes = []

    def do_GET(self):  # noqa: N802
        return self.answer(self.notes, 200 if self.path.startswith(self.path_of_all + "?") else 404)

    def do_POST(self):  # noqa: N802
        self.notes.append({"id": len(self.notes), "system": False, "body": self.body()})
        return self.answer(self.notes[-1], 201)

    def do_PUT(self):  # noqa: N802
        note = self.notes[int(self.path.removeprefix(self.path_of_all + "/"))]
        note["body"] = self.body()
        return self.answer(note)


class Vendors(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.scratch = pathlib.Path(self.folder.name).resolve()
        self.root = self.scratch / "name"
        self.root.mkdir()
        tools = self.scratch / "bin"
        tools.mkdir()
        tools.joinpath("bazel").write_text(BAZEL)
        tools.joinpath("bazel").chmod(0o755)
        tools.joinpath("pedigree").symlink_to(pathlib.Path(OPTIONS.pedigree).resolve())
        self.environment = {
            "PATH": f"{tools}:{os.environ['PATH']}",
            "HOME": str(self.scratch),
            "PEDIGREE_CATALOG_DIR": str(ROOT / "catalog"),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b",
            "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@b",
            "NO_COLOR": "1",
        }
        base, head = self.scratch / "base", self.scratch / "head"
        subprocess.run([OPTIONS.graphs, "1320", base, head], check=True)
        self.git("init", "-q", "-b", "main")
        shutil.copytree(ROOT / "integrations", self.root / "integrations")
        self.write(".github/workflows/lineage.yml", (ROOT / "integrations/github/workflow.yml").read_text())
        self.write(".gitlab-ci.yml", "include:\n  - local: integrations/gitlab/lineage.gitlab-ci.yml\n")
        self.write(".gitignore", "bazel-bin/\nlineage-review/\n.gitlab-ci-local/\n")
        self.write("policies/personal_data.txtpb", (ROOT / "policies/personal_data.txtpb").read_text())
        self.write("policies/waivers.txtpb", "# Nothing is waived.\n")
        self.write("committed.graph", base.read_bytes())
        self.commit("base")
        subprocess.run(["git", "clone", "-q", "--bare", self.root, self.scratch / "name.git"], check=True, env=self.environment)
        self.git("remote", "add", "origin", f"{self.scratch}/name.git")
        self.git("fetch", "-q", "origin")
        self.git("checkout", "-q", "-b", "change")
        self.write("committed.graph", head.read_bytes())
        self.commit("head")

    def tearDown(self):
        self.folder.cleanup()

    def write(self, name, content):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())

    def git(self, *arguments):
        subprocess.run(["git", *arguments], cwd=self.root, env=self.environment, check=True, capture_output=True)

    def commit(self, message):
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message)

    def waive(self):
        self.write("policies/waivers.txtpb", WAIVER)
        self.commit("a waiver")

    def run_in(self, *command, **more):
        return subprocess.run([str(word) for word in command], cwd=self.root, env=self.environment | more, check=False,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=600)

    def review(self, name):
        return (self.root / "lineage-review" / name).read_text()

    def test_the_files_are_what_the_vendors_schemas_say(self):
        interpreter = python("check-jsonschema==0.39.0")
        for schema, file in (("github-workflows", "github/workflow.yml"), ("github-actions", "github/action.yml"),
                             ("gitlab-ci", "gitlab/lineage.gitlab-ci.yml"), ("buildkite", "buildkite/pipeline.yml")):
            result = self.run_in(interpreter, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", f"integrations/{file}")
            self.assertEqual(result.returncode, 0, result.stdout)

    def test_github_workflow_by_actionlint(self):
        result = self.run_in(go_tool("github.com/rhysd/actionlint/cmd/actionlint@v1.7.12"), ".github/workflows/lineage.yml")
        self.assertEqual(result.returncode, 0, result.stdout)

    def act(self, server):
        """The workflow, on this machine. What GitHub's own actions do, others do here."""
        sarif = self.scratch / "stubs/codeql-action/upload-sarif"
        script = self.scratch / "stubs/github-script"
        for folder in (sarif, script):
            folder.mkdir(parents=True, exist_ok=True)
        sarif.joinpath("action.yml").write_text("""name: upload
inputs: {sarif_file: {required: true}, category: {}}
runs:
  using: composite
  steps:
    - shell: bash
      run: cp "${{ inputs.sarif_file }}" "%s/uploaded.${{ inputs.category }}.sarif"
""" % self.scratch)
        script.joinpath("action.yml").write_text("name: script\ninputs: {script: {required: true}}\nruns: {using: node20, main: main.js}\n")
        shutil.copy(HERE / "github_script.js", script / "main.js")
        script.joinpath("where.json").write_text(json.dumps({"tools": str(node_tools()), "server": server}))
        event = self.scratch / "event.json"
        event.write_text(json.dumps({"pull_request": {"number": 3, "base": {"ref": "main"}, "head": {"ref": "change"}},
                                     "repository": {"name": "name", "owner": {"login": "owner"}}}))
        return self.run_in(go_tool("github.com/nektos/act@v0.2.89"), "pull_request", "-e", event, "-P", "ubuntu-latest=-self-hosted",
                           "--no-cache-server", "--env", "GITHUB_REPOSITORY=owner/name",
                           "--local-repository", f"github/codeql-action@v3={sarif.parent}",
                           "--local-repository", f"actions/github-script@v7={script}", XDG_CONFIG_HOME=str(self.scratch / "config"))

    def test_github_workflow_by_act(self):
        Comments.comments, Comments.calls = [{"id": 1, "body": "Looks good."}], []
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Comments) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            address = f"http://127.0.0.1:{server.server_port}"
            blocked = self.act(address)
            self.assertNotEqual(blocked.returncode, 0, blocked.stdout)
            self.assertIn("The change adds lineage that policies forbid", blocked.stdout)
            self.assertEqual(Comments.calls, ["create"], blocked.stdout)
            self.assertTrue(Comments.comments[1]["body"].startswith(MARKER + "\n"))
            self.assertIn("1 new finding", Comments.comments[1]["body"])
            uploaded = json.loads((self.scratch / "uploaded.pedigree.sarif").read_text())
            self.assertEqual([result["ruleId"] for result in uploaded["runs"][0]["results"]], ["no-pii-in-model"])
            self.waive()
            allowed = self.act(address)
            self.assertEqual(allowed.returncode, 0, allowed.stdout)
            self.assertEqual(Comments.calls, ["create", "update"], allowed.stdout)
            self.assertIn("waived until 2999-12-31", Comments.comments[1]["body"])
            self.assertEqual(Comments.comments[0]["body"], "Looks good.")
            # What cannot be built is no finding: the job fails, and says nothing in the pull request.
            self.write("committed.graph", "nothing of the kind")
            self.commit("broken")
            broken = self.act(address)
            self.assertNotEqual(broken.returncode, 0, broken.stdout)
            self.assertIn("not a Pedigree graph", broken.stdout)
            self.assertEqual(Comments.calls, ["create", "update"], broken.stdout)
            server.shutdown()

    def gitlab(self, **more):
        variables = {"CI_PIPELINE_SOURCE": "merge_request_event", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main", **more}
        return self.run_in(node_tools() / "node_modules/.bin/gitlab-ci-local", "--shell-executor-no-image",
                           *(word for name, value in variables.items() for word in ("--variable", f"{name}={value}")), "lineage")

    def test_gitlab_job_by_gitlab_ci_local(self):
        if shutil.which("rsync") is None:
            missing("rsync")
        blocked = self.gitlab()
        self.assertEqual(blocked.returncode, 1, blocked.stdout)
        self.assertIn("json schema validated", blocked.stdout)
        self.assertIn("[no-pii-in-model]", blocked.stdout)
        # What the job says that it leaves is there also when it fails.
        kept = self.root / ".gitlab-ci-local/artifacts/lineage/lineage-review"
        self.assertIn('failures="1"', (kept / "lineage.xml").read_text())
        self.assertEqual(len(json.loads((kept / "gl-code-quality-report.json").read_text())), 1)
        self.assertTrue((kept / "comment.md").read_text().startswith(MARKER))
        self.assertIn("no GITLAB_TOKEN", blocked.stdout)
        self.waive()
        allowed = self.gitlab()
        self.assertEqual(allowed.returncode, 0, allowed.stdout)
        self.assertEqual(json.loads((kept / "gl-code-quality-report.json").read_text()), [])

    def test_gitlab_job_with_a_token(self):
        if shutil.which("rsync") is None:
            missing("rsync")
        Notes.notes = [{"id": 0, "system": False, "body": "Looks good."}]
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Notes) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            variables = {"GITLAB_TOKEN": "secret", "CI_API_V4_URL": f"http://127.0.0.1:{server.server_port}/api/v4",
                         "CI_MERGE_REQUEST_PROJECT_ID": "5", "CI_MERGE_REQUEST_IID": "3"}
            blocked = self.gitlab(**variables)
            self.assertEqual(blocked.returncode, 1, blocked.stdout)
            self.assertTrue(Notes.notes[1]["body"].startswith(MARKER + "\n"), blocked.stdout)
            self.assertIn("1 new finding", Notes.notes[1]["body"])
            self.waive()
            allowed = self.gitlab(**variables)
            self.assertEqual(allowed.returncode, 0, allowed.stdout)
            self.assertEqual(len(Notes.notes), 2, allowed.stdout)
            self.assertIn("waived until 2999-12-31", Notes.notes[1]["body"])
            # What cannot be built is no finding: the job fails, and says nothing in the merge request.
            self.write("committed.graph", "nothing of the kind")
            self.commit("broken")
            broken = self.gitlab(**variables)
            self.assertEqual(broken.returncode, 1, broken.stdout)
            self.assertIn("not a Pedigree graph", broken.stdout)
            self.assertIn("waived until 2999-12-31", Notes.notes[1]["body"])
            server.shutdown()

    def jenkins(self):
        return self.run_in(*groovy(), HERE / "jenkins.groovy", self.root / "integrations/jenkins/Jenkinsfile", self.root, "main")

    def test_jenkinsfile_by_groovy(self):
        blocked = self.jenkins()
        self.assertEqual(blocked.returncode, 1, blocked.stdout)
        self.assertIn("[no-pii-in-model]", blocked.stdout)
        self.assertIn("junit lineage-review/lineage.xml\n", blocked.stdout)
        self.assertIn("archive lineage-review/comment.md ", blocked.stdout)
        self.waive()
        allowed = self.jenkins()
        self.assertEqual(allowed.returncode, 0, allowed.stdout)

    def buildkite(self):
        """Its agent fills in variables, `$$` being a dollar, and gives the command to a shell."""
        read = "import json, ruamel.yaml; print(json.dumps(ruamel.yaml.YAML(typ='safe').load(open('integrations/buildkite/pipeline.yml'))))"
        steps = json.loads(self.run_in(python("check-jsonschema==0.39.0"), "-c", read).stdout)["steps"]
        self.assertEqual(len(steps), 1)
        step = steps[0]
        self.assertNotRegex(step["command"].replace("$$", ""), r"\$", "filled in when the pipeline is uploaded")
        agent = self.scratch / "bin/buildkite-agent"
        agent.write_text(f'#!/bin/sh\necho "$@" >{self.scratch}/annotated\ncat >>{self.scratch}/annotated\n')
        agent.chmod(0o755)
        result = self.run_in("bash", "-c", step["command"].replace("$$", "$"), BUILDKITE_PULL_REQUEST_BASE_BRANCH="main", **step["env"])
        self.assertTrue(list(self.root.glob(step["artifact_paths"])))
        return result, (self.scratch / "annotated").read_text()

    def test_buildkite_step(self):
        blocked, annotation = self.buildkite()
        self.assertEqual(blocked.returncode, 1, blocked.stdout)
        self.assertTrue(annotation.startswith(f"annotate --context lineage --style error\n{MARKER}"), annotation)
        self.waive()
        allowed, annotation = self.buildkite()
        self.assertEqual(allowed.returncode, 0, allowed.stdout)
        self.assertTrue(annotation.startswith(f"annotate --context lineage --style info\n{MARKER}"), annotation)

    def test_reviewdog_reads_rdjson_and_sarif(self):
        reviewdog = go_tool("github.com/reviewdog/reviewdog/cmd/reviewdog@v0.21.0")
        for form in ("rdjson", "sarif"):
            self.run_in("pedigree", "check", "committed.graph", "--policy", "policies/personal_data.txtpb", "--format", form,
                        "-o", self.scratch / form)
            with open(self.scratch / form, encoding="utf-8") as report:
                result = subprocess.run([reviewdog, f"-f={form}", "-reporter=rdjson", "-filter-mode=nofilter", "-diff=git diff main"],
                                        stdin=report, cwd=self.root, env=self.environment, capture_output=True, text=True, check=False)
            # What it understood of the one that the change adds.
            found = [one for one in json.loads(result.stdout)["diagnostics"]
                     if one["message"].startswith("Personal data shapes models/m1_9. ")]
            self.assertEqual(len(found), 1, result.stdout + result.stderr)
            self.assertEqual(found[0]["location"]["path"], "stage1/job.cc")
            self.assertEqual(found[0]["location"]["range"]["start"], {"line": 30, "column": 3})
            self.assertEqual(found[0]["severity"], "ERROR")
            self.assertEqual(found[0]["code"]["value"], "no-pii-in-model")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    for option in ("--pedigree", "--graphs", "--cache"):
        parser.add_argument(option, required=True)
    OPTIONS, rest = parser.parse_known_args()
    OPTIONS.graphs = os.path.abspath(OPTIONS.graphs)
    ran = unittest.main(argv=sys.argv[:1] + rest, exit=False, verbosity=2).result
    if not ran.wasSuccessful():
        sys.exit(1)
    sys.exit(3 if MISSING else 0)
