#!/usr/bin/env python3
"""Sources that are large or deep in one respect: extract must get to the end, and still tell the flow that runs through.

    huge.py --pedigree PEDIGREE --catalogs DIR --outside CATALOG [SHAPE]...

Each shape is a generator of source text with one flow, from `in` to `out`, and one look-alike: `clean` gets nothing.
"""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

OUTSIDE = 'extern "C" { int Read(const char*); void Write(const char*, int); int other(int); }\n'
# Clang's own limits, which are there to stop runaway input.
FLAGS = ["-std=c++20", "-fbracket-depth=100000", "-ftemplate-depth=2000"]
# A hang, on the slowest of machines: what is measured is in docs/performance.md.
SECONDS = 240


def function(*lines, before=""):
    return before + OUTSIDE + "void F(int c) {\n int x = Read(\"in\"); int y = 0;\n" + "\n".join(lines) + "\n}\n"


def out(value):
    return f' Write("out", {value}); Write("clean", c);'


def statements(n=50_000):
    kinds = ["y = y + x;", "if (c) y = other(y);", "y ^= %d;", "{ int z = y; x = z; }"]
    return function(*[kinds[i % 4].replace("%d", str(i)) for i in range(n)], out("y"))


def switch(n=10_000):
    cases = [f"case {i}: y = other(y + {i}); break;" for i in range(n)]
    return function("while (other(c)) switch (other(c)) {", *cases, "default: y = x; }", out("y"))


def parentheses(n=5_000):
    return function(out("(" * n + "x" + ")" * n))


def nested_operators(n=5_000):
    return function(out("(1 + " * n + "x" + ")" * n))


def long_sum(n=5_000):
    return function(out(" + ".join(["x"] * n)))


def conditionals(n=5_000):
    return function(out("".join(f"c == {i} ? {i} : " for i in range(n)) + "x"))


def conjunction(n=5_000):
    return function("if (" + " && ".join(f"c != {i}" for i in range(n)) + ")", " y = x;", out("y"))


def nested_calls(n=5_000):
    return function(out("other(" * n + "x" + ")" * n))


def else_ifs(n=5_000):
    return function(" else ".join(f"if (c == {i}) y = x + {i};" for i in range(n)), out("y"))


def nested_ifs(n=2_000):
    return function("".join(f"if (c != {i}) {{" for i in range(n)), "y = x;", "}" * n, out("y"))


def nested_loops(n=200):
    return function("".join(f"for (int i{i} = 0; i{i} < c; ++i{i}) {{" for i in range(n)), "y += x;", "}" * n, out("y"))


def nested_blocks(n=5_000):
    return function("{" * n, "y = x;", "}" * n, out("y"))


def initializer(n=10_000):
    elements = ", ".join(f"{{{i}, {'x' if i == n // 2 else 1}}}" for i in range(n))
    return function("struct S { int a, b; };", f"S s[] = {{{elements}}};", out(f"s[{n // 2}].b"))


def nested_initializers(n=250):
    types = "struct S0 { int v; };\n" + "".join(f"struct S{i} {{ S{i - 1} s; }};\n" for i in range(1, n))
    return function(f"S{n - 1} s = " + "{" * n + "x" + "}" * n + ";", out("s" + ".s" * (n - 1) + ".v"), before=types)


def tables(n=10_000):
    numbers = "int table[] = {" + ", ".join(map(str, range(n))) + "};\n"
    names = "const char* names[] = {" + ", ".join(f'"n{i}"' for i in range(n)) + "};\n"
    return function("table[3] = x;", out("table[3]"), before=numbers + names)


def locals_in_a_loop(n=2_000):
    declared = [f"int v{i} = 0;" for i in range(n)]
    moved = [f"v{i} = v{i - 1};" for i in range(1, n)]
    return function(*declared, "for (int i = 0; i < c; ++i) { v0 = x;", *moved, "}", out(f"v{n - 1}"))


def calls_in_a_loop(n=2_000):
    declared = [f"int v{i} = 0;" for i in range(n)]
    moved = [f"v{i} = other(v{i - 1});" for i in range(1, n)]
    return function(*declared, "for (int i = 0; i < c; ++i) { v0 = x;", *moved, "}", out(f"v{n - 1}"))


def conditional_calls(n=3_000):
    return function(*[f"int v{i} = other({i}); if (c > {i}) v{i} = x;" for i in range(n)], out(f"v{n - 1}"))


def gotos(n=1_000):
    return function(*[f"L{i}: if (other(c)) goto L{(i * 7919 + 13) % n}; y = other(y + x);" for i in range(n)], out("y"))


