#!/usr/bin/env python3
"""A JUnit report against the schema that Jenkins reads it by: junit.py CACHE REPORT

The schema comes with pytest's sources. Exit status 3 where they cannot be had.
"""

import os
import pathlib
import subprocess
import sys
import tarfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "exchange"))
import environments  # noqa: E402

SOURCES = "pytest==8.3.3"
SCHEMA = "pytest-8.3.3/testing/example_scripts/junit-10.xsd"


def main():
    cache, report = sys.argv[1:]
    python = environments.environment(cache, ["xmlschema==3.4.3"])
    schema = os.path.join(cache, os.path.basename(SCHEMA))
    if python is not None and not os.path.exists(schema):
        subprocess.run([python, "-m", "pip", "download", "-q", "--disable-pip-version-check", "--no-deps", "--no-binary", ":all:",
                        "-d", cache, SOURCES], check=False)
        sources = os.path.join(cache, SCHEMA.split("/", maxsplit=1)[0] + ".tar.gz")
        if os.path.exists(sources):
            with tarfile.open(sources) as archive, open(schema, "wb") as file:
                file.write(archive.extractfile(SCHEMA).read())
    if python is None or not os.path.exists(schema):
        print("junit: the schema cannot be had")
        sys.exit(3)
    validate = "import sys, xmlschema; xmlschema.validate(*sys.argv[1:])"
    sys.exit(1 if subprocess.run([python, "-c", validate, report, schema], check=False).returncode else 0)


if __name__ == "__main__":
    main()
