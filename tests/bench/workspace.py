#!/usr/bin/env python3
"""Writes a Bazel workspace of N C++ sources, for measuring what lineage adds to builds.

    workspace.py --sources 1000 --out DIR --pedigree CHECKOUT --tool PEDIGREE

Packages of fifty sources: three libraries and a program. A library's sources share a header of records, and each has a header of
its own; libraries use those before them in the package, and the first of the package before. What functions do is what programs for
data do: they read rows, split texts, group, join, sort, filter, fit, sum up and write, with the standard library. A program reads and
writes files, and reads what the one before wrote. `//:programs` is all programs, `//:lineage` the graph of all.

The same arguments give the same workspace. The tool is one that is built already, by a lineage_toolchain of the workspace's own.
"""

import argparse
import pathlib
import random
import textwrap

PACKAGE = 50
LIBRARIES = 3

RECORD = """\
#ifndef {guard}
#define {guard}

#include <string>
#include <unordered_map>
#include <vector>

namespace {ns} {{

struct {record} {{
  std::string key;
  std::string region;
  double amount = 0;
  double weight = 1;
  int year = 0;
}};

using {record}s = std::vector<{record}>;
using {record}Groups = std::unordered_map<std::string, {record}s>;

}}  // namespace {ns}

#endif  // {guard}
"""

# Functions over rows. {n} is a number of the source's own, {k} one that varies.
FUNCTIONS = {
    "Load": (
        "{record}s Load{n}(const std::string& path)",
        """\
        std::ifstream in(path);
        {record}s rows;
        std::string line;
        while (std::getline(in, line)) {{
          std::istringstream cells(line);
          {record} row;
          std::string cell;
          if (!std::getline(cells, row.key, ',')) continue;
          if (!std::getline(cells, row.region, ',')) continue;
          if (std::getline(cells, cell, ',')) row.amount = std::strtod(cell.c_str(), nullptr);
          if (std::getline(cells, cell, ',')) row.year = std::atoi(cell.c_str()) + {k};
          rows.push_back(row);
        }}
        return rows;
        """,
    ),
    "Save": (
        "void Save{n}(const std::string& path, const {record}s& rows)",
        """\
        std::ofstream out(path);
        out << "key,region,amount,year\\n";
        for (const {record}& row : rows) {{
          if (row.weight < {k} * 0.01) continue;
          out << row.key << ',' << row.region << ',' << row.amount * row.weight << ',' << row.year << '\\n';
        }}
        """,
    ),
    "Group": (
        "{record}Groups Group{n}(const {record}s& rows)",
        """\
        {record}Groups groups;
        for (const {record}& row : rows) {{
          if (row.year > {k}) groups[row.region].push_back(row);
        }}
        for (auto& [region, members] : groups) {{
          std::sort(members.begin(), members.end(),
                    [](const {record}& a, const {record}& b) {{ return std::tie(a.key, a.amount) < std::tie(b.key, b.amount); }});
        }}
        return groups;
        """,
    ),
    "Top": (
        "{record}s Top{n}({record}s rows, size_t count)",
        """\
        std::sort(rows.begin(), rows.end(), [](const {record}& a, const {record}& b) {{ return a.amount > b.amount; }});
        rows.erase(std::remove_if(rows.begin(), rows.end(), [](const {record}& row) {{ return row.amount < {k}; }}), rows.end());
        if (rows.size() > count) rows.resize(count);
        return rows;
        """,
    ),
    "Join": (
        "{record}s Join{n}(const {record}s& left, const {record}s& right)",
        """\
        std::map<std::string, double> weights;
        for (const {record}& row : right) weights[row.key] += row.amount / {k};
        {record}s joined;
        for ({record} row : left) {{
          auto found = weights.find(row.key);
          if (found == weights.end()) continue;
          row.weight = found->second;
          joined.push_back(std::move(row));
        }}
        return joined;
        """,
    ),
    "Fit": (
        "double Fit{n}(const {record}s& rows)",
        """\
        double n = 0, x = 0, y = 0, xx = 0, xy = 0;
        for (const {record}& row : rows) {{
          n += row.weight;
          x += row.year * row.weight;
          y += row.amount * row.weight;
          xx += row.year * row.year * row.weight;
          xy += row.year * row.amount * row.weight;
        }}
        const double below = n * xx - x * x;
        return std::abs(below) < 1e-{k} ? 0 : (n * xy - x * y) / below;
        """,
    ),
    "Scale": (
        "void Scale{n}({record}s& rows)",
        """\
        double least = {k}, most = -{k};
        for (const {record}& row : rows) {{
          least = std::min(least, row.amount);
          most = std::max(most, row.amount);
        }}
        if (most <= least) return;
        for ({record}& row : rows) row.amount = (row.amount - least) / (most - least);
        """,
    ),
    "Words": (
        "std::vector<std::string> Words{n}(const std::string& text)",
        """\
        std::vector<std::string> words;
        std::string word;
        for (char c : text) {{
          if (std::isalnum(static_cast<unsigned char>(c))) {{
            word += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
          }} else if (word.size() > {k} % 4) {{
            words.push_back(std::move(word));
            word.clear();
          }}
        }}
        if (!word.empty()) words.push_back(word);
        std::sort(words.begin(), words.end());
        words.erase(std::unique(words.begin(), words.end()), words.end());
        return words;
        """,
    ),
    "Report": (
        "std::string Report{n}(const {record}s& rows)",
        """\
        std::ostringstream text;
        std::map<int, std::pair<double, int>> years;
        for (const {record}& row : rows) {{
          auto& [sum, count] = years[row.year];
          sum += row.amount;
          ++count;
        }}
        for (const auto& [year, total] : years) {{
          if (total.second < {k} % 5) continue;
          text << std::setw(6) << year << std::fixed << std::setprecision(2) << total.first / total.second << '\\n';
        }}
        return text.str();
        """,
    ),
}

