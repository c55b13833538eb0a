#!/usr/bin/env python3
"""Writes a C++ program of N functions, for measuring the linker.

    generate.py --functions 100000 --shape sparse --out DIR

Functions call each other in modules of forty, which work on a record of their own; main runs each module.

sparse  What programs look like: in one module of fifty, one function in ten reads or writes a file.
dense   The same in every module.
tangled All functions work on one record and call each other across units; one in two thousand reads or writes a
        file. Whatever is written depends on nearly every function.

Functions are spread over units of a thousand. The same arguments give the same program.
"""

import argparse
import pathlib
import random

PER_UNIT = 1000
MODULE = 40
HEADER = """#pragma once
#include <string>
#include <vector>
struct Record {
  int id;
  double weight;
  std::string name;
  std::vector<double> values;
  Record* next;
};
"""


def body(rng, index, callees, site):
    """One function's text: some computing, calls to `callees`, and a site."""
    lines = [f"double F{index}(Record& r, const std::string& path, double x) {{"]
    lines.append(f"  double y = x * {rng.randint(2, 9)};")
    if rng.random() < 0.6:
        lines.append(f"  if (r.id > {rng.randint(0, 99)}) y += r.weight;")
    if rng.random() < 0.5:
        lines.append("  for (double v : r.values) y += v;")
    if rng.random() < 0.4:
        lines.append("  r.weight = y;")
    if rng.random() < 0.3:
        lines.append("  r.values.push_back(y);")
    if site == "read":
        lines.append(f'  std::ifstream in(path + "/in{index}.txt");')
        lines.append("  in >> r.weight >> y;")
    for callee in callees:
        lines.append(f"  y += F{callee}(r, path, y);")
    if site == "write":
        lines.append(f'  std::ofstream out(path + "/out{index}.txt");')
        lines.append("  out << y << r.weight;")
    lines.append("  return y;")
    lines.append("}")
    return lines


def call_graph(rng, functions, shape):
    """Whom each function calls: ones of higher numbers only, so that main reaches all."""
    tangled = shape == "tangled"
    reach, extra = (400, 0.3) if tangled else (6, 0.2)
    module = functions if tangled else MODULE
    callees = [[] for _ in range(functions)]
    for index in range(functions):
        first = index - index % module
        last = min(first + module, functions) - 1
        if index > first:
            callees[rng.randint(max(first, index - reach), index - 1)].append(index)
        if index < last and rng.random() < extra:
            callees[index].append(rng.randint(index + 1, min(last, index + reach)))
    return callees


def sites_of(rng, functions, shape):
    """Which functions read or write a file."""
    if shape == "tangled":
        chosen = [rng.randrange(functions) for _ in range(functions // 2000 + 2)]
        return {f: "read" if i % 2 == 0 else "write" for i, f in enumerate(chosen)}
    every = 50 if shape == "sparse" else 1
    return {
        f: "read" if f // 10 % 2 == 0 else "write"
        for f in range(3, functions, 10)
        if f // MODULE % every == 0
    }


def program(functions, shape):
    """The units' texts, by name."""
    rng = random.Random(functions)
    callees = call_graph(rng, functions, shape)
    sites = sites_of(rng, functions, shape)
    modules = [0] if shape == "tangled" else range(0, functions, MODULE)
    units = {"record.h": HEADER}
    for begin in range(0, functions, PER_UNIT):
        end = min(begin + PER_UNIT, functions)
        own = range(begin, end)
        lines = ["#include <fstream>", '#include "record.h"']
        called = {c for f in own for c in callees[f]} | set(own)
        lines += [f"double F{c}(Record& r, const std::string& path, double x);" for c in sorted(called)]
        for index in own:
            lines += body(rng, index, callees[index], sites.get(index))
        for module in modules:
            if begin <= module < end:
                lines += [f"double M{module}(const std::string& path) {{", "  Record r{};"]
                lines += [f"  return F{module}(r, path, 1);", "}"]
        units[f"u{begin // PER_UNIT:04}.cc"] = "\n".join(lines) + "\n"
    main = [f"double M{module}(const std::string& path);" for module in modules]
    main += ["int main(int, char** argv) {", "  double sum = 0;"]
    main += [f"  sum += M{module}(argv[1]);" for module in modules]
    units["main.cc"] = "\n".join(['#include <string>', *main, "  return sum > 0;", "}"]) + "\n"
    return units


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--functions", type=int, required=True)
    parser.add_argument("--shape", choices=["sparse", "dense", "tangled"], required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    for name, text in program(args.functions, args.shape).items():
        (args.out / name).write_text(text)


if __name__ == "__main__":
    main()
