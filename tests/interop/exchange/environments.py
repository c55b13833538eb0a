"""What others publish, kept from one time to the next: environments of Python with their packages, jars, npm's packages."""

import hashlib
import os
import re
import subprocess
import sys
import tempfile


def needs(script):
    """The packages that a script names: `# needs: dvc==3.55.2`, a line each."""
    return lines(script, "needs")


def needed_jars(script):
    """The artefacts of Maven that it names: `# needs jar: GROUP:NAME:VERSION`, a line each."""
    return lines(script, "needs jar")


def wanted_jars(script):
    """An artefact of Maven that its test is better with, and all that this needs: `# wants jars: GROUP:NAME:VERSION`."""
    return lines(script, "wants jars")


def needed_npm(script):
    """The packages of npm that it names: `# needs npm: NAME@VERSION`."""
    return lines(script, "needs npm")


def lines(script, word):
    with open(script, encoding="utf-8") as source:
        return re.findall(f"^# {word}: (.+)$", source.read(), re.MULTILINE)


def environment(cache, packages):
    """The Python that has these packages; None if they cannot be had."""
    if not packages:
        return sys.executable
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


def npm(cache, packages):
    """The folder that has them, if there are any, and without running what they bring; None if they cannot be had."""
    if not packages:
        return []
    folder = os.path.join(os.path.abspath(cache), "npm-" + hashlib.sha256("\n".join(packages).encode()).hexdigest()[:16])
    if not os.path.exists(os.path.join(folder, "complete")):
        os.makedirs(folder, exist_ok=True)
        try:
            installed = subprocess.run(["npm", "install", "--ignore-scripts", "--silent", "--no-audit", "--no-fund", "--prefix", folder,
                                        *packages], check=False)
        except OSError:
            return None
        if installed.returncode != 0:
            return None
        with open(os.path.join(folder, "complete"), "w", encoding="utf-8"):
            pass
    return [folder]


POM = """<project><modelVersion>4.0.0</modelVersion><groupId>wanted</groupId><artifactId>wanted</artifactId><version>1</version>
<dependencies><dependency><groupId>{}</groupId><artifactId>{}</artifactId><version>{}</version></dependency></dependencies></project>"""


def class_paths(cache, artefacts):
    """Each with all that it depends on, as Java's class path; those that can be had."""
    repository = os.path.join(os.path.abspath(cache), "maven")
    paths = []
    for artefact in artefacts:
        with tempfile.TemporaryDirectory() as folder:
            pom, path = os.path.join(folder, "pom.xml"), os.path.join(folder, "path")
            with open(pom, "w", encoding="utf-8") as file:
                file.write(POM.format(*artefact.split(":")))
            try:
                subprocess.run(
                    ["mvn", "-q", "-B", "-U", "-f", pom, f"-Dmaven.repo.local={repository}", "dependency:build-classpath",
                     f"-Dmdep.outputFile={path}"], check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=600)
            except (OSError, subprocess.TimeoutExpired):
                continue
            if os.path.exists(path):
                with open(path, encoding="utf-8") as file:
                    paths.append(file.read().strip())
    return paths
