#!/usr/bin/env python3
"""standard_catalogs.py FILE...: what catalog_outline.cc knows of each file, sorted by the first.

The hash of its text; and whether all that it speaks of is in a namespace or class.
"""

import re
import sys

MASK = (1 << 64) - 1


def catalog_hash(text):
    value = 0xCBF29CE484222325
    whole = len(text) // 8 * 8
    for at in range(0, whole, 8):
        value = ((value ^ int.from_bytes(text[at : at + 8], "little")) * 0x100000001B3) & MASK
        value ^= value >> 32
    for byte in text[whole:]:
        value = ((value ^ byte) * 0x100000001B3) & MASK
    return ((value ^ len(text)) * 0x100000001B3) & MASK


def scopes_only(text):
    lines = [line for line in text.decode().split("\n") if not line.lstrip().startswith("#")]
    lists = re.findall(r'\bfunction:\s*(\[[^\]]*\]|"[^"]*")', "\n".join(lines))
    names = [name for one in lists for name in re.findall(r'"([^"]*)"', one)]
    return bool(names) and all("::" in name for name in names) and not re.search(r"^global\b", "\n".join(lines), re.M)


if __name__ == "__main__":
    known = []
    for file in sys.argv[1:]:
        with open(file, "rb") as stream:
            text = stream.read()
        known.append((catalog_hash(text), scopes_only(text)))
    print("\n".join(f"{{{value:#x}, {str(scopes).lower()}}}," for value, scopes in sorted(known)))
