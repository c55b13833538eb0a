#!/usr/bin/env python3
"""The worked examples of docs/interop: each page's files are written, its commands run, and what they print is what the page says.

usage: pages_test.py PEDIGREE PAGE...
"""

import os
import re
import subprocess
import sys
import tempfile
import unittest

PEDIGREE, *PAGES = (os.path.abspath(path) for path in sys.argv[1:])
PAGES = {os.path.basename(page): page for page in PAGES if os.path.basename(os.path.dirname(page)) == "interop"}


def section(page, title):
    """What stands under a heading of the second level."""
    with open(PAGES[page], encoding="utf-8") as file:
        found = re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", file.read(), re.MULTILINE | re.DOTALL)
    return found[1] if found else ""


def write_files(text, folder):
    """Each block that a file's name stands before: `NAME`: ..."""
    files = re.findall(r"^`([\w.]+)`:\n\n```\w+\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    for name, content in files:
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(content)
    return [name for name, _ in files]


class Pages(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.work = os.path.join(self.folder.name, "work")
        os.mkdir(self.work)
        os.symlink(PEDIGREE, os.path.join(self.folder.name, "pedigree"))

    def bash(self, command):
        environment = {**os.environ, "LC_ALL": "C.UTF-8", "PATH": self.folder.name + ":" + os.environ["PATH"]}
        run = subprocess.run(["bash", "-c", command], cwd=self.work, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                             env=environment)
        return run.stdout

    def example(self, page):
        text = section(page, "Example")
        write_files(text, self.work)
        sessions = re.findall(r"^```console\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
        commands = [one for session in sessions for one in re.split(r"^\$ ", session, flags=re.MULTILINE)[1:]]
        self.assertGreater(len(commands), 1, f"{page} has an example")
        for one in commands:
            command, _, expected = one.partition("\n")
            self.assertEqual(self.bash(command), expected, f"{page}: {command}")

    def test_each_page_has_an_example_that_is_true(self):
        pages = sorted(set(PAGES) - {"README.md", "plain.md"})
        self.assertGreaterEqual(len(pages), 12, pages)
        for page in pages:
            with self.subTest(page=page):
                for name in os.listdir(self.work):
                    os.remove(os.path.join(self.work, name))
                # The graph that the pages share.
                shared = section("README.md", "The pages' examples")
                self.assertEqual(write_files(shared, self.work), ["train.jsonl"])
                self.assertEqual(self.bash("pedigree import openlineage -o train.graph train.jsonl && rm train.jsonl"), "")
                self.example(page)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
