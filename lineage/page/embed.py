#!/usr/bin/env python3
"""Puts the page together and makes a C++ source of it: embed.py OUT.cc INDEX.html PAGE.css SCRIPT.js LICENSE..."""

import base64
import hashlib
import pathlib
import sys


def literal(text):
    """Adjacent string literals: octal escapes for all but plain characters, so that the bytes are these."""
    lines = []
    data = text.encode()
    for at in range(0, len(data), 100):
        part = "".join(
            chr(b) if 32 <= b < 127 and chr(b) not in '"\\?' else f"\\{b:03o}" for b in data[at : at + 100]
        )
        lines.append(f'"{part}"')
    return "\n".join(lines) or '""'


def main():
    out, index, css, script, *licenses = sys.argv[1:]
    page, style, code = (pathlib.Path(name).read_text() for name in (index, css, script))
    texts = "\n\n".join(pathlib.Path(name).read_text().strip() for name in licenses)
    # What would end the element, or the comment, that it stands in.
    for text, end in ((code, "</script"), (code, "<!--"), (style, "</style"), (texts, "--")):
        if end in text:
            sys.exit(f"embed.py: '{end}' in what is embedded")
    digest = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
    places = {"@SCRIPT_HASH@": f"sha256-{digest}", "@LICENSES@": texts, "@STYLE@": style}
    for place in (*places, "@TITLE@", "@DATA@", "@SCRIPT@"):
        if page.count(place) != 1:
            sys.exit(f"embed.py: {index} has not one {place}")
    for place, text in places.items():
        page = page.replace(place, text)
    before_title, rest = page.split("@TITLE@")
    before_data, rest = rest.split("@DATA@")
    after_data = rest.replace("@SCRIPT@", code)
    parts = (("BeforeTitle", before_title), ("BeforeData", before_data), ("AfterData", after_data))
    with open(out, "w", encoding="utf-8") as cc:
        cc.write('#include "lineage/page/bundle.h"\n\nnamespace pedigree {\n')
        for name, text in parts:
            size = len(text.encode())
            cc.write(f"\nstd::string_view Page{name}() {{\n  return {{\n{literal(text)}, {size}}};\n}}\n")
        cc.write("\n}  // namespace pedigree\n")


if __name__ == "__main__":
    main()
