"""What others publish, kept from one time to the next: environments of Python with their packages, their jars."""

import hashlib
import os
import re
import subprocess
import sys


def needs(script):
    """The packages that a script names: `# needs: dvc==3.55.2`, a line each."""
    return lines(script, "needs")


def needed_jars(script):
    """The artefacts of Maven that it names: `# needs jar: GROUP:NAME:VERSION`, a line each."""
    return lines(script, "needs jar")


def lines(script, word):
    with open(script, encoding="utf-8") as source:
        return re.findall(f"^# {word}: (.+)$", source.read(), re.MULTILINE)


def environment(cache, packages):
    """The Python that has these packages; None if they cannot be had."""
    key = hashlib.sha256("\n".join(packages).encode()).hexdigest()[:16]
    folder = os.path.join(cache, key)
    python = os.path.join(folder, "bin", "python3")
    if os.path.exists(os.path.join(folder, "complete")):
        return python
    os.makedirs(cache, exist_ok=True)
    made = subprocess.run([sys.executable, "-m", "venv", folder], check=False)
    if made.returncode != 0:
        return None
    installed = subprocess.run(
        [python, "-m", "pip", "install", "-q", "--disable-pip-version-check"] + packages, check=False)
    if installed.returncode != 0:
        return None
    with open(os.path.join(folder, "complete"), "w", encoding="utf-8"):
        pass
    return python


def jars(cache, artefacts):
    """Where these are, without what they depend on; None if they cannot be had."""
    repository = os.path.join(os.path.abspath(cache), "maven")
    paths = []
    for artefact in artefacts:
        group, name, version = artefact.split(":")
        path = os.path.join(repository, *group.split("."), name, version, f"{name}-{version}.jar")
        if not os.path.exists(path):
            try:
                # -U: what was not there last time is asked for again.
                subprocess.run(
                    ["mvn", "-q", "-B", "-U", f"-Dmaven.repo.local={repository}", "dependency:get", "-Dtransitive=false",
                     f"-Dartifact={artefact}"], check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=600)
            except (OSError, subprocess.TimeoutExpired):
                return None
        if not os.path.exists(path):
            return None
        paths.append(path)
    return paths
