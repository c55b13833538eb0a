"""Environments of Python that have the packages of others, kept from one time to the next."""

import hashlib
import os
import re
import subprocess
import sys


def needs(script):
    """The packages that a script names: `# needs: dvc==3.55.2`, a line each."""
    with open(script, encoding="utf-8") as source:
        return re.findall(r"^# needs: (.+)$", source.read(), re.MULTILINE)


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