def templates(n=900):
    recursive = "template <int N> int T(int x) { return T<N - 1>(x); } template <> int T<0>(int x) { return x; }\n"
    return function(out(f"T<{n}>(x)"), before=recursive)


def long_string(n=10_000_000):
    return function('const char* s = "' + "a" * n + '";', out("x"), "Write(s, c);")


def lambdas(n=1_000):
    return function(*[f"auto l{i} = [=](int y) {{ return y + x; }};" for i in range(n)], out(f"l{n - 1}(1)"))


def nested_lambdas(n=60):
    return function("auto f = " + "[=] { return " * n + "x" + "; }" * n + ";", out("f" + "()" * n))


def nested_classes(n=250):
    names = [f"c{i}" for i in range(1, n)]
    types = "".join(f"struct C{i} {{ " for i in range(n)) + "int v; " + "".join(f"}} {name}; " for name in names[::-1])
    place = "o." + ".".join(names) + ".v"
    return function("C0 o;", f"{place} = x;", out(place), before=types + "};\n")


def recursion(n=1_000):
    declared = "".join(f"int f{i}(int);\n" for i in range(n))
    bodies = "".join(
        f"int f{i}(int x) {{ return other(x) ? f{(i * 7 + 1) % n}(x) : x > 1 ? f{(i + 1) % n}(x - 1) : x; }}\n"
        for i in range(n)
    )
    return function(out("f0(x)"), before='extern "C" int other(int);\n' + declared + bodies)


def macros():
    tenfold = "#define A(x) x x x x x x x x x x\n#define B(x) A(A(A(A(x))))\n"
    return function("B(y += x;)", out("y"), before=tenfold)


def globals_and_calls(n=1_000):
    declared = "".join(f"int g{i};\n" for i in range(n))
    return function("g0 = x;", *[f"g{i} = other({i});" for i in range(1, n)], out("g0"), before=declared)


def chained_calls(n=2_000):
    stream = "struct S { S& operator<<(int i) { v += i; return *this; } int v; };\n"
    return function("S s; s.v = 0; s" + "".join(f" << {i}" for i in range(n)) + " << x;", out("s.v"), before=stream)


SHAPES = [
    statements, switch, parentheses, nested_operators, long_sum, conditionals, conjunction, nested_calls, else_ifs,
    nested_ifs, nested_loops, nested_blocks, initializer, nested_initializers, tables, locals_in_a_loop,
    calls_in_a_loop, conditional_calls, gotos, templates, long_string, lambdas, nested_lambdas, nested_classes,
    recursion, macros, globals_and_calls, chained_calls,
]  # fmt: skip


def check(shape, args, folder):
    """What is wrong with the tool's answer for this shape; None if nothing is."""
    (folder / "huge.cc").write_text(shape())

    def run(*command):
        process = subprocess.run(
            [args.pedigree, *command], cwd=folder, capture_output=True, text=True, timeout=SECONDS, check=False
        )
        if process.returncode != 0:
            raise RuntimeError(f"pedigree {command[0]} gave {process.returncode}: {process.stderr[:500]}")
        return process.stdout

    try:
        catalogs = ["--catalog-dir", args.catalogs, "--catalog", args.outside]
        run("extract", *catalogs, "-o", "huge.frag", "huge.cc", "--", *FLAGS)
        run("link", "-o", "huge.graph", "huge.frag")
        lines = run("flows", "--format", "jsonl", "huge.graph").splitlines()
    except (RuntimeError, subprocess.TimeoutExpired) as error:
        return str(error)[:600]
    flows = [json.loads(line) for line in lines]
    direct = {(f["from"]["name"], f["to"]["name"]) for f in flows if f["influence"] == "DIRECT"}
    return None if direct == {("in", "out")} else f"direct flows are {sorted(direct)}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pedigree", required=True, type=lambda p: pathlib.Path(p).resolve())
    parser.add_argument("--catalogs", required=True, type=lambda p: pathlib.Path(p).resolve())
    parser.add_argument("--outside", required=True, type=lambda p: pathlib.Path(p).resolve())
    parser.add_argument("shapes", nargs="*", metavar="SHAPE")
    args = parser.parse_args()
    failed = 0
    for shape in SHAPES:
        if args.shapes and shape.__name__ not in args.shapes:
            continue
        with tempfile.TemporaryDirectory() as folder:
            wrong = check(shape, args, pathlib.Path(folder))
        if wrong:
            failed += 1
            print(f"{shape.__name__}: {wrong}")
    print(f"{failed} shapes failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
