"""A generated program as a tree of lines, which can be written as C++ and made smaller.

Every name in a program is its own (v12, f3, S2), so that a program with a line taken away is sound again once the lines that use
what the line declared are gone too. No parser is needed for that. Int expressions stand in marks, so that one can be
replaced by a number.
"""

import copy
import dataclasses
import re

OPEN, CLOSE = "\u27e6", "\u27e7"  # around an int expression
NAME = re.compile(r"\b[a-zA-Z]+\d+\b")


@dataclasses.dataclass(eq=False)
class Node:
    """A line, or with children a block: `text` children `close`."""

    text: str
    children: list = None
    close: str = "}"
    defines: tuple = ()  # names
    keep: bool = False  # never deleted for itself
    follows: "Node" = None  # goes when that goes (an `else`)

    def lines(self, indent=0):
        pad = "  " * indent
        yield pad + re.sub(f"[{OPEN}{CLOSE}]", "", self.text)
        if self.children is not None:
            for child in self.children:
                yield from child.lines(indent + 1)
            yield pad + self.close

    def walk(self):
        yield self
        for child in self.children or ():
            yield from child.walk()


@dataclasses.dataclass
class Program:
    """`sections`: the lines of the header, of each unit, and of what puts the globals back to their start."""

    name: str
    header: Node
    units: list
    reset: Node
    sources: int = 0

    def nodes(self):
        for section in (self.header, *self.units, self.reset):
            yield from section.walk()

    def sections(self):
        return (self.header, *self.units, self.reset)

    def copy(self):
        return copy.deepcopy(self)

    def size(self):
        return sum(1 for _ in self.nodes())

    def remove(self, doomed):
        """Takes nodes away, and whatever cannot be without them. False if that cannot be."""
        doomed = set(doomed)
        while True:
            gone = {inside for node in doomed for inside in node.walk()}
            names = {name for node in gone for name in node.defines}
            more = set()
            for node in self.nodes():
                if node in gone:
                    continue
                if node.follows in gone:
                    more.add(node)
                    continue
                used = names & set(NAME.findall(node.text))
                if not used:
                    continue
                node.text = without(node.text, used)
                if used & set(NAME.findall(node.text)):
                    more.add(node)
            if any(node.keep for node in gone | more):
                return False
            if not more:
                break
            doomed |= more
        self.prune(doomed)
        return True

    def prune(self, doomed):
        for node in list(self.nodes()):
            if node.children is not None:
                node.children = [child for child in node.children if child not in doomed]


def spans(text):
    """The marked expressions of a line, the inner ones first: (start, end) with the marks."""
    stack, found = [], []
    for at, letter in enumerate(text):
        if letter == OPEN:
            stack.append(at)
        elif letter == CLOSE:
            found.append((stack.pop(), at + 1))
    return found


def without(text, names):
    """The line with the innermost expressions that use one of the names replaced by a number."""
    changed = True
    while changed:
        changed = False
        for start, end in spans(text):
            if names & set(NAME.findall(text[start:end])):
                text = text[:start] + "1" + text[end:]
                changed = True
                break
    return text


# ---- making programs smaller: edits, by the number that a node has in the program --------------------------------------


@dataclasses.dataclass(frozen=True)
class Edit:
    kind: str  # remove, unwrap or replace
    nodes: tuple
    span: tuple = ()
    text: str = ""


def edited(program, edits):
    """A copy with the edits made; None if one cannot be."""
    made = program.copy()
    nodes = list(made.nodes())
    for edit in sorted(edits, key=lambda e: (e.kind != "replace", e.nodes, [-s for s in e.span])):
        there = set(made.nodes())
        if edit.kind == "remove":
            if not made.remove({nodes[i] for i in edit.nodes if nodes[i] in there and not nodes[i].keep}):
                return None
        elif edit.kind == "unwrap":
            node = nodes[edit.nodes[0]]
            for parent in there:
                if parent.children is not None and node in parent.children:
                    at = parent.children.index(node)
                    parent.children[at:at + 1] = node.children
        else:
            node = nodes[edit.nodes[0]]
            old = program_text(program, edit.nodes[0])
            if node.text == old:
                node.text = old[:edit.span[0]] + edit.text + old[edit.span[1]:]
    return made


def program_text(program, number):
    for i, node in enumerate(program.nodes()):
        if i == number:
            return node.text


def removals(program, chunk):
    """Edits that each take away `chunk` neighbouring lines."""
    numbers = [i for i, n in enumerate(program.nodes()) if not n.keep and n.text]
    return [Edit("remove", tuple(numbers[i:i + chunk])) for i in range(0, len(numbers), chunk)]


def simplifications(program):
    """Edits that take a block for its lines, or an expression for a part of it."""
    for number, node in enumerate(program.nodes()):
        if node.children and re.match(r"(if|for|else|try|switch|case|default)\b", node.text) and not node.keep:
            yield Edit("unwrap", (number,))
        found = spans(node.text)
        for start, end in found:
            inside = node.text[start + 1:end - 1]
            if not re.fullmatch(r"\d+", inside):
                yield Edit("replace", (number,), (start, end), f"{OPEN}1{CLOSE}")
            for a, b in found:
                if start < a and b < end:
                    yield Edit("replace", (number,), (start, end), node.text[a:b])


def renamed(program, name):
    made = program.copy()
    for node in made.nodes():
        node.text = node.text.replace(f'"{program.name}.', f'"{name}.')
    made.name = name
    return made
