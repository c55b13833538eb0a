"""Programs that keep values in nested holders and hand those on: each kind of object in each other, each way of handing on.

A program has no branches: what it does is known by running it, once, with values that tell what they were made of.
"""

import dataclasses
import random

from program import Node, Program

MOST_SOURCES = 12


@dataclasses.dataclass(frozen=True)
class Kind:
    """A class of objects that hold one value or two of a type `T`.

    type: its name, of T. make: an object, of the values. get, ref: the value, a reference to it, of the object's and the slot.
    sets: statements that put another value there. copies: whether it can be copied; keeps: whether T may be one that cannot be.
    bytes: whether its bytes may be copied, if T's may."""

    name: str
    slots: int
    type: object
    make: object
    ref: object
    sets: tuple = ()
    get: object = None
    copies: bool = True
    keeps: bool = False
    bytes: bool = False
    needs_bytes: bool = False


def kinds():
    """Format strings: {T} the type inside, {a} and {b} the values to make it of, {e} the object, {v} a value."""
    yield Kind("fields", 2, "Fields<{T}>", "Fields<{T}>{{{a}, {b}}}", (("{e}.a", "{e}.b"),), keeps=True, bytes=True)
    yield Kind("accessors", 2, "Accessors<{T}>", "Accessors<{T}>({a}, {b})", (),
               (("{e}.set_first({v});", "{e}.set_second({v});"),), (("{e}.first()", "{e}.second()"),))
    yield Kind("pimpl", 2, "Pimpl<{T}>", "Pimpl<{T}>({a}, {b})", (("{e}.a()", "{e}.b()"),))
    yield Kind("array", 2, "Array<{T}>", "NewArray<{T}>({a}, {b})", (("{e}[0]", "{e}[1]"), ("*{e}.begin()", "{e}.begin()[1]")))
    yield Kind("chain", 2, "Chain<{T}>", "NewChain<{T}>({a}, {b})", (("{e}.at(0)", "{e}.at(1)"),))
    yield Kind("ring", 2, "Ring<{T}>", "NewRing<{T}>({a}, {b})", (("{e}.oldest()", "{e}.newest()"),))
    yield Kind("grid", 2, "Grid<{T}>", "NewGrid<{T}>({a}, {b})", (("{e}.cells[0][1]", "{e}.cells[1][0]"),), bytes=True)
    yield Kind("maybe", 1, "Maybe<{T}>", "Maybe<{T}>({a})", (("{e}.get()",),), (("{e}.set({v});",),))
    yield Kind("counted", 1, "Counted<{T}>", "Counted<{T}>({a})", (("*{e}",),), (("{e} = Counted<{T}>({v});",),))
    yield Kind("derived", 2, "Derived<{T}>", "Derived<{T}>({a}, {b})", (("{e}.a", "{e}.b"),))
    yield Kind("base", 2, "Base<{T}>*", "new Derived<{T}>({a}, {b})",
               (("{e}->a", "static_cast<Derived<{T}>*>({e})->b"), ("{e}->a", "dynamic_cast<Derived<{T}>&>(*{e}).b")))
    yield Kind("std_array", 2, "std::array<{T}, 2>", "std::array<{T}, 2>{{{a}, {b}}}",
               (("{e}[0]", "{e}[1]"), ("{e}.front()", "{e}.back()"), ("std::get<0>({e})", "std::get<1>({e})")), bytes=True)
    sequence = (("{e}.front()", "{e}.back()"),)
    indexed = sequence + (("{e}[0]", "{e}[1]"), ("{e}.at(0)", "{e}.at(1)"), ("*{e}.begin()", "*std::next({e}.begin())"))
    insert = (("{e}.erase({e}.begin()); {e}.insert({e}.begin(), {v});", "{e}.pop_back(); {e}.push_back({v});"),)
    yield Kind("vector", 2, "std::vector<{T}>", "std::vector<{T}>{{{a}, {b}}}", indexed + (("{e}.data()[0]", "{e}.data()[1]"),), insert)
    yield Kind("deque", 2, "std::deque<{T}>", "std::deque<{T}>{{{a}, {b}}}", indexed,
               insert + (("{e}.pop_front(); {e}.push_front({v});", "{e}.pop_back(); {e}.emplace_back({v});"),))
    yield Kind("list", 2, "std::list<{T}>", "std::list<{T}>{{{a}, {b}}}",
               sequence + (("*{e}.begin()", "*std::next({e}.begin())"),),
               (("{e}.pop_front(); {e}.push_front({v});", "{e}.pop_back(); {e}.emplace_back({v});"),))
    yield Kind("forward_list", 2, "std::forward_list<{T}>", "std::forward_list<{T}>{{{a}, {b}}}",
               (("{e}.front()", "*std::next({e}.begin())"),),
               (("{e}.pop_front(); {e}.push_front({v});", "{e}.erase_after({e}.begin()); {e}.insert_after({e}.begin(), {v});"),))
    by_key = tuple(tuple(text.format(e="{e}", k=k) for k in (1, 2)) for text in
                   ("{e}[{k}]", "{e}.at({k})", "{e}.find({k})->second"))
    set_key = tuple(tuple(text.format(e="{e}", k=k, v="{v}") for k in (1, 2)) for text in
                    ("{e}.insert_or_assign({k}, {v});", "{e}.erase({k}); {e}.emplace({k}, {v});"))
    yield Kind("map", 2, "std::map<int, {T}>", "std::map<int, {T}>{{{{1, {a}}}, {{2, {b}}}}}",
               by_key + (("{e}.begin()->second", "{e}.rbegin()->second"),), set_key)
    text = lambda ways: tuple(tuple(w.replace("1", '"p"').replace("2", '"q"') for w in way) for way in ways)
    yield Kind("hash_map", 2, "std::unordered_map<std::string, {T}>",
               'std::unordered_map<std::string, {T}>{{{{"p", {a}}}, {{"q", {b}}}}}', text(by_key), text(set_key))
    yield Kind("pair", 2, "std::pair<{T}, {T}>", "std::pair<{T}, {T}>({a}, {b})",
               (("{e}.first", "{e}.second"), ("std::get<0>({e})", "std::get<1>({e})")), keeps=True)
    yield Kind("tuple", 2, "std::tuple<{T}, int, {T}>", "std::tuple<{T}, int, {T}>({a}, 0, {b})",
               (("std::get<0>({e})", "std::get<2>({e})"),), keeps=True)
    yield Kind("optional", 1, "std::optional<{T}>", "std::make_optional<{T}>({a})", (("*{e}",), ("{e}.value()",)),
               (("{e}.emplace({v});",), ("{e}.reset(); {e}.emplace({v});",), ("{e} = std::make_optional<{T}>({v});",)), keeps=True)
    yield Kind("unique_ptr", 1, "std::unique_ptr<{T}>", "std::make_unique<{T}>({a})", (("*{e}",), ("*{e}.get()",)),
               (("{e} = std::make_unique<{T}>({v});",), ("{e}.reset(new {T}({v}));",)), copies=False, keeps=True)
    yield Kind("unique_array", 2, "std::unique_ptr<{T}[]>", "std::unique_ptr<{T}[]>(new {T}[2]{{{a}, {b}}})",
               (("{e}[0]", "{e}[1]"),), copies=False)
    yield Kind("shared_ptr", 1, "std::shared_ptr<{T}>", "std::make_shared<{T}>({a})", (("*{e}",),),
               (("{e} = std::make_shared<{T}>({v});",),))
    yield Kind("opaque", 1, "std::shared_ptr<void>", "std::shared_ptr<void>(std::make_shared<{T}>({a}))",
               (("*static_cast<{T}*>({e}.get())",),), (("{e} = std::make_shared<{T}>({v});",),))
    yield Kind("any", 1, "std::any", "std::make_any<{T}>({a})", (("std::any_cast<{T}&>({e})",), ("*std::any_cast<{T}>(&{e})",)),
               (("{e}.template emplace<{T}>({v});",),))
    yield Kind("variant", 1, "std::variant<std::monostate, {T}>", "std::variant<std::monostate, {T}>(std::in_place_index<1>, {a})",
               (("std::get<1>({e})",), ("*std::get_if<1>(&{e})",)), (("{e}.template emplace<1>({v});",),))
    yield Kind("function", 1, "std::function<{T}()>", "std::function<{T}()>([x = {T}({a})] {{ return x; }})", (),
               (("{e} = [x = {T}({v})] {{ return x; }};",),), (("{e}()",),))
    yield Kind("future", 1, "std::shared_future<{T}>", "Ready<{T}>({a})", (), (("{e} = Ready<{T}>({v});",),), (("{e}.get()",),))
    yield Kind("queue", 2, "std::queue<{T}>", "NewQueue<{T}>({a}, {b})", (("{e}.front()", "{e}.back()"),))
    yield Kind("stack", 1, "std::stack<{T}>", "NewStack<{T}>({a})", (("{e}.top()",),), (("{e}.pop(); {e}.push({v});",),))
    yield Kind("pointer", 1, "{T}*", "new {T}({a})", (("*{e}",), ("{e}[0]",)), (("{e} = new {T}({v});",),))
    yield Kind("raw_array", 2, "{T}*", "new {T}[2]{{{a}, {b}}}", (("{e}[0]", "{e}[1]"), ("*{e}", "*({e} + 1)")))
    yield Kind("bytes", 2, "Bytes<{T}>", "NewBytes<{T}>({a}, {b})", (), (("{e}.put(0, {v});", "{e}.put(1, {v});"),),
               (("{e}.get(0)", "{e}.get(1)"),), bytes=True, needs_bytes=True)


