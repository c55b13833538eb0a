#!/usr/bin/env python3
"""standard_catalogs.py FILE...: the hash of each file's text, as catalog_outline.cc makes it, sorted."""

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


if __name__ == "__main__":
    hashes = []
    for file in sys.argv[1:]:
        with open(file, "rb") as stream:
            hashes.append(catalog_hash(stream.read()))
    print("\n".join(f"{value:#x}," for value in sorted(hashes)))
