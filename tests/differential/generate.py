"""Random, well-typed C++ programs whose data flows can be measured.

A program has sources Read("p3.s0") and sinks Write("p3.k1", x). Its branches ask Choice(), never data, so each is free of every
other, and trying all choices runs all ways through the program. What it never does is what would make a run
meaningless: a pointer is null or dangles, an optional or a container is read that may be empty. A statement that could is put
under an `if` that looks first.

Each program has only some of the features (`FEATURES`), picked at random: few at a time find more than all at once, and what is
found is easier to read.
"""

import dataclasses
import random
import re

from program import CLOSE, OPEN, Node, Program

FEATURES = (
    "if", "loop", "switch", "struct", "nested", "base", "pointer", "double_pointer", "reference", "array", "vector", "deque",
    "map", "string_map", "optional", "unique_ptr", "shared_ptr", "pair", "string", "call", "call_reference", "call_pointer",
    "lambda_value", "lambda_reference", "std_function", "function_pointer", "virtual", "template", "method", "constructor",
    "global", "copy", "move", "swap", "exception", "early_return", "compound", "range_for", "ternary", "binding", "container_ops",
)
MOST_SOURCES = 8
VARIABLE = re.compile(r"v\d+$|\(\*v\d+\)$")
UNSTABLE = 99  # the life of what has no address to keep: elements of containers


# ---- types -------------------------------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Type:
    name: str
    kind: str
    parts: tuple = ()  # the types inside
    size: int = 0

    def declare(self, variable):
        if self.kind == "array":
            return f"{self.parts[0].declare(variable)}[{self.size}]"
        if self.kind == "function_pointer":
            return f"Number (*{variable})({', '.join(['Number'] * self.size)})"
        return f"{self.name} {variable}"


@dataclasses.dataclass(frozen=True)
class Field:
    name: str
    type: Type


@dataclasses.dataclass(eq=False)
class Class:
    """What is known of a struct beside its type."""

    type: Type
    fields: list
    base: "Class" = None
    constructor: bool = False
    methods: list = dataclasses.field(default_factory=list)
    derived: list = dataclasses.field(default_factory=list)  # of a class with virtual methods
    is_virtual: bool = False

    def all_fields(self):
        return (self.base.all_fields() if self.base else []) + self.fields

    def all_methods(self):
        own = {m.name for m in self.methods}
        return [m for m in (self.base.all_methods() if self.base else []) if m.name not in own] + self.methods


@dataclasses.dataclass(eq=False)
class Function:
    name: str
    returns: Type  # None: void
    parameters: list  # (how, type)
    throws: bool = False
    const: bool = True  # of a method
    generic: bool = False


INT = Type("Number", "int")
STRING = Type("std::string", "string")


def pointer(to):
    return Type(f"{to.name}*", "pointer", (to,))


def template(name, kind, *parts):
    return Type(f"{name}<{', '.join(p.name for p in parts)}>", kind, parts)


def array(of, size):
    return Type(f"{of.name}[{size}]", "array", (of,), size)


def function_pointer(arity):
    return Type(f"std::add_pointer_t<Number({', '.join(['Number'] * arity)})>", "function_pointer", (), arity)


def std_function(arity):
    return Type(f"std::function<Number({', '.join(['Number'] * arity)})>", "std_function", (), arity)


# ---- places ------------------------------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Place:
    """Something that can be read and, unless const, stored to.

    `life` is how deep in the scopes it lives: an address may be kept by what does not live longer. `inner_life` is the same of what
    the pointers in it point to, and `holds` how deep what is stored in it may live."""

    text: str
    type: Type
    life: int
    inner_life: int
    holds: int
    const: bool = False
    guards: tuple = ()
    root: str = ""
    binding: bool = False  # of a structured binding

    def step(self, text, type, guard=None, **changes):
        guards = self.guards + ((guard,) if guard else ())
        return dataclasses.replace(self, text=text, type=type, guards=guards, **changes)


def member(text, name):
    """The field of what `text` stands for: (*p).x is p->x."""
    return f"{text[2:-1]}->{name}" if text.startswith("(*") and text.endswith(")") and balanced(text[2:-1]) else f"{text}.{name}"


def balanced(text):
    depth = 0
    for letter in text:
        depth += (letter in "([") - (letter in ")]")
        if depth < 0:
            return False
    return depth == 0


class Unsafe(Exception):
    """What was made could not be run safely: another one is made instead."""


# ---- the generator -----------------------------------------------------------------------------------------------


