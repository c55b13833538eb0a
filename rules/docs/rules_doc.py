#!/usr/bin/env python3
"""Writes docs/rules.md, or checks it: what rules/defs.bzl offers, from the docstrings.

usage: rules_doc.py [--check] RULES_FOLDER RULES_MD

Starlark as these files have it is also Python, so Python's parser reads it.
"""

import ast
import difflib
import pathlib
import re
import sys
import textwrap

HEAD = """# The rules

What `load("@pedigree//rules:defs.bzl", ...)` offers. [rules/README.md](../rules/README.md) shows how to begin; this page is
written from the docstrings (`python3 rules/docs/rules_doc.py rules docs/rules.md`), and a test holds it to them.
"""

# Every rule has it.
NAME = ("name", "name", "The target's name.", True, None, [])


class File:
    """One .bzl file: what it assigns and defines at top level."""

    def __init__(self, path):
        self.values, self.functions, self.loads = {}, {}, {}
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Assign):
                self.values[node.targets[0].id] = node.value
            elif isinstance(node, ast.FunctionDef):
                self.functions[node.name] = node
            elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and node.value.func.id == "load":
                source = ast.literal_eval(node.value.args[0])
                for symbol in node.value.args[1:]:
                    self.loads[ast.literal_eval(symbol)] = (source, ast.literal_eval(symbol))
                for alias in node.value.keywords:
                    self.loads[alias.arg] = (source, ast.literal_eval(alias.value))


class Rules:
    def __init__(self, folder):
        self.folder = folder
        self.files = {path.name: File(path) for path in sorted((folder / "private").glob("*.bzl"))}
        self.defs = File(folder / "defs.bzl")

    def public(self):
        """(name, file, name there) of all that defs.bzl offers."""
        for name, value in self.defs.values.items():
            source, original = self.defs.loads[value.id]
            yield name, self.files[source.rpartition(":")[2]], original

    def resolve(self, file, node):
        """What a name stands for, here or where it is loaded from."""
        while isinstance(node, ast.Name):
            if node.id in file.values:
                node = file.values[node.id]
            else:
                source, original = file.loads[node.id]
                file = self.files[source.rpartition(":")[2]]
                node = file.values[original]
        return file, node

    def attributes(self, file, node):
        """(name, file, attr call) of an `attrs`: a dict, or `dict(ONE, more = ...)`."""
        file, node = self.resolve(file, node)
        if isinstance(node, ast.Dict):
            return [(ast.literal_eval(key), file, value) for key, value in zip(node.keys, node.values)]
        found = []
        for argument in node.args:
            found += self.attributes(file, argument)
        return found + [(keyword.arg, file, keyword.value) for keyword in node.keywords]

    def text(self, file, node):
        """A string, lists of strings or a constant, names and sums resolved."""
        file, node = self.resolve(file, node)
        if isinstance(node, ast.BinOp):
            return self.text(file, node.left) + self.text(file, node.right)
        if isinstance(node, ast.List):
            return [self.text(file, item) for item in node.elts]
        if isinstance(node, ast.Call):  # Label("//x")
            return self.text(file, node.args[0])
        return ast.literal_eval(node)


def keywords(call):
    return {keyword.arg: keyword.value for keyword in call.keywords}


def clean(doc):
    first, _, rest = doc.partition("\n")
    return (first + "\n" + textwrap.dedent(rest)).strip()


def one_line(doc):
    return re.sub(r"\s+", " ", doc).strip().replace("|", "\\|")


def attribute_rows(rules, file, call):
    rows = [NAME]
    attrs = keywords(call).get("attrs")
    for name, where, value in rules.attributes(file, attrs) if attrs else []:
        if name.startswith("_"):
            continue
        where, value = rules.resolve(where, value)
        said = keywords(value)
        read = lambda key, other: rules.text(where, said[key]) if key in said else other
        rows.append((name, value.func.attr, read("doc", ""), read("mandatory", False), read("default", None),
                     read("values", [])))
    return [rows[0]] + sorted(rows[1:], key=lambda row: (not row[3], row[0]))


def attribute_table(rows):
    lines = ["| attribute | type | |", "|---|---|---|"]
    for name, kind, doc, mandatory, default, values in rows:
        words = [one_line(doc)]
        if [value for value in values if value]:
            words.append("One of " + ", ".join(f"`{value}`" for value in values if value) + ".")
        if mandatory:
            words.append("**Required.**")
        elif default:
            words.append(f"Default: `{default}`.")
        lines.append(f"| `{name}` | {kind} | {' '.join(word for word in words if word)} |")
    return lines


def section(rules, name, file, original):
    """(kind, lines) of one thing that defs.bzl offers."""
    if original in file.functions:
        doc = clean(ast.get_docstring(file.functions[original], clean=False))
        text, _, arguments = doc.partition("\nArgs:\n")
        lines = ["", text.strip(), "", "| argument | |", "|---|---|"]
        found = re.findall(r"^  (\*{0,2}\w+): (.*(?:\n    .*)*)", arguments, re.M)
        lines += [f"| `{argument}` | {one_line(words)} |" for argument, words in found]
        return "Rules", lines
    call = file.values[original]
    said = keywords(call)
    kind = call.func.id
    doc = clean(rules.text(file, said["doc"]))
    if kind == "provider":
        fields = zip(said["fields"].keys, said["fields"].values)
        rows = [f"| `{ast.literal_eval(key)}` | {one_line(rules.text(file, value))} |" for key, value in fields]
        return "Providers", ["", doc, "", "| field | |", "|---|---|"] + rows
    if kind == "aspect":
        return "Aspects", ["", doc]
    return "Rules", ["", doc, ""] + attribute_table(attribute_rows(rules, file, call))


def page(folder):
    rules = Rules(folder)
    sections = {"Rules": [], "Aspects": [], "Providers": []}
    for name, file, original in rules.public():
        kind, lines = section(rules, name, file, original)
        sections[kind].append((name, lines))
    out = HEAD.splitlines()
    for kind, found in sections.items():
        out += ["", f"## {kind}"]
        for name, lines in sorted(found):
            out += ["", f"### {name}"] + lines
    return "\n".join(out) + "\n"


def main():
    check = "--check" in sys.argv
    folder, target = (pathlib.Path(argument) for argument in sys.argv[1 + check:])
    text = page(folder)
    if not check:
        target.write_text(text, encoding="utf-8")
        return
    there = target.read_text(encoding="utf-8")
    if there != text:
        sys.stdout.writelines(difflib.unified_diff(there.splitlines(True), text.splitlines(True), str(target), "docstrings"))
        sys.exit(f"{target} is not what the docstrings say: python3 rules/docs/rules_doc.py rules docs/rules.md")
    print(f"{target}: as the docstrings say")


if __name__ == "__main__":
    main()
