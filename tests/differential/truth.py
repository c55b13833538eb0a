"""What was measured of programs, kept between runs: a program's flows depend on nothing but its text and what measures it.

Measuring costs most of a run. So that a run after a change of the analysis costs only the analysis, each program's flows are a
file, named by the digest of the program's text and of all that measures it.
"""

import hashlib
import json
import os
import pathlib
import tempfile

import program


def default_folder():
    cache = os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache"
    return pathlib.Path(cache) / "pedigree" / "differential"


class Truth:
    """`measuring`: texts that say what measures (the compiler's version, flags, the runtime)."""

    def __init__(self, folder, measuring):
        self.folder = pathlib.Path(folder)
        self.measuring = hashlib.sha256("\0".join(measuring).encode()).hexdigest()

    def path(self, of):
        text = "\n".join("\n".join(section.lines()) for section in program.renamed(of, "p").sections())
        digest = hashlib.sha256(f"{self.measuring}\0{of.sources}\0{text}".encode()).hexdigest()
        return self.folder / digest[:2] / f"{digest[2:]}.json"

    def load(self, of):
        """(flows, how it was run); None if it was not measured yet."""
        try:
            known = json.loads(self.path(of).read_text())
        except (OSError, ValueError):
            return None
        return {(f"{of.name}.{source}", f"{of.name}.{sink}") for source, sink in known["flows"]}, known["how"]

    def save(self, of, flows, how):
        path = self.path(of)
        own = sorted((source.split(".")[1], sink.split(".")[1]) for source, sink in flows)
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False) as file:
            json.dump({"how": how, "flows": own}, file)
        os.replace(file.name, path)