class Generator:
    def __init__(self, seed, name, styled=False):
        self.random = random.Random(f"pedigree {seed}")
        self.style = random.Random(f"style {seed}") if styled else None
        self.seed, self.name = seed, name
        share = self.random.choice((0.25, 0.4, 0.6))
        self.features = {f for f in FEATURES if self.random.random() < share}
        self.counters = {}
        self.sources = self.sinks = 0
        self.classes, self.functions, self.globals = {}, [], []
        self.exception = None
        self.header = Node("", [], "")
        self.units = [Node("", [], ""), Node("", [], "")]
        self.reset = Node("void Reset() {", [], "}", keep=True)
        self.frames = []  # scopes: lists of places, the innermost last
        self.in_try = 0
        self.function = None
        self.looping = 0
        self.frozen = False  # no calls, no change of containers
        self.work = 0

    # -- small helpers

    def styled(self, share):
        """Whether something is written in another way, as in so many cases of a styled program."""
        return self.style is not None and self.style.random() < share

    def on(self, feature):
        return feature in self.features

    def chance(self, percent):
        return self.random.random() * 100 < percent

    def fresh(self, letter):
        self.counters[letter] = self.counters.get(letter, 0) + 1
        return f"{letter}{self.counters[letter]}"

    def pick(self, weighted):
        weighted = [(w, x) for w, x in weighted if w > 0]
        return self.random.choices([x for _, x in weighted], [w for w, _ in weighted])[0]

    @property
    def depth(self):
        return len(self.frames)

    # -- types

    def value_type(self, depth=2, copyable=True):
        """A type of objects."""
        options = [(6, "int")]
        if self.on("string"):
            options.append((2, "string"))
        structs = [c for c in self.classes.values() if not c.is_virtual and (not copyable or self.copyable(c.type))]
        if structs:
            options.append((5, "struct"))
        if depth > 0:
            for feature in ("vector", "deque", "map", "string_map", "optional", "pair", "shared_ptr"):
                if self.on(feature):
                    options.append((1.5, feature))
            if self.on("unique_ptr") and not copyable:
                options.append((1.5, "unique_ptr"))
        kind = self.pick(options)
        if kind == "int":
            return INT
        if kind == "string":
            return STRING
        if kind == "struct":
            return self.random.choice(structs).type
        inner = self.value_type(depth - 1) if self.on("nested") else self.value_type(0)
        if kind == "pair":
            return template("std::pair", "pair", inner, self.value_type(0))
        if kind == "map":
            return Type(f"std::map<int, {inner.name}>", "map", (inner,))
        if kind == "string_map":
            return Type(f"std::map<std::string, {inner.name}>", "string_map", (inner,))
        return template(f"std::{kind}", kind, inner)

    def copyable(self, type):
        if type.kind in ("unique_ptr", "array"):
            return False
        if type.kind == "struct":
            return all(self.copyable(f.type) for f in self.classes[type.name].all_fields())
        return type.kind == "pointer" or all(map(self.copyable, type.parts))

    def never_null(self, place):
        return place.type.kind != "pointer" or VARIABLE.match(place.text)

    def assignable(self, type):
        return type.kind != "array" and not (type.kind == "struct" and self.classes[type.name].is_virtual)

    def holds_pointers(self, type):
        if type.kind in ("pointer", "std_function", "lambda"):
            return True
        if type.kind == "struct":
            return any(self.holds_pointers(f.type) for f in self.classes[type.name].all_fields())
        return any(map(self.holds_pointers, type.parts))

    # -- places

    def places(self):
        """All that can be named here, with what is inside, as far as it goes."""
        if self._places is None:
            found = []
            for frame in [self.globals] + self.frames:
                for place in frame:
                    self.inside(place, 4, found)
            self._places = found
        return self._places

    _places = None

    def changed(self):
        self._places = None

    def inside(self, place, depth, found):
        found.append(place)
        if depth == 0:
            return
        text, type = place.text, place.type
        unstable = dict(life=UNSTABLE)
        steps = []
        if type.kind == "struct":
            for field in self.classes[type.name].all_fields():
                steps.append(place.step(member(text, field.name), field.type))
        elif type.kind == "pointer":
            # A pointer in an object may be null; a variable is not.
            guard = None if VARIABLE.match(text) else text
            steps.append(place.step(f"(*{text})", type.parts[0], guard, life=place.inner_life, holds=0, const=False))
        elif type.kind in ("vector", "deque"):
            for index in self.random.sample(range(3), 1):
                steps.append(place.step(f"{text}[{index}]", type.parts[0], f"{member(text, 'size()')} > {index}", **unstable))
            steps.append(place.step(member(text, "back()"), type.parts[0], f"!{member(text, 'empty()')}", **unstable))
            if self.chance(30):
                steps.append(place.step(f"{text}[Choice({member(text, 'size()')})]", type.parts[0],
                                        f"!{member(text, 'empty()')}", **unstable))
        elif type.kind in ("map", "string_map"):
            key = self.key(type)
            if place.const or self.holds_pointers(type.parts[0]):
                steps.append(place.step(member(text, f"at({key})"), type.parts[0], member(text, f"count({key})"), **unstable))
            else:
                steps.append(place.step(f"{text}[{key}]", type.parts[0], **unstable))
        elif type.kind in ("optional", "unique_ptr", "shared_ptr"):
            steps.append(place.step(f"(*{text})", type.parts[0], text, **unstable))
        elif type.kind == "pair":
            steps.append(place.step(member(text, "first"), type.parts[0]))
            steps.append(place.step(member(text, "second"), type.parts[1]))
        elif type.kind == "array":
            for index in self.random.sample(range(type.size), 2):
                steps.append(place.step(f"{text}[{index}]", type.parts[0]))
            if self.chance(30):
                steps.append(place.step(f"{text}[Choice({type.size})]", type.parts[0]))
        for step in steps:
            self.inside(step, depth - 1, found)

    def key(self, type):
        number = self.random.randrange(3)
        return f'"k{number}"' if type.kind == "string_map" else str(number)

    def choose_place(self, test):
        """A place for which `test` holds; None if there is none. Short ones are likelier."""
        found = [(1 + 3 / (1 + p.text.count(".") + p.text.count("->") + len(p.guards)), p) for p in self.places() if test(p)]
        return self.pick(found) if found else None

    # -- expressions. What they need to be safe goes to self.needs.

    def expression(self, type, depth=2, life=None):
        """Something of `type`, whose pointers live at least as long as `life` says."""
        life = self.depth if life is None else life
        if type == INT:
            return OPEN + self.int_expression(depth) + CLOSE
        if type.kind in ("vector", "map", "string_map", "deque", "struct", "pair", "optional", "string", "shared_ptr") \
                and self.copyable(type) and self.chance(55):
            place = self.choose_place(lambda p: p.type == type and (not self.holds_pointers(type) or p.inner_life <= life))
            if place:
                text = self.use(place)
                if self.on("move") and not place.const and self.chance(25) and place.life != UNSTABLE \
                        and not self.holds_pointers(type) and not self.frozen:
                    return f"std::move({text})"
                return text
        if depth > 0 and self.chance(30):
            call = self.call_returning(type, depth, life)
            if call:
                return call
        return self.fresh_value(type, depth, life)

    def use(self, place):
        self.needs += [g for g in place.guards if g not in self.needs]
        if place.guards and (place.root.startswith("g") or place.root == "outer"):
            self.guarded_shared = True
        if self.needs and self.calls and self.guarded_shared:
            raise Unsafe
        return place.text

    def int_expression(self, depth):
        options = [(2, "number"), (10, "place")]
        if self.sources < MOST_SOURCES:
            options.append((3, "source"))
        if depth > 0:
            options.append((2, "sum"))
            if self.on("ternary"):
                options.append((2, "ternary"))
            options.append((4, "call"))
            if self.on("string"):
                options.append((0.7, "stoi"))
        kind = self.pick(options)
        if kind == "place":
            place = self.choose_place(lambda p: p.type == INT)
            if place:
                return self.use(place)
            kind = "source" if self.sources < MOST_SOURCES else "number"
        if kind == "call":
            call = self.call_returning(INT, depth, self.depth)
            if call:
                return call
            kind = "number"
        if kind == "source":
            self.sources += 1
            return f'Read("{self.name}.s{self.sources - 1}")'
        if kind == "sum":
            left, right = self.expression(INT, depth - 1), self.expression(INT, depth - 1)
            operator = self.random.choice(("+", "-", "^"))
            if left == right:
                operator = "+"  # of x - x the labels stay, though nothing of x is in it
            return f"({left} {operator} {right})"
        if kind == "ternary":
            return f"(Bit() ? {self.expression(INT, depth - 1)} : {self.expression(INT, depth - 1)})"
        if kind == "stoi":
            place = self.choose_place(lambda p: p.type == STRING and not p.guards)
            if place:
                return f"{member(place.text, 'size()')} > 0 ? {place.text}[0] : 0".join("()")
        return str(self.random.randrange(10))

    def fresh_value(self, type, depth, life):
        inner = lambda part: self.expression(part, depth - 1, life)
        if type == INT:
            return self.expression(INT, 0)
        if type == STRING:
            options = [(3, "text"), (2, "number")]
            if self.sources < MOST_SOURCES:
                options.append((3, "source"))
            if depth > 0:
                options.append((2, "sum"))
            kind = self.pick(options)
            if kind == "source":
                self.sources += 1
                return f'ReadString("{self.name}.s{self.sources - 1}")'
            if kind == "number":
                return f"std::to_string(static_cast<long>({self.expression(INT, min(depth, 0))}))"
            if kind == "sum":
                return f"({self.expression(STRING, depth - 1)} + {self.expression(STRING, 0)})"
            return f'std::string("t{self.random.randrange(100, 1000)}")'
        if type.kind == "struct":
            known = self.classes[type.name]
            fields = known.fields if known.constructor else known.all_fields()
            if known.constructor:
                return f"{type.name}({', '.join(inner(f.type) for f in fields)})"
            if known.base and not known.base.constructor:
                own = ", ".join(inner(f.type) for f in known.fields)
                base = self.fresh_value(known.base.type, depth - 1, life)
                return f"{type.name}{{{base}{', ' if own else ''}{own}}}"
            if known.base:
                base = self.fresh_value(known.base.type, depth - 1, life)
                return f"{type.name}{{{', '.join([base] + [inner(f.type) for f in known.fields])}}}"
            return f"{type.name}{{{', '.join(inner(f.type) for f in fields)}}}"
        if type.kind == "pointer":
            place = self.choose_place(lambda p: p.type == type and p.inner_life <= life and not p.const) if self.chance(40) else None
            if place:
                return self.use(place)
            place = self.choose_place(lambda p: p.type == type.parts[0] and p.life <= life and not p.const
                                      and (p.holds >= 0))
            if place:
                text = self.use(place)
                return text[2:-1] if text.startswith("(*") and balanced(text[2:-1]) and text.endswith(")") else f"&{text}"
            place = self.choose_place(lambda p: p.type == type and p.inner_life <= life and not p.const)
            if place:
                return self.use(place)
            raise Unsafe
        if type.kind in ("vector", "deque"):
            return f"{type.name}{{{', '.join(inner(type.parts[0]) for _ in range(self.random.randrange(0, 3)))}}}" \
                if type.parts[0] != INT or True else ""
        if type.kind in ("map", "string_map"):
            keys = sorted(self.random.sample(range(3), self.random.randrange(0, 3)))
            quoted = [f'"k{k}"' if type.kind == "string_map" else str(k) for k in keys]
            return f"{type.name}{{{', '.join(f'{{{k}, {inner(type.parts[0])}}}' for k in quoted)}}}"
        if type.kind == "optional":
            return "std::nullopt" if self.chance(15) else f"{type.name}({inner(type.parts[0])})"
        if type.kind in ("unique_ptr", "shared_ptr"):
            made = type.parts[0]
            derived = self.classes[made.name].derived if made.kind == "struct" else []
            if derived:
                made = self.random.choice(derived).type
            if self.on("move") and type.kind == "unique_ptr" and not self.frozen and self.chance(40):
                place = self.choose_place(lambda p: p.type == type and not p.const and p.life != UNSTABLE)
                if place:
                    return f"std::move({self.use(place)})"
            value = self.class_value(made, depth, life)
            return f"std::make_{type.kind[:-4]}<{made.name}>({value})"
        if type.kind == "pair":
            return f"{type.name}{{{inner(type.parts[0])}, {inner(type.parts[1])}}}"
        if type.kind == "array":
            return f"{{{', '.join(inner(type.parts[0]) for _ in range(type.size))}}}"
        if type.kind in ("function_pointer", "std_function"):
            fitting = [f for f in self.functions if self.callable(f) and f.returns == INT and not f.throws and not f.generic
                       and f.parameters == [("value", INT)] * type.size]
            if not fitting:
                raise Unsafe
            return self.random.choice(("", "&")) + self.random.choice(fitting).name
        raise AssertionError(type)

    def class_value(self, type, depth, life):
        """The arguments to construct it of: its fields in virtual classes (which have constructors), itself otherwise."""
        if type.kind == "struct" and self.classes[type.name].is_virtual:
            return ", ".join(self.expression(f.type, depth - 1, life) for f in self.classes[type.name].all_fields())
        return self.expression(type, depth - 1, life)

    # -- calls

    def callable(self, function):
        return not (function.throws and not self.in_try and not (self.function and self.function.throws))

    def call_returning(self, type, depth, life):
        """A call that gives `type`; None if there is none. `type` None: any call that returns nothing."""
        if self.frozen or (self.needs and self.guarded_shared):
            return None
        options = []
        for function in self.functions:
            if not self.callable(function):
                continue
            if function.generic:
                if type and self.copyable(type) and type.kind not in ("pointer", "std_function", "function_pointer") \
                        and not self.holds_pointers(type):
                    options.append((2, ("generic", function)))
            elif function.returns == type and not (type and self.holds_pointers(type) and life < self.depth):
                options.append((2, ("function", function)))
        if type in (INT, None):
            for place in self.places():
                if type == INT and place.type.kind in ("lambda", "function_pointer", "std_function"):
                    if not (place.type.kind == "lambda" and self.looping > 1):
                        options.append((2, ("object", place)))
                if place.type.kind == "struct":
                    for method in self.classes[place.type.name].all_methods():
                        if method.returns == type and (method.const or not place.const) and self.callable(method) \
                                and not place.guards:
                            options.append((1.5, ("method", place, method)))
                if place.type.kind in ("unique_ptr", "shared_ptr", "pointer") and place.type.parts[0].kind == "struct" \
                        and self.classes[place.type.parts[0].name].is_virtual:
                    pass
        if not options:
            return None
        choice = self.pick(options)
        self.calls = True
        if choice[0] == "generic":
            return f"{choice[1].name}<{type.name}>({', '.join(self.argument(how, type, depth - 1) for how, _ in choice[1].parameters)})"
        if choice[0] == "object":
            place = choice[1]
            arguments = [self.expression(INT, depth - 1) for _ in range(place.type.size)]
            return f"{self.use(place)}({', '.join(arguments)})"
        if choice[0] == "method":
            place, method = choice[1:]
            arguments = [self.argument(how, kind, depth - 1) for how, kind in method.parameters]
            return member(self.use(place), f"{method.name}({', '.join(arguments)})")
        self.argument_roots = []
        arguments = [self.argument(how, kind, depth - 1) for how, kind in choice[1].parameters]
        return f"{choice[1].name}({', '.join(arguments)})"

    argument_roots = ()

    def argument(self, how, type, depth):
        if how == "value":
            return self.expression(type, depth, 0 if self.holds_pointers(type) else None)
        if how == "const":
            return self.expression(type, depth)
        roots = self.argument_roots
        stable = lambda p: not p.const and p.life != UNSTABLE and p.root not in roots and self.never_null(p)
        if how == "reference":
            place = self.choose_place(lambda p: p.type == type and stable(p) and not p.guards)
            if not place:
                raise Unsafe
            self.argument_roots = [*roots, place.root]
            return self.use(place)
        if how == "pointer":
            place = self.choose_place(lambda p: p.type == type and stable(p) and not p.guards)
            if not place:
                raise Unsafe
            self.argument_roots = [*roots, place.root]
            text = self.use(place)
            return text[2:-1] if text.startswith("(*") and balanced(text[2:-1]) else f"&{text}"
        raise AssertionError(how)

    # -- statements

    def statement(self, make, into):
        """Puts what `make` gives into `into`, under an `if` for what it needs."""
        for _ in range(4):
            saved = self.sources, self.sinks, dict(self.counters)
            self.needs, self.calls, self.guarded_shared, self.argument_roots = [], False, False, []
            try:
                made = make()
            except Unsafe:
                self.sources, self.sinks, self.counters = saved
                continue
            if made is None:
                return False
            nodes, place = made
            if self.needs:
                if place is not None:  # a declaration cannot stand under an `if`
                    self.sources, self.sinks, self.counters = saved
                    continue
                conditions = " && ".join(f"({n})" if " " in n else n for n in self.needs)
                nodes = [Node(f"if ({conditions}) {{", nodes)]
            into += nodes
            if place is not None:
                self.frames[-1].append(place)
                self.changed()
            return True
        return False

    needs, calls, guarded_shared = (), False, False

    def variable(self, name, type, const=False, depth=None):
        depth = self.depth if depth is None else depth
        return Place(name, type, depth, depth, depth, const, root=name)

    def declaration(self):
        type = self.variable_type()
        name = self.fresh("v")
        if type.kind == "lambda":
            raise AssertionError
        if type.kind == "struct" and self.classes[type.name].is_virtual:
            text = f"{type.name} {name}({self.class_value(type, 2, self.depth)});"
        elif type.kind == "array":
            text = f"{type.declare(name)} = {self.fresh_value(type, 2, self.depth)};"
        else:
            text = f"{type.declare(name)} = {self.expression(type, 2)};"
        const = type.kind == "struct" and self.styled(0.2)
        return [Node(("const " if const else "") + text, defines=(name,))], self.variable(name, type, const)

    def variable_type(self):
        options = [(8, "value")]
        if self.on("pointer"):
            options.append((3, "pointer"))
        if self.on("array"):
            options.append((2, "array"))
        if self.on("unique_ptr"):
            options.append((2, "unique_ptr"))
        if self.on("function_pointer"):
            options.append((1, "function_pointer"))
        if self.on("std_function"):
            options.append((1, "std_function"))
        abstract = [c for c in self.classes.values() if c.derived]
        if abstract:
            options.append((4, "virtual"))
        kind = self.pick(options)
        if kind == "value":
            return self.value_type()
        if kind == "pointer":
            to = self.value_type(1)
            if self.on("double_pointer") and self.chance(30):
                to = pointer(to)
            return pointer(to)
        if kind == "array":
            return array(self.value_type(1) if self.on("nested") else INT, self.random.randrange(2, 4))
        if kind == "unique_ptr":
            return template("std::unique_ptr", "unique_ptr", self.value_type(0))
        if kind == "virtual":
            base = self.random.choice(abstract)
            if self.chance(40):
                return self.random.choice(base.derived).type
            owner = self.random.choice(("unique_ptr", "shared_ptr"))
            return template(f"std::{owner}", owner, base.type)
        return function_pointer(1) if kind == "function_pointer" else std_function(1)

    def reference_declaration(self):
        place = self.choose_place(lambda p: not p.const and p.life != UNSTABLE and not p.guards
                                  and p.type.kind not in ("lambda", "array", "function_pointer") and self.never_null(p)
                                  and self.assignable(p.type))
        if not place:
            return None
        name = self.fresh("v")
        return [Node(f"{place.type.name}& {name} = {place.text};", defines=(name,))], \
            dataclasses.replace(place, text=name, guards=(), binding=False)

    def target(self, test=lambda p: True):
        return self.choose_place(lambda p: not p.const and self.assignable(p.type) and p.type.kind != "lambda" and test(p)
                                 and not (self.frozen and p.life != UNSTABLE and p.type.kind not in ("int", "struct"))
                                 and not (self.frozen and p.type.kind in ("vector", "map", "string_map", "deque", "optional",
                                                                         "unique_ptr", "shared_ptr")))

    def assignment(self):
        place = self.target()
        if not place:
            return None
        value = self.expression(place.type, 2, place.holds)
        return [Node(f"{self.use(place)} = {value};")], None

    def compound(self):
        place = self.target(lambda p: p.type in (INT, STRING))
        if not place:
            return None
        return [Node(f"{self.use(place)} += {self.expression(place.type, 1)};")], None

    def sink(self):
        place = self.choose_place(lambda p: p.type in (INT, STRING))
        if place is None or self.chance(10):
            value, type = self.expression(INT, 1), INT
        else:
            value, type = self.use(place), place.type
            if type == INT:
                value = OPEN + value + CLOSE
        self.sinks += 1
        function = "Write" if type == INT else "WriteString"
        return [Node(f'{function}("{self.name}.k{self.sinks - 1}", {value});')], None

    def swap(self):
        place = self.target(lambda p: p.type.kind != "string" or True)
        if not place:
            return None
        other = self.target(lambda p: p.type == place.type and p.text != place.text
                            and (not self.holds_pointers(p.type) or p.holds == place.holds and p.inner_life == place.inner_life))
        # Swapping an object with a part of itself is not safe.
        if not other or other.root == place.root and (place.type.kind not in ("int",)):
            return None
        a, b = self.use(place), self.use(other)
        if place.type.kind in ("vector", "map", "string", "unique_ptr", "optional", "deque", "pair") and self.chance(50):
            return [Node(f"{member(a, 'swap')}({b});")], None
        return [Node(f"std::swap({a}, {b});")], None

    def container_operation(self):
        place = self.target(lambda p: p.type.kind in ("vector", "deque", "map", "string_map", "optional", "unique_ptr",
                                                      "shared_ptr", "string"))
        if not place or self.frozen:
            return None
        type, text = place.type, self.use(place)
        inner = lambda: self.expression(type.parts[0], 1, place.holds)
        say = lambda what: f"{member(text, what)};"
        not_empty = lambda: self.needs.append(f"!{member(text, 'empty()')}")
        if type.kind in ("vector", "deque"):
            options = [(5, "push_back"), (1, "clear"), (1, "pop_back"), (2, "insert"), (1, "erase"), (1, "assign"), (2, "emplace")]
            if type.kind == "deque":
                options += [(3, "push_front"), (1, "pop_front")]
            what = self.pick(options)
            if what in ("push_back", "push_front"):
                return [Node(say(f"{what}({inner()})"))], None
            if what == "emplace":
                return [Node(say(f"emplace_back({inner()})"))], None
            if what == "clear":
                return [Node(say("clear()"))], None
            if what in ("pop_back", "pop_front"):
                not_empty()
                return [Node(say(f"{what}()"))], None
            if what == "insert":
                return [Node(say(f"insert({member(text, 'begin()')}, {inner()})"))], None
            if what == "erase":
                not_empty()
                return [Node(say(f"erase({member(text, 'begin()')})"))], None
            return [Node(say(f"assign({self.random.randrange(1, 3)}, {inner()})"))], None
        if type.kind in ("map", "string_map"):
            what = self.pick([(3, "emplace"), (2, "insert_or_assign"), (1, "erase"), (0.7, "clear"), (2, "insert")])
            key = self.key(type)
            if what == "clear":
                return [Node(say("clear()"))], None
            if what == "erase":
                return [Node(say(f"erase({key})"))], None
            if what == "insert":
                return [Node(say(f"insert({{{key}, {inner()}}})"))], None
            return [Node(say(f"{what}({key}, {inner()})"))], None
        if type.kind == "optional":
            if self.chance(40):
                return [Node(say("reset()"))], None
            return [Node(say(f"emplace({inner()})"))], None
        if type.kind == "string":
            what = self.pick([(3, "append"), (2, "push_back"), (1, "clear")])
            if what == "append":
                return [Node(say(f"append({self.expression(STRING, 1)})"))], None
            if what == "push_back":
                return [Node(say(f"push_back(static_cast<char>({self.expression(INT, 1)}))"))], None
            return [Node(say("clear()"))], None
        return [Node(say("reset()"))], None

    def call_statement(self):
        call = self.call_returning(None, 2, self.depth)
        return ([Node(f"{call};")], None) if call else None

    def lambda_declaration(self):
        by_reference = self.on("lambda_reference") and (not self.on("lambda_value") or self.chance(50))
        if self.frozen:
            return None
        name, parameter = self.fresh("v"), self.fresh("v")
        outer = self.frames, self.globals, self.looping, self.function, self.in_try
        captured = []
        for frame in self.frames:
            for place in frame:
                if place.binding:  # the measuring compiler does not capture them
                    continue
                if place.type.kind in ("array", "unique_ptr", "lambda") and not by_reference:
                    continue
                if place.type.kind == "struct" and not self.copyable(place.type) and not by_reference:
                    continue
                if place.type.kind == "struct" and self.classes[place.type.name].is_virtual and not by_reference:
                    continue
                if not self.copyable(place.type) and not by_reference and place.type.kind not in ("function_pointer",
                                                                                                  "std_function"):
                    continue
                if place.type.kind == "lambda":
                    continue
                captured.append(dataclasses.replace(place, const=place.const or not by_reference, root="outer",
                                                    inner_life=place.inner_life))
        depth = self.depth
        body = []
        self.frames = [captured] + [[] for _ in range(depth - 1)] + [[]]
        self.frames[-1].append(self.variable(parameter, INT))
        self.function = Function("", INT, [])
        self.looping, self.in_try = 2, 0
        self.changed()
        try:
            self.block(body, self.random.randrange(0, 3) if by_reference else self.random.randrange(0, 2), simple=True)
            self.needs, self.calls, self.guarded_shared = [], False, False
            value = self.expression(INT, 1)
            if self.needs:
                value = self.expression(INT, 0) if self.random.random() < 0 else f"{OPEN}{parameter}{CLOSE}"
            body.append(Node(f"return {value};", keep=False))
        finally:
            self.frames, self.globals, self.looping, self.function, self.in_try = outer
            self.needs, self.calls, self.guarded_shared = [], False, False
            self.changed()
        type = Type("auto", "lambda", (), 1)
        head = f"auto {name} = [{'&' if by_reference else '='}](Number {parameter}) -> Number {{"
        if self.on("std_function") and self.chance(40):
            head = f"std::function<Number(Number)> {name} = [{'&' if by_reference else '='}](Number {parameter}) -> Number {{"
        return [Node(head, body, "};", defines=(name, parameter))], self.variable(name, type, const=True)

    def block(self, into, count, simple=False):
        """`count` statements in a scope of their own."""
        self.frames.append([])
        self.changed()
        for _ in range(count):
            self.any_statement(into, simple)
        self.frames.pop()
        self.changed()

    def any_statement(self, into, simple=False):
        self.work += 1
        nested = not simple and self.depth < 6 and self.work < 120
        options = [(8, self.declaration), (8, self.assignment), (3, self.sink)]
        if self.on("compound"):
            options.append((2, self.compound))
        if self.on("reference") and not simple:
            options.append((2, self.reference_declaration))
        if self.on("swap"):
            options.append((2, self.swap))
        if self.on("container_ops"):
            options.append((5, self.container_operation))
        if self.functions or self.classes:
            options.append((6, self.call_statement))
        if (self.on("lambda_value") or self.on("lambda_reference")) and nested:
            options.append((3, self.lambda_declaration))
        if nested:
            for feature, weight in (("if", 4), ("loop", 2), ("switch", 1.5), ("range_for", 2), ("exception", 2), ("binding", 1.5)):
                if self.on(feature):
                    options.append((weight, feature))
            if self.on("early_return") and self.function and self.function.name:
                options.append((0.7, "early_return"))
        kind = self.pick(options)
        if callable(kind):
            self.statement(kind, into)
        else:
            getattr(self, f"make_{kind}")(into)

    def make_if(self, into):
        node = Node("if (Bit()) {", [])
        self.block(node.children, self.random.randrange(1, 4))
        into.append(node)
        if self.chance(50):
            other = Node("else {", [], follows=node)
            self.block(other.children, self.random.randrange(1, 3))
            into.append(other)

    def make_loop(self, into):
        if self.looping:
            return
        name = self.fresh("i")
        self.looping += 1
        head = self.random.choice((
            f"for (int {name} = 0, n{name} = Choice(4); {name} < n{name}; ++{name}) {{",
            f"for (int {name} = 0; {name} < 3 && Bit(); ++{name}) {{"))
        node = Node(head, [], defines=(name,))
        self.block(node.children, self.random.randrange(1, 4))
        self.looping -= 1
        into.append(node)

    def make_switch(self, into):
        ways = self.random.randrange(2, 4)
        node = Node(f"switch (Choice({ways + 1})) {{", [])
        for way in range(ways):
            case = Node(f"case {way}: {{", [], "}" if self.chance(25) else "} break;")
            self.block(case.children, self.random.randrange(1, 3))
            node.children.append(case)
        if self.chance(50):
            case = Node("default: {", [])
            self.block(case.children, 1)
            node.children.append(case)
        into.append(node)

    def make_range_for(self, into):
        if self.looping or self.frozen:
            return
        place = self.choose_place(lambda p: p.type.kind in ("vector", "deque", "array", "map", "string_map") and not p.guards
                                  and p.life != UNSTABLE)
        if not place:
            return
        name = self.fresh("v")
        by = self.random.choice(("const auto&", "auto", "auto&"))
        inner = place.type.parts[0]
        if by == "auto" and not self.copyable(inner):
            by = "const auto&"
        const = by == "const auto&" or place.const
        mapped = place.type.kind in ("map", "string_map")
        key = self.fresh("n")
        node = Node(f"for ({by} [{key}, {name}] : {place.text}) {{" if mapped else f"for ({by} {name} : {place.text}) {{", [],
                    defines=(name, key))
        element = Place(name, inner, UNSTABLE if by != "auto" else self.depth + 1, place.inner_life,
                        0 if by != "auto" else self.depth + 1, const, root=place.root)
        self.looping += 1
        self.frozen = True
        self.frames.append([element])
        self.changed()
        for _ in range(self.random.randrange(1, 4)):
            self.any_statement(node.children, simple=True)
        self.frames.pop()
        self.frozen = False
        self.looping -= 1
        self.changed()
        into.append(node)

    def make_binding(self, into):
        place = self.choose_place(lambda p: p.type.kind == "pair" and not p.guards and p.life != UNSTABLE)
        if not place or self.frozen:
            return
        by = self.random.choice(("auto", "auto&"))
        if by == "auto" and not self.copyable(place.type):
            by = "auto&"
        names = [self.fresh("v"), self.fresh("v")]
        into.append(Node(f"{by} [{', '.join(names)}] = {place.text};", defines=tuple(names)))
        for name, type in zip(names, place.type.parts):
            if by == "auto":
                self.frames[-1].append(dataclasses.replace(self.variable(name, type, place.const), inner_life=place.inner_life,
                                                           binding=True))
            else:
                self.frames[-1].append(dataclasses.replace(place, text=name, type=type, binding=True))
        self.changed()

    def make_exception(self, into):
        node = Node("try {", [])
        self.in_try += 1
        self.frames.append([])
        for _ in range(self.random.randrange(1, 4)):
            self.any_statement(node.children)
            if self.chance(40):
                self.statement(self.throw, node.children)
        self.frames.pop()
        self.in_try -= 1
        self.changed()
        name = self.fresh("v")
        handler = Node(f"catch (const {self.exception}& {name}) {{", [], follows=node, defines=(name,))
        self.frames.append([Place(f"{name}.{self.exception_field}", INT, self.depth + 1, 0, 0, True, root=name)])
        self.changed()
        self.block(handler.children, self.random.randrange(1, 3))
        self.frames.pop()
        self.changed()
        into += [node, handler]

    def throw(self):
        return [Node(f"if (Bit()) {{", [Node(f"throw {self.exception}{{{self.expression(INT, 1)}}};")])], None

    def make_early_return(self, into):
        node = Node("if (Bit()) {", [])
        self.statement(self.return_statement, node.children)
        if node.children:
            into.append(node)

    def return_statement(self):
        returns = self.function.returns
        if returns is None:
            return [Node("return;")], None
        if returns.kind == "pointer":
            value = self.expression(returns, 1, 1)
        else:
            value = self.expression(returns, 1, 0 if self.holds_pointers(returns) else None)
        return [Node(f"return {value};")], None

    # -- declarations

    def make_class(self):
        name = self.fresh("S")
        base = None
        plain = [c for c in self.classes.values() if not c.is_virtual]
        if self.on("base") and plain and self.chance(60):
            base = self.random.choice(plain)
        fields = []
        for _ in range(self.random.randrange(1, 4)):
            if self.on("pointer") and self.chance(15):
                type = pointer(self.value_type(1 if self.on("nested") else 0))
            elif self.on("array") and self.chance(15):
                type = array(INT, 2)
            elif self.on("unique_ptr") and self.chance(10):
                type = template("std::unique_ptr", "unique_ptr", INT)
            else:
                type = self.value_type(1 if self.on("nested") else 0)
            fields.append(Field(self.fresh("a"), type))
        known = Class(Type(name, "struct"), fields, base)
        known.constructor = (self.on("constructor") and self.chance(60)
                             and not any(f.type.kind == "array" for f in known.all_fields()))
        node = Node(f"struct {name}{f' : {base.type.name}' if base else ''} {{", [], "};", defines=(name,))
        for field in fields:
            default = " = nullptr" if field.type.kind == "pointer" else " = {}" if field.type.kind != "int" else " = 0"
            node.children.append(Node(f"{field.type.declare(field.name)}{default};", defines=(field.name,)))
        if known.constructor:
            known.constructor = all(self.copyable(f.type) for f in fields)
        self.header.children.append(node)
        if known.constructor:
            if base and base.constructor:
                # The base is made of its default constructor.
                pass
            node.children.append(Node(f"{name}() = default;"))
            parameters = [(self.fresh("v"), f) for f in fields]
            head = f"{'explicit ' if len(parameters) == 1 else ''}{name}({', '.join(f.type.declare(v) for v, f in parameters)})"
            if self.styled(0.5):
                body = f" {{ {' '.join(f'{f.name} = {v};' for v, f in parameters)} }}"
            else:
                body = f" : {', '.join(f'{f.name}({v})' for v, f in parameters)} {{}}"
            node.children.append(Node(head + body, defines=tuple(v for v, _ in parameters)))
        elif base and base.constructor:
            pass
        self.classes[name] = known
        if self.on("method"):
            for _ in range(self.random.randrange(1, 3)):
                self.make_method(known, node)
        return known

    def method_frame(self, known, const):
        return [Place(f.name, f.type, 1, 0, 0, const, root="this") for f in known.all_fields()]

    def make_method(self, known, node, name=None, override=None, into=None):
        method = override or Function(name or self.fresh("m"), INT if self.chance(60) else None,
                                      [("value", INT)] if self.chance(60) else [], const=self.chance(50))
        if override is None and method.returns is None:
            method.const = False
        made = dataclasses.replace(method)
        self.function_body(made, node.children, known=known, suffix="" if not known.is_virtual else "virtual")
        if override is None:
            known.methods.append(made)
        return made

    def function_body(self, function, into, known=None, suffix="", prefix=""):
        """Writes a function; `known`: the class that it is a method of."""
        outer = self.frames, self.function, self.in_try, self.looping
        names = [self.fresh("v") for _ in function.parameters]
        frame = []
        heads = []
        for name, (how, type) in zip(names, function.parameters):
            if how == "value":
                heads.append(type.declare(name))
                frame.append(Place(name, type, 2, 1, 2 if not self.holds_pointers(type) else 1, root=name))
            elif how == "const":
                heads.append(f"const {type.name}& {name}")
                frame.append(Place(name, type, UNSTABLE, 1, 1, True, root=name))
            elif how == "reference":
                heads.append(f"{type.name}& {name}")
                frame.append(Place(name, type, 1, 0 if False else 1, 0, root=name))
            elif how == "pointer":
                heads.append(f"{type.name}* {name}")
                frame.append(Place(name, pointer(type), 2, 1, 1, root=name))
        self.frames = [self.method_frame(known, function.const) if known else [], frame]
        self.function, self.in_try, self.looping = function, 0, 0
        self.changed()
        returns = function.returns.name if function.returns else "void"
        head = f"{prefix}{returns} {function.name}({', '.join(heads)})"
        if known and function.const:
            head += " const"
        if suffix == "virtual":
            head = "virtual " + head
        if suffix == "override":
            head += " override"
        body = []
        self.block(body, self.random.randrange(1, 3) if known else self.random.randrange(2, 7))
        if function.returns:
            self.frames.append([])
            if not self.statement(self.return_statement, body) or not body[-1].text.startswith("return"):
                if body and body[-1].text.startswith("if ("):
                    pass
                body.append(Node(f"return {self.plain_value(function.returns)};"))
            self.frames.pop()
        into.append(Node(head + " {", body, defines=tuple(names) if suffix == "override" else (*names, function.name)))
        self.frames, self.function, self.in_try, self.looping = outer
        self.changed()
        return head

    def plain_value(self, type):
        return "0" if type == INT else f"{type.name}{{}}"

    def make_virtual(self):
        base_name = self.fresh("B")
        field = Field(self.fresh("a"), INT)
        base = Class(Type(base_name, "struct"), [field], is_virtual=True)
        node = Node(f"struct {base_name} {{", [Node(f"Number {field.name};", defines=(field.name,))], "};", defines=(base_name,))
        parameter = self.fresh("v")
        node.children.append(Node(f"explicit {base_name}(Number {parameter}) : {field.name}({parameter}) {{}}", defines=(parameter,)))
        node.children.append(Node(f"virtual ~{base_name}() = default;"))
        self.header.children.append(node)
        self.classes[base_name] = base
        methods = [Function(self.fresh("m"), INT if self.chance(70) else None, [("value", INT)] if self.chance(60) else [],
                            const=False) for _ in range(self.random.randrange(1, 3))]
        for method in methods:
            if self.chance(30):
                returns = method.returns.name if method.returns else "void"
                node.children.append(Node(f"virtual {returns} {method.name}({', '.join(t.name for _, t in method.parameters)}) = 0;",
                                          defines=(method.name,)))
                base.derived = base.derived
            else:
                self.function_body(method, node.children, known=base, suffix="virtual")
        for _ in range(self.random.randrange(1, 4)):
            name = self.fresh("D")
            own = [Field(self.fresh("a"), INT)] if self.chance(60) else []
            derived = Class(Type(name, "struct"), own, base, is_virtual=True)
            child = Node(f"struct {name} : {base_name} {{", [Node(f"Number {f.name};", defines=(f.name,)) for f in own], "};",
                         defines=(name,))
            first = self.fresh("v")
            rest = [(self.fresh("v"), f) for f in own]
            child.children.append(Node(
                f"{'explicit ' if not rest else ''}{name}({', '.join(f'Number {v}' for v in [first] + [v for v, _ in rest])}) : "
                f"{', '.join([f'{base_name}({first})'] + [f'{f.name}({v})' for v, f in rest])} {{}}",
                defines=(first, *(v for v, _ in rest))))
            self.header.children.append(child)
            for method in methods:
                abstract = any(f"{method.name}(" in n.text and n.text.endswith("= 0;") for n in node.children)
                if abstract or self.chance(60):
                    self.function_body(dataclasses.replace(method), child.children, known=derived, suffix="override")
            self.classes[name] = derived
            base.derived.append(derived)
        base.methods = methods

    def make_global(self):
        type = self.value_type(1)
        name = self.fresh("g")
        value = "{}" if type != INT else "0"
        self.header.children.append(Node(f"extern {type.declare(name)};", defines=()))
        self.random.choice(self.units).children.append(Node(f"{type.declare(name)} = {value};", defines=(name,)))
        self.reset.children.append(Node(f"Renew({name});"))
        self.globals.append(Place(name, type, 0, 0, 0, root=name))
        self.changed()

    def make_template(self):
        function = Function(self.fresh("f"), None, [], generic=True)
        kind = self.random.randrange(3)
        a, b, c = self.fresh("v"), self.fresh("v"), self.fresh("v")
        if kind == 0:
            body = [Node(f"return {a};")]
            function.parameters = [("value", None)]
            head = f"template <typename T> T {function.name}(T {a}) {{"
        elif kind == 1:
            function.parameters = [("value", None), ("value", None)]
            head = f"template <typename T> T {function.name}(T {a}, T {b}) {{"
            body = [Node(f"T {c} = {a};", defines=(c,)), Node("if (Bit()) {", [Node(f"{c} = {b};")]), Node(f"return {c};")]
        else:
            function.parameters = [("value", None), ("reference", None)]
            head = f"template <typename T> T {function.name}(T {a}, T& {b}) {{"
            body = [Node(f"T {c} = {b};", defines=(c,)), Node(f"{b} = {a};"), Node(f"return {c};")]
        self.header.children.append(Node(head, body, defines=(function.name, a, b)))
        self.functions.append(function)

    def make_function(self):
        parameters = []
        for _ in range(self.random.randrange(0, 4)):
            options = [(4, "value"), (1, "const")]
            if self.on("call_reference"):
                options.append((4, "reference"))
            if self.on("call_pointer"):
                options.append((3, "pointer"))
            how = self.pick(options)
            type = self.value_type(1)
            if how == "pointer" and self.on("double_pointer") and self.on("pointer") and self.chance(30):
                type = pointer(self.value_type(0))
            if how == "value" and self.on("pointer") and self.chance(15):
                how, type = "pointer", self.value_type(1)
            parameters.append((how, type))
        if (self.on("function_pointer") or self.on("std_function")) and self.chance(40):
            parameters = [("value", INT)]
            returns = INT
        else:
            returns = self.pick([(4, INT), (2, None), (3, self.value_type(1))])
            if returns and self.holds_pointers(returns):
                returns = INT
        function = Function(self.fresh("f"), returns, parameters)
        function.throws = self.on("exception") and self.chance(20) and self.exception is not None
        inline = self.chance(20)
        where = self.header if inline else self.random.choice(self.units)
        body = []
        head = self.function_body(function, body, prefix="inline " if inline else "")
        if not inline:
            self.header.children.append(Node(head + ";"))
        where.children += body
        self.functions.append(function)

    def make(self):
        if self.on("exception"):
            self.exception, self.exception_field = self.fresh("E"), self.fresh("a")
            self.header.children.append(Node(f"struct {self.exception} {{",
                                             [Node(f"Number {self.exception_field} = 0;", defines=(self.exception_field,))], "};",
                                             defines=(self.exception,)))
        if self.on("struct") or self.on("base") or self.on("nested"):
            for _ in range(self.random.randrange(1, 4)):
                self.make_class()
        if self.on("global"):
            for _ in range(self.random.randrange(1, 4)):
                self.make_global()
        if self.on("virtual"):
            self.make_virtual()
        if self.on("template"):
            self.make_template()
        if self.on("call") or self.on("call_reference") or self.on("call_pointer"):
            for _ in range(self.random.randrange(1, 4)):
                self.make_function()
        self.frames = [[], []]
        self.changed()
        run = Function("Run", None, [])
        self.function = run
        body = []
        self.work = 0
        self.frames.append([])
        for _ in range(self.random.randrange(8, 18)):
            self.any_statement(body)
        for _ in range(4):
            self.statement(self.sink, body)
        self.units[0].children.append(Node("void Run() {", body, keep=True))
        # The header declares the functions: what calls one may stand before it.
        for unit in self.units:
            if self.styled(0.5):
                unit.children.reverse()
        return Program(self.name, self.header, self.units, self.reset, self.sources)


def generate(seed, name, styled=False):
    """The program of a seed; `name` is its own in the batch (p3). `styled`: with const objects, constructors that assign in their
    bodies, and functions that are called before they are defined."""
    return Generator(seed, name, styled).make()


if __name__ == "__main__":
    import sys
    for section in generate(sys.argv[1], f"p{sys.argv[1]}").sections():
        print("\n".join(section.lines(-1)))