# What the functions of a source need, and how another source calls them with `rows`.
CALLS = {
    "Load": "rows = Load{n}(\"{file}\");",
    "Save": "Save{n}(\"{file}\", rows);",
    "Group": "for (auto& [region, members] : Group{n}(rows)) rows.insert(rows.end(), members.begin(), members.end());",
    "Top": "rows = Top{n}(std::move(rows), 100);",
    "Join": "rows = Join{n}(rows, rows);",
    "Fit": "for (auto& row : rows) row.weight = Fit{n}(rows);",
    "Scale": "Scale{n}(rows);",
    "Words": "for (auto& row : rows) row.weight += static_cast<double>(Words{n}(row.key).size());",
    "Report": "for (auto& row : rows) row.key += Report{n}(rows);",
}

INCLUDES = "".join(
    f"#include <{name}>\n"
    for name in ["algorithm", "cctype", "cmath", "cstdlib", "fstream", "iomanip", "map", "sstream", "tuple", "utility"]
)


class Source:
    """One source of a library: its functions, and `Step`, which runs them and the steps of the sources that it uses."""

    def __init__(self, rng, number, ns, folder, uses):
        self.number, self.ns, self.folder, self.uses = number, ns, folder, uses
        self.record = "Row" + ns.title()
        self.functions = [(name, rng.randint(1, 9)) for name in rng.sample(sorted(FUNCTIONS), 6)]
        self.header = f"{folder}/s{number}.h"
        self.step = f"void Step{number}({self.record}s& rows)"

    def words(self, k=0):
        return {"record": self.record, "n": self.number, "k": k, "file": f"{self.folder}/f{self.number}.csv"}

    def header_text(self):
        guard = self.header.upper().replace("/", "_").replace(".", "_") + "_"
        declared = "".join(FUNCTIONS[name][0].format(**self.words()) + ";\n" for name, _ in self.functions)
        return (
            f"#ifndef {guard}\n#define {guard}\n\n#include \"{self.folder}/{self.ns}.h\"\n\nnamespace {self.ns} {{\n\n"
            f"{declared}{self.step};\n\n}}  // namespace {self.ns}\n\n#endif  // {guard}\n"
        )

    def text(self):
        lines = [f'#include "{self.header}"\n', INCLUDES, "".join(f'#include "{used.header}"\n' for used in self.uses)]
        lines.append(f"namespace {self.ns} {{\n")
        for name, k in self.functions:
            head, body = FUNCTIONS[name]
            inside = textwrap.indent(textwrap.dedent(body).format(**self.words(k)), "  ")
            lines.append(f"{head.format(**self.words())} {{\n{inside}}}\n")
        calls = [CALLS[name].format(**self.words()) for name, _ in self.functions]
        for used in self.uses:
            if used.ns == self.ns:
                calls.append(f"Step{used.number}(rows);")
            else:
                calls += [
                    f"{used.ns}::{used.record}s theirs{used.number};",
                    f"for (const auto& row : rows) theirs{used.number}.push_back({{row.key, row.region, row.amount, row.weight, row.year}});",
                    f"{used.ns}::Step{used.number}(theirs{used.number});",
                    f"for (const auto& row : theirs{used.number}) rows.push_back({{row.key, row.region, row.amount, row.weight, row.year}});",
                ]
        lines.append(f"{self.step} {{\n" + "".join(f"  {call}\n" for call in calls) + "}\n")
        lines.append(f"}}  // namespace {self.ns}\n")
        return "\n".join(lines)


def library(rng, number, size, folder, ns, before):
    """A library's sources; each uses up to three of those before it."""
    sources = []
    for index in range(size):
        near = sources[-6:] or before[-2:]
        uses = rng.sample(near, min(len(near), rng.randint(1, 3)))
        sources.append(Source(rng, number + index, ns, folder, uses))
    return sources