KINDS = tuple(kinds())


@dataclasses.dataclass(frozen=True)
class Type:
    name: str
    kind: Kind = None
    inside: "Type" = None

    @property
    def copies(self):
        return not self.kind or (self.kind.copies and self.inside.copies) or self.kind.name in ("shared_ptr", "pointer", "base", "raw_array")

    @property
    def bytes(self):
        return self.name == "Number" if not self.kind else self.kind.bytes and self.inside.bytes

    def paths(self):
        if not self.kind:
            return [()]
        return [(i, *rest) for i in range(self.kind.slots) for rest in self.inside.paths()]

    def leaf(self):
        return self.inside.leaf() if self.kind else self

    def at(self, path):
        return self.inside.at(path[1:]) if path else self


NUMBER, TEXT = Type("Number"), Type("std::string")


class Generator:
    def __init__(self, seed, name, depth):
        self.random = random.Random(f"holders {seed}")
        self.name, self.depth = name, depth
        self.header, self.units = Node("", [], ""), [Node("", [], ""), Node("", [], "")]
        self.counters, self.sources, self.sinks = {}, 0, 0
        self.objects = []  # (variable, type)

    def fresh(self, letter):
        self.counters[letter] = self.counters.get(letter, 0) + 1
        return f"{letter}{self.counters[letter]}"

    def chance(self, percent):
        return self.random.random() * 100 < percent

    # -- types and values

    def type(self, leaf, depth):
        made = leaf
        for _ in range(depth):
            fitting = [k for k in KINDS if (made.copies or k.keeps) and (made.bytes or not k.needs_bytes)
                       and not (k.name == "any" and made.name == "std::any") and not (k.name == "unique_array" and made.kind)
                       and not (made.kind and made.kind.name == k.name and k.name in ("opaque", "shared_future"))]
            kind = self.random.choice(fitting)
            made = Type(kind.type.format(T=made.name), kind, made)
            return made

    def source(self, leaf):
        if self.sources == MOST_SOURCES:
            return self.plain(leaf)
        self.sources += 1
        return f'{"Read" if leaf == NUMBER else "ReadString"}("{self.name}.s{self.sources - 1}")'

    def plain(self, leaf):
        return "Number(0)" if leaf == NUMBER else "std::string()"

    def value(self, type, share=60):
        """An object with sources in some of its places."""
        if not type.kind:
            return self.source(type) if self.chance(share) else self.plain(type)
        parts = [self.value(type.inside, share) for _ in range(type.kind.slots)]
        return type.kind.make.format(T=type.inside.name, a=parts[0], b=parts[-1])

    # -- access

    def ref(self, e, type, path):
        """A reference to what is at the path; None: there is none."""
        for slot in path:
            if not type.kind.ref:
                return None
            e = self.random.choice(type.kind.ref)[slot].format(e=self.wrapped(e), T=type.inside.name)
            type = type.inside
        return e

    def get(self, e, type, path):
        for n, slot in enumerate(path):
            ways = (type.kind.get or ()) + type.kind.ref
            way = self.random.choice(ways)
            e = way[slot].format(e=self.wrapped(e), T=type.inside.name)
            if type.kind.get and way in type.kind.get and n + 1 < len(path):
                e = f"Copy({e})"
            type = type.inside
        return e

    def wrapped(self, e):
        return f"({e})" if e.startswith("*") else e

    def put(self, e, type, path, value):
        """Statements that put a value at the path."""
        kind = type.kind
        if not path:
            return f"{e} = {value};"
        sets = [s[path[0]].format(e=self.wrapped(e), T=type.inside.name, v="{v}") for s in kind.sets]
        if len(path) == 1:
            if kind.ref:
                sets.append(self.random.choice(kind.ref)[path[0]].format(e=self.wrapped(e), T=type.inside.name) + " = {v};")
            return self.random.choice(sets).replace("{v}", value)
        if kind.ref:
            inner = self.random.choice(kind.ref)[path[0]].format(e=self.wrapped(e), T=type.inside.name)
            return self.put(inner, type.inside, path[1:], value)
        # A part that can only be had by value: taken out, changed, put back.
        part = self.fresh("part")
        getting = self.random.choice(kind.get)[path[0]].format(e=self.wrapped(e), T=type.inside.name)
        return f"{type.inside.name} {part} = {getting}; {self.put(part, type.inside, path[1:], value)} " + \
            self.random.choice(sets).replace("{v}", f"std::move({part})")

    # -- the program

    def declare(self, text):
        self.header.children.append(Node(text))

    def function(self, head, body):
        self.declare(f"{head};")
        self.random.choice(self.units).children.append(Node(f"{head} {{", [Node(body)]))

    def puts(self, x, type, path, leaf, value):
        """Ways to put `value` at the path of `x`: lines."""
        f, h, v = self.fresh("Put"), "h", "v"
        H, L = type.name, leaf.name
        body = lambda e="h", value="v": self.put(e, type, path, value)
        way = self.random.choice([w for w in (
            "direct", "ref", "ptr", "value", "void", "lambda", "lambda_all", "lambda_param", "std_function", "pointer", "virtual", "worker",
            "worker_ref", "builder", "global", "thread", "thread_ref", "async", "guard", "template", "recursion", "pointers", "map_ref", "std_ref", "apply",
            "args", "throw", "bind", "pack", "moved", "swapped", "vector_trip", "owner", "map_trip", "box_trip", "static", "pointer_to_pointer",
            "returned_ref", "returned_ptr", "member_ptr", "optional_ref", "callback", "generic_lambda", "exchange", "tied", "bound_this", "singleton",
            "iterator", "nested_call") if type.copies or w not in ("vector_trip", "owner", "map_trip", "bind_copy")])
        t = self.fresh("t")
        if way == "direct":
            return [body(x, value)]
        if way == "ref":
            self.function(f"void {f}({H}& h, {L} v)", body())
            return [f"{f}({x}, {value});"]
        if way == "ptr":
            self.function(f"void {f}({H}* h, const {L}& v)", body("(*h)"))
            return [f"{f}(&{x}, {value});"]
        if way == "value":
            self.function(f"{H} {f}({H} h, {L} v)", f"{body()} return h;")
            return [f"{x} = {f}(std::move({x}), {value});"]
        if way == "void":
            self.function(f"void {f}(void* c, {L} v)", f"auto* p = static_cast<{H}*>(c); {body('(*p)')}")
            return [f"{f}(&{x}, {value});"]
        if way == "callback":
            self.function(f"void {f}(void* c, const {L}& v)", f"{H}& h = *static_cast<{H}*>(c); {body()}")
            self.function(f"void {f}Call(void (*f)(void*, const {L}&), void* c, {L} v)", "f(c, v);")
            return [f"{f}Call({f}, &{x}, {value});"]
        if way == "lambda":
            return [f"auto {t} = [&{x}]({L} v) {{ {body(x)} }};", f"{t}({value});"]
        if way == "lambda_all":
            return [f"[&, v = {L}({value})] {{ {body(x)} }}();"]
        if way == "generic_lambda":
            return [f"auto {t} = [](auto& h, auto v) {{ {body()} }};", f"{t}({x}, {L}({value}));"]
        if way == "lambda_param":
            return [f"auto {t} = []({H}& h, const {L}& v) {{ {body()} }};", f"{t}({x}, {value});"]
        if way == "std_function":
            return [f"std::function<void({H}&, {L})> {t} = []({H}& h, {L} v) {{ {body()} }};", f"{t}({x}, {value});"]
        if way == "pointer":
            self.function(f"void {f}({H}& h, {L} v)", body())
            return [f"void (*{t})({H}&, {L}) = {f};", f"{t}({x}, {value});"]
        if way == "virtual":
            self.declare(f"struct {f} {{ virtual void run({H}& h, const {L}& v) = 0; virtual ~{f}() = default; }};")
            other = self.random.choice(type.paths())
            self.declare(f"struct {f}A : {f} {{ void run({H}& h, const {L}& v) override {{ {body()} }} }};")
            self.declare(f"struct {f}B : {f} {{ void run({H}& h, const {L}& v) override {{ {self.put('h', type, other, 'v')} }} }};")
            return [f"std::unique_ptr<{f}> {t} = std::make_unique<{f}A>();", f"{t}->run({x}, {value});"]
        if way == "worker":
            self.declare(f"struct {f} {{ {H}* h; void run({L} v) {{ {body('(*h)')} }} }};")
            return [f"{f} {t}{{&{x}}};", f"{t}.run({value});"]
        if way == "worker_ref":
            self.declare(f"class {f} {{ public: explicit {f}({H}& h) : h_(h) {{}} void run({L} v) {{ {body('h_')} }} private: {H}& h_; }};")
            return [f"{f} {t}({x});", f"{t}.run({value});"]
        if way == "builder":
            self.declare(f"struct {f} {{ {H}& h; {L} v{{}}; {f}& with({L} w) {{ v = std::move(w); return *this; }} "
                         f"void run() {{ {body()} }} }};")
            return [f"{f}{{{x}}}.with({value}).run();"]
        if way == "global":
            self.declare(f"extern {H}* {f}_;")
            self.units[0].children.append(Node(f"{H}* {f}_ = nullptr;"))
            self.function(f"void {f}({L} v)", body(f"(*{f}_)"))
            return [f"{f}_ = &{x};", f"{f}({value});"]
        if way == "singleton":
            self.declare(f"inline {H}*& {f}_() {{ static {H}* it = nullptr; return it; }}")
            self.function(f"void {f}({L} v)", body(f"(*{f}_())"))
            return [f"{f}_() = &{x};", f"{f}({value});"]
        if way == "static":
            self.function(f"{H}& {f}({H}* h)", f"static {H}* kept = nullptr; if (h) kept = h; return *kept;")
            return [f"{f}(&{x});", body(f"{f}(nullptr)", value)]
        if way == "thread":
            return [f"std::thread {t}([&{x}, v = {L}({value})] {{ {body(x)} }});", f"{t}.join();"]
        if way == "thread_ref":
            self.function(f"void {f}({H}& h, {L} v)", body())
            return [f"std::thread {t}({f}, std::ref({x}), {value});", f"{t}.join();"]
        if way == "async":
            return [f"std::async(std::launch::async, [&] {{ {body(x, value)} }}).get();"]
        if way == "guard":
            self.declare(f"struct {f} {{ {H}* h; {L} v; ~{f}() {{ {body('(*h)')} }} }};")
            return [f"{{ {f} {t}{{&{x}, {value}}}; }}"]
        if way == "template":
            self.declare(f"template <typename H, typename L> void {f}(H& h, const L& v) {{ {body()} }}")
            return [f"{f}({x}, {L}({value}));"]
        if way == "recursion":
            self.function(f"void {f}({H}& h, {L} v, int n)", f"if (n > 0) return {f}(h, v, n - 1); {body()}")
            return [f"{f}({x}, {value}, 3);"]
        if way == "pointers":
            self.function(f"void {f}(const std::vector<{H}*>& all, const {L}& v)", f"for ({H}* h : all) {{ {body('(*h)')} }}")
            return [f"std::vector<{H}*> {t};", f"{t}.push_back(&{x});", f"{f}({t}, {value});"]
        if way == "map_ref":
            return [f"std::map<std::string, {H}*> {t};", f'{t}["it"] = &{x};', body(f'(*{t}.at("it"))', value)]
        if way == "std_ref":
            return [f"std::reference_wrapper<{H}> {t} = {x};", body(f"{t}.get()", value)]
        if way == "apply":
            return [f"std::tuple<{H}&, {L}> {t}({x}, {value});", f"std::apply([]({H}& h, const {L}& v) {{ {body()} }}, {t});"]
        if way == "args":
            self.declare(f"struct {f}Args {{ int id; {H}* h; {L} v; }};")
            self.function(f"void* {f}(void* p)", f"auto* a = static_cast<{f}Args*>(p); {body('(*a->h)', 'a->v')} return nullptr;")
            return [f"{f}Args {t}{{7, &{x}, {value}}};", f"{f}(&{t});"]
        if way == "throw":
            self.declare(f"struct {f} {{ {H}* h; {L} v; }};")
            self.function(f"void {f}Throw({H}& h, {L} v)", f"throw {f}{{&h, v}};")
            return [f"try {{ {f}Throw({x}, {value}); }} catch (const {f}& e) {{ {body('(*e.h)', 'e.v')} }}"]
        if way == "bind":
            self.function(f"void {f}({H}& h, {L} v)", body())
            return [f"auto {t} = std::bind({f}, std::ref({x}), std::placeholders::_1);", f"{t}({value});"]
        if way == "bound_this":
            self.declare(f"struct {f} {{ {H}* h; void run({L} v) {{ {body('(*h)')} }} std::function<void({L})> hook() {{ return [this]({L} v) {{ run(v); }}; }} }};")
            return [f"{f} {t}{{&{x}}};", f"auto {t}h = {t}.hook();", f"{t}h({value});"]
        if way == "pack":
            self.declare(f"template <typename H, typename... L> void {f}(H& h, const L&... all) {{ ([&](const auto& v) {{ {body()} }}(all), ...); }}")
            return [f"{f}({x}, {L}({value}));"]
        if way == "moved":
            return [f"{H} {t} = std::move({x});", body(t, value), f"{x} = std::move({t});"]
        if way == "swapped":
            return [f"{H} {t} = {self.value(type, 20)};", f"std::swap({x}, {t});", body(t, value), f"std::swap({x}, {t});"]
        if way == "exchange":
            return [f"{H} {t} = std::exchange({x}, {self.value(type, 20)});", body(t, value), f"{x} = std::move({t});"]
        if way == "vector_trip":
            return [f"std::vector<{H}> {t};", f"{t}.push_back({x});", body(f"{t}.back()", value), f"{x} = {t}[0];"]
        if way == "map_trip":
            return [f"std::map<std::string, {H}> {t};", f'{t}.emplace("it", {x});', body(f'{t}.at("it")', value), f'{x} = {t}.begin()->second;']
        if way == "box_trip":
            return [f"auto {t} = std::make_unique<{H}>(std::move({x}));", body(f"(*{t})", value), f"{x} = std::move(*{t});"]
        if way == "owner":
            self.declare(f"struct {f} {{ int id; {H} h; std::string name; {H}& get() {{ return h; }} }};")
            return [f'{f} {t}{{1, {x}, "n"}};', body(f"{t}.get()", value), f"{x} = {t}.h;"]
        if way == "pointer_to_pointer":
            self.function(f"void {f}({H}** h, {L} v)", body("(**h)"))
            return [f"{H}* {t} = &{x};", f"{f}(&{t}, {value});"]
        if way == "returned_ref":
            self.function(f"{H}& {f}({H}& h)", "return h;")
            return [body(f"{f}({x})", value)]
        if way == "returned_ptr":
            self.function(f"{H}* {f}({H}* h)", "return h;")
            return [f"auto* {t} = {f}(&{x});", body(f"(*{t})", value)]
        if way == "member_ptr":
            self.declare(f"struct {f} {{ {H}* h; void one({L} v) {{ {body('(*h)')} }} void two({L}) {{}} }};")
            return [f"void ({f}::*{t})({L}) = &{f}::one;", f"{f} {t}o{{&{x}}};", f"({t}o.*{t})({value});"]
        if way == "optional_ref":
            self.function(f"void {f}(std::optional<std::reference_wrapper<{H}>> o, const {L}* v)", f"if (o && v) {{ {body('o->get()', '*v')} }}")
            return [f"{L} {t} = {value};", f"{f}({x}, &{t});"]
        if way == "tied":
            return [f"auto {t} = std::tie({x});", body(f"std::get<0>({t})", value)]
        if way == "iterator":
            return [f"std::vector<{H}*> {t}{{&{x}}};", f"for (auto it = {t}.begin(); it != {t}.end(); ++it) {{ {body('(**it)', value)} }}"]
        if way == "nested_call":
            self.function(f"void {f}In({H}& h, const {L}& v)", body())
            self.function(f"void {f}({H}* h, {L} v)", f"{f}In(*h, v);")
            return [f"{f}(&{x}, {value});"]
        raise AssertionError(way)

    def gets(self, x, type, path, leaf):
        """Ways to have the value at the path of `x`: lines before, and the expression."""
        f, t = self.fresh("Get"), self.fresh("t")
        H, L = type.name, leaf.name
        body = lambda e="h": self.get(e, type, path)
        const = "" if type.kind else "const "
        way = self.random.choice([w for w in (
            "direct", "ref", "ptr", "value", "out", "out_ref", "returned_ref", "returned_ptr", "lambda", "lambda_ret_ref", "std_function", "virtual", "worker", "global",
            "template", "thread", "async", "throw", "copied", "moved", "result", "pair", "optional", "void", "visitor", "copy_vector", "shared_copy", "auto_ref", "init_capture",
            "member_copy", "array_of", "ternary", "recursion", "bind", "pointer") if type.copies or w not in ("value", "copied", "copy_vector", "shared_copy", "init_capture", "member_copy", "array_of")])
        if way in ("returned_ref", "returned_ptr", "lambda_ret_ref") and not self.ref("h", type, path):
            way = "direct"
        if way == "direct":
            return [], body(x)
        if way == "ref":
            self.function(f"{L} {f}({H}& h)", f"return {body()};")
            return [], f"{f}({x})"
        if way == "ptr":
            self.function(f"{L} {f}({H}* h)", f"return {body('(*h)')};")
            return [], f"{f}(&{x})"
        if way == "value":
            self.function(f"{L} {f}({H} h)", f"return {body()};")
            return [], f"{f}({x})"
        if way == "out":
            self.function(f"void {f}({H}& h, {L}* out)", f"*out = {body()};")
            return [f"{L} {t}{{}};", f"{f}({x}, &{t});"], t
        if way == "out_ref":
            self.function(f"bool {f}({H}* h, {L}& out)", f"out = {body('(*h)')}; return true;")
            return [f"{L} {t}{{}};", f"{f}(&{x}, {t});"], t
        if way == "returned_ref":
            self.function(f"{L}& {f}({H}& h)", f"return {self.ref('h', type, path)};")
            return [], f"{f}({x})"
        if way == "returned_ptr":
            self.function(f"{L}* {f}({H}* h)", f"return &({self.ref('(*h)', type, path)});")
            return [], f"*{f}(&{x})"
        if way == "lambda":
            return [f"auto {t} = [&] {{ return {body(x)}; }};"], f"{t}()"
        if way == "lambda_ret_ref":
            return [f"auto {t} = []({H}& h) -> {L}& {{ return {self.ref('h', type, path)}; }};"], f"{t}({x})"
        if way == "std_function":
            return [f"std::function<{L}()> {t} = [&{x}] {{ return {body(x)}; }};"], f"{t}()"
        if way == "virtual":
            other = self.random.choice(type.paths())
            self.declare(f"struct {f} {{ virtual {L} run({H}& h) {{ return {body()}; }} virtual ~{f}() = default; }};")
            self.declare(f"struct {f}B : {f} {{ {L} run({H}& h) override {{ return {self.get('h', type, other)}; }} }};")
            return [f"{f} {t}o;", f"{f}& {t} = {t}o;"], f"{t}.run({x})"
        if way == "worker":
            self.declare(f"class {f} {{ public: explicit {f}({H}* h) : h_(h) {{}} {L} run() const {{ return {body('(*h_)')}; }} private: {H}* h_; }};")
            return [f"const {f} {t}(&{x});"], f"{t}.run()"
        if way == "global":
            self.declare(f"extern {H}* {f}_;")
            self.units[1].children.append(Node(f"{H}* {f}_ = nullptr;"))
            self.function(f"{L} {f}()", f"return {body(f'(*{f}_)')};")
            return [f"{f}_ = &{x};"], f"{f}()"
        if way == "template":
            self.declare(f"template <typename H> auto {f}(H& h) {{ return {body()}; }}")
            return [], f"{f}({x})"
        if way == "thread":
            return [f"{L} {t}{{}};", f"std::thread {t}t([&] {{ {t} = {body(x)}; }});", f"{t}t.join();"], t
        if way == "async":
            return [f"auto {t} = std::async([&] {{ return {body(x)}; }});"], f"{t}.get()"
        if way == "throw":
            self.function(f"void {f}({H}& h)", f"throw {L}({body()});")
            return [f"{L} {t}{{}};", f"try {{ {f}({x}); }} catch (const {L}& e) {{ {t} = e; }}"], t
        if way == "copied":
            return [f"auto {t} = {x};"], body(t)
        if way == "moved":
            return [f"{H} {t} = std::move({x});", f"{L} {t}v = {body(t)};", f"{x} = std::move({t});"], f"{t}v"
        if way == "result":
            self.declare(f"struct {f}Result {{ bool ok; {L} value; {L} rest; }};")
            self.function(f"{f}Result {f}({H}& h)", f"return {{true, {body()}, {self.get('h', type, self.random.choice(type.paths()))}}};")
            return [f"auto [{t}a, {t}b, {t}c] = {f}({x});"], f"{t}b"
        if way == "pair":
            self.function(f"std::pair<bool, {L}> {f}({H}& h)", f"return {{true, {body()}}};")
            return [f"{L} {t}{{}};", f"std::tie(std::ignore, {t}) = {f}({x});"], t
        if way == "optional":
            self.function(f"std::optional<{L}> {f}({H}& h)", f"if (&h == nullptr) return std::nullopt; return {body()};")
            return [], f"{f}({x}).value()"
        if way == "void":
            self.function(f"{L} {f}(void* c)", f"auto& h = *static_cast<{H}*>(c); return {body()};")
            return [], f"{f}(&{x})"
        if way == "visitor":
            self.function(f"void {f}({H}& h, const std::function<void(const {L}&)>& each)", f"each({body()});")
            return [f"{L} {t}{{}};", f"{f}({x}, [&{t}](const {L}& v) {{ {t} = v; }});"], t
        if way == "copy_vector":
            return [f"std::vector<{H}> {t}(1, {x});"], body(f"{t}.front()")
        if way == "shared_copy":
            return [f"auto {t} = std::make_shared<{H}>({x});", f"auto {t}c = {t};", f"{t}.reset();"], body(f"(*{t}c)")
        if way == "auto_ref":
            return [f"auto&& {t} = {x};"], body(t)
        if way == "init_capture":
            return [f"auto {t} = [h = {x}]() mutable {{ return {body()}; }};"], f"{t}()"
        if way == "member_copy":
            self.declare(f"struct {f} {{ {H} h; explicit {f}(const {H}& o) : h(o) {{}} {L} run() {{ return {body()}; }} }};")
            return [], f"{f}({x}).run()"
        if way == "array_of":
            return [f"{H} {t}[2] = {{{self.value(type, 0)}, {x}}};"], body(f"{t}[1]")
        if way == "ternary":
            return [], f"(true ? {body(x)} : {self.plain(leaf)})"
        if way == "recursion":
            self.function(f"{L} {f}({H}& h, int n)", f"if (n > 0) return {f}(h, n - 1); return {body()};")
            return [], f"{f}({x}, 2)"
        if way == "bind":
            self.function(f"{L} {f}({H}& h)", f"return {body()};")
            return [f"auto {t} = std::bind({f}, std::ref({x}));"], f"{t}()"
        if way == "pointer":
            self.function(f"{L} {f}({H}& h)", f"return {body()};")
            return [f"{L} (*{t})({H}&) = {f};"], f"(*{t})({x})"
        raise AssertionError(way)

    def make(self):
        leaf = self.random.choice((NUMBER, NUMBER, TEXT))
        types = [self.type(leaf, self.depth or self.random.choice((1, 2, 2, 2, 3)))]
        lines = []
        for i in range(self.random.choice((1, 2, 2))):
            type = types[0] if i == 0 or self.chance(60) else self.type(leaf, self.depth or self.random.choice((1, 2)))
            name = self.fresh("x")
            lines.append(f"{type.name} {name} = {self.value(type, 35)};")
            self.objects.append((name, type))
        for _ in range(self.random.randrange(2, 6)):
            name, type = self.random.choice(self.objects)
            path = self.random.choice(type.paths())
            what = self.random.choice(("put", "put", "put", "put_from", "put_from", "copy", "assign", "part"))
            if what == "put":
                lines += self.puts(name, type, path, leaf, self.source(leaf))
            elif what == "put_from":
                other, kind = self.random.choice(self.objects)
                before, value = self.gets(other, kind, self.random.choice(kind.paths()), leaf)
                held = self.fresh("v")
                lines += before + [f"{leaf.name} {held} = {value};"]
                lines += self.puts(name, type, path, leaf, held)
            elif what == "copy" and type.copies and len(self.objects) < 4:
                new = self.fresh("x")
                lines.append(f"{type.name} {new} = {name};")
                self.objects.append((new, type))
            elif what == "assign" and type.copies:
                others = [o for o, k in self.objects if k == type and o != name]
                if others:
                    lines.append(f"{name} = {self.random.choice(others)};")
            elif what == "part" and type.kind and type.inside.kind and type.inside.copies:
                # A part of the same type, from another place.
                to, source = self.random.choice(range(type.kind.slots)), self.random.choice(self.objects)
                if source[1] == type and (type.kind.ref or type.kind.get):
                    slot = self.random.choice(range(type.kind.slots))
                    getting = self.get(source[0], type, (slot,))
                    lines.append(f"{{ {type.inside.name} part = {getting}; {self.put(name, type, (to,), 'part')} }}")
        for name, type in self.objects:
            paths = type.paths()
            for path in self.random.sample(paths, min(len(paths), 4)):
                before, value = self.gets(name, type, path, leaf)
                lines += before
                function = "Write" if leaf == NUMBER else "WriteString"
                lines.append(f'{function}("{self.name}.k{self.sinks}", {value});')
                self.sinks += 1
        self.units[0].children.append(Node("void Run() {", [Node(line) for line in lines], keep=True))
        return Program(self.name, self.header, self.units, Node("", [], ""), self.sources)


def generate(seed, name, depth=None):
    """The program of a seed; `name` is its own in the batch (p3). `depth`: how many holders are in each other; None: one to three."""
    return Generator(seed, name, depth).make()
