#!/usr/bin/env python3
"""What a probe costs in a program that has no runtime: a call that is a site, in a loop, with and without it.

    probe_bench.py --plugin P [--calls 200000000] [--runs 5]

CPU time (user) of the least busy of the runs, in turn.
"""

import argparse
import pathlib
import resource
import subprocess
import tempfile

# What is called does nothing, and the compiler does not know that: all else is the probe.
CALLED = """
#include <string>
int Get(const char*) { return 1; }
int Put(const std::string&) { return 1; }
int Next(int handle) { return handle; }
"""
LOOP = """
#include <cstdlib>
#include <string>
[[clang::annotate("pedigree:reads:DATASET\\t{arg[0]}\\treturn")]] int Get(const char* name);
[[clang::annotate("pedigree:writes:DATASET\\t{arg[0]}\\targ[0]")]] int Put(const std::string& name);
[[clang::annotate("pedigree:reads:DATASET\\tfixed\\treturn")]] int Next(int handle);
// In a function of its own: in the loop, the compiler asks once whether there is a runtime.
__attribute__((noinline)) int One(char** argv, const std::string& name) { return 1 + CALL; }
int main(int, char** argv) {
  const std::string name = argv[1];
  long sum = 0;
  for (long i = std::atol(argv[2]); i > 0; --i) sum += One(argv, name);
  return sum == 0;
}
"""
CALLS = {"C string": "Get(argv[1])", "std::string": "Put(name)", "no name": "Next(3)"}


def cpu(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    subprocess.run(command, check=True)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plugin", required=True, type=pathlib.Path)
    parser.add_argument("--calls", type=int, default=200_000_000)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    plugin = [f"-fplugin={options.plugin.absolute()}", "-fplugin-arg-pedigree-probes", "-fplugin-arg-pedigree-no-default-catalogs",
              "-Rpass=pedigree"]
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        (work / "called.cc").write_text(CALLED)
        (work / "loop.cc").write_text(LOOP)

        def compile(*arguments):
            subprocess.run(["clang++-19", "-O2", *map(str, arguments)], check=True, cwd=work)

        compile("-c", "called.cc")
        for name, call in CALLS.items():
            for program, flags in {"without": [], "with": plugin}.items():
                compile(*flags, f"-DCALL={call}", "-c", "loop.cc", "-o", f"{program}.o")
                compile(f"{program}.o", "called.o", "-o", program)
            best = {program: min(cpu([work / program, "name", str(options.calls)]) for _ in range(options.runs))
                    for program in ("without", "with")}
            print(f"{name:12} {1e9 * (best['with'] - best['without']) / options.calls:5.2f} ns a probe "
                  f"({1e9 * best['without'] / options.calls:.2f} ns a call without)")


if __name__ == "__main__":
    main()