def program_text(package, sources):
    last = sources[-1]
    reads = f"out/p{package - 1}.csv" if package else "data/raw.csv"
    loader = next(s for s in reversed(sources) if any(name == "Load" for name, _ in s.functions))
    saver = next(s for s in reversed(sources) if any(name == "Save" for name, _ in s.functions))
    assert loader.record == last.record == saver.record
    return (
        "".join(f'#include "{name}"\n' for name in sorted({last.header, loader.header, saver.header}))
        + f"\nint main() {{\n  auto rows = {loader.ns}::Load{loader.number}(\"{reads}\");\n"
        + f"  {last.ns}::Step{last.number}(rows);\n"
        + f"  {saver.ns}::Save{saver.number}(\"out/p{package}.csv\", rows);\n}}\n"
    )


def rule(kind, **attributes):
    return f"{kind}(\n" + "".join(f"    {name} = {value!r},\n" for name, value in attributes.items()).replace("'", '"') + ")\n"


def package_files(rng, package, size, previous):
    """The files of a package by name, and the sources of its first library."""
    folder = f"p{package:02}"
    files, build, all_sources = {}, [], []
    libraries = []
    number = package * PACKAGE
    for index in range(LIBRARIES):
        ns = f"n{package:02}{'abc'[index]}"
        count = (size - 1) * (index + 1) // LIBRARIES - (size - 1) * index // LIBRARIES
        before = libraries[-1] if libraries else previous
        sources = library(rng, number, count, folder, ns, before)
        number += count
        record = "Row" + ns.title()
        files[f"{folder}/{ns}.h"] = RECORD.format(guard=f"{folder}_{ns}_H_".upper(), ns=ns, record=record)
        for source in sources:
            files[source.header] = source.header_text()
            files[f"{folder}/s{source.number}.cc"] = source.text()
        deps = sorted({f"//{used.folder}:{used.ns}" for s in sources for used in s.uses if used.ns != ns})
        build.append(
            rule(
                "cc_library",
                name=ns,
                srcs=[f"s{s.number}.cc" for s in sources],
                hdrs=[f"{ns}.h"] + [f"s{s.number}.h" for s in sources],
                visibility=["//visibility:public"],
                deps=deps,
            )
        )
        libraries.append(sources)
        all_sources += sources
    files[f"{folder}/main.cc"] = program_text(package, libraries[-1])
    build.append(rule("cc_binary", name="job", srcs=["main.cc"], visibility=["//visibility:public"], deps=[f":{libraries[-1][0].ns}"]))
    loads = 'load("@rules_cc//cc:cc_binary.bzl", "cc_binary")\nload("@rules_cc//cc:cc_library.bzl", "cc_library")\n\n'
    files[f"{folder}/BUILD"] = loads + "\n".join(build)
    return files, libraries[0]


def workspace(sources, pedigree):
    """The workspace's files, by name."""
    rng = random.Random(sources)
    packages = range((sources + PACKAGE - 1) // PACKAGE)
    files, previous = {}, []
    for package in packages:
        size = min(PACKAGE, sources - package * PACKAGE)
        if size < 4 * LIBRARIES:
            raise SystemExit(f"{sources} sources leave {size} for the last package, too few for its libraries")
        made, previous = package_files(rng, package, size, previous)
        files.update(made)
    jobs = [f"//p{package:02}:job" for package in packages]
    files["BUILD"] = (
        'load("@pedigree//rules:defs.bzl", "lineage_graph", "lineage_toolchain")\n\n'
        + rule("filegroup", name="programs", srcs=jobs)
        + rule("lineage_graph", name="lineage", jobs=jobs)
        + rule("lineage_toolchain", name="built", tool="//tool:pedigree")
        + rule("toolchain", name="toolchain", toolchain=":built", toolchain_type="@pedigree//rules:toolchain_type")
    )
    files["tool/BUILD"] = 'exports_files(["pedigree"])\n'
    files["WORKSPACE"] = (
        f'workspace(name = "generated")\n\nlocal_repository(\n    name = "pedigree",\n    path = "{pedigree}",\n)\n\n'
        'load("@pedigree//third_party:repositories.bzl", "pedigree_repositories")\n\npedigree_repositories()\n\n'
        'register_toolchains("//:toolchain")\n'
    )
    files[".bazelrc"] = "build --repo_env=CC=clang-19 --incompatible_strict_action_env --nosandbox_debug --cxxopt=-std=c++17 -c opt\n"
    return files


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sources", type=int, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--pedigree", type=pathlib.Path, required=True, help="a checkout of Pedigree")
    parser.add_argument("--tool", type=pathlib.Path, required=True, help="the built command")
    args = parser.parse_args()
    for name, text in workspace(args.sources, args.pedigree.resolve()).items():
        file = args.out / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    tool = args.out / "tool" / "pedigree"
    tool.unlink(missing_ok=True)
    tool.symlink_to(args.tool.resolve())


if __name__ == "__main__":
    main()
