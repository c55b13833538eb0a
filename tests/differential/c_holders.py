"""What holders.py makes, in C: each kind of object in each other, each way of handing on."""

import dataclasses
import random

from program import Node, Program

MOST_SOURCES = 12


@dataclasses.dataclass(frozen=True)
class Kind:
    """Objects that hold one value or two of a type. Format strings: {N} a name of its own, {T} the type inside, {P} a pointer to that,
    {x} the new object, {a} and {b} the values to make it of, {e} the object, {v} a value.

    define: its declarations; behind a @ definitions for one of the units. new: statements that fill a new object. ref: ways to say the
    places of the slots. sets, gets: where there are none, statements that put a value there, and what the value is."""

    name: str
    slots: int
    type: str
    define: str
    new: str
    ref: tuple = ()
    sets: tuple = ()
    gets: tuple = ()

KINDS = (
    Kind("fields", 2, "struct {N}", "struct {N} {{ {T} a; {T} b; }};", "{x}.a = {a}; {x}.b = {b};", (("{e}.a", "{e}.b"),)),
    Kind("init", 2, "struct {N}", "struct {N} {{ int id; {T} a; {T} b; }};", "{x} = (struct {N}){{ .id = 1, .a = {a}, .b = {b} }};", (("{e}.a", "{e}.b"),)),
    Kind("cells", 2, "struct {N}", "struct {N} {{ int n; {T} cells[2]; }};", "{x}.n = 2; {x}.cells[0] = {a}; {x}.cells[1] = {b};",
         (("{e}.cells[0]", "{e}.cells[1]"), ("*{e}.cells", "*({e}.cells + 1)"))),
    Kind("inner", 2, "struct {N}", "struct {N} {{ struct {{ {T} a; int n; }} one; struct {{ int n; {T} b; }} two; }};",
         "{x}.one.a = {a}; {x}.two.b = {b};", (("{e}.one.a", "{e}.two.b"),)),
    Kind("heap", 2, "struct {N}*", "struct {N} {{ {T} a; {T} b; }};", "{x} = malloc(sizeof(struct {N})); {x}->a = {a}; {x}->b = {b};",
         (("{e}->a", "{e}->b"), ("(*{e}).a", "(*{e}).b"))),
    Kind("heap_cells", 2, "struct {N}*", "struct {N} {{ int n; {T} cells[2]; }};", "{x} = calloc(1, sizeof *{x}); {x}->cells[0] = {a}; {x}->cells[1] = {b};",
         (("{e}->cells[0]", "{e}->cells[1]"),)),
    Kind("made", 2, "struct {N}*", "struct {N} {{ {T} a; {T} b; }};\nstatic struct {N}* {N}_new({T} a, {T} b) {{ struct {N}* n = malloc(sizeof *n); n->a = a; n->b = b; return n; }}",
         "{x} = {N}_new({a}, {b});", (("{e}->a", "{e}->b"),)),
    Kind("opaque", 2, "struct {N}*", "struct {N};\nstruct {N}* {N}_new({T} a, {T} b);\n{T} {N}_a(const struct {N}* s);\n{T} {N}_b(const struct {N}* s);\nvoid {N}_set_a(struct {N}* s, {T} v);\nvoid {N}_set_b(struct {N}* s, {T} v);\n"
         "@struct {N} {{ {T} a; {T} b; }};\nstruct {N}* {N}_new({T} a, {T} b) {{ struct {N}* n = malloc(sizeof *n); n->a = a; n->b = b; return n; }}\n"
         "{T} {N}_a(const struct {N}* s) {{ return s->a; }}\n{T} {N}_b(const struct {N}* s) {{ return s->b; }}\nvoid {N}_set_a(struct {N}* s, {T} v) {{ s->a = v; }}\nvoid {N}_set_b(struct {N}* s, {T} v) {{ s->b = v; }}",
         "{x} = {N}_new({a}, {b});", sets=(("{N}_set_a({e}, {v});", "{N}_set_b({e}, {v});"),), gets=(("{N}_a({e})", "{N}_b({e})"),)),
    Kind("list", 2, "struct {N}*", "struct {N} {{ {T} value; struct {N}* next; }};",
         "{x} = malloc(sizeof *{x}); {x}->value = {a}; {x}->next = malloc(sizeof *{x}); {x}->next->value = {b}; {x}->next->next = NULL;",
         (("{e}->value", "{e}->next->value"),)),
    Kind("pushed", 2, "struct {N}*", "struct {N} {{ {T} value; struct {N}* next; }};\nstatic void {N}_push(struct {N}** head, {T} v) {{ struct {N}* n = malloc(sizeof *n); n->value = v; n->next = *head; *head = n; }}\n"
         "static struct {N}* {N}_at(struct {N}* n, int i) {{ while (i-- > 0) n = n->next; return n; }}",
         "{x} = NULL; {N}_push(&{x}, {b}); {N}_push(&{x}, {a});", (("{e}->value", "{e}->next->value"), ("{N}_at({e}, 0)->value", "{N}_at({e}, 1)->value"))),
    Kind("vector", 2, "struct {N}", "struct {N} {{ {T}* items; size_t count, room; }};\nstatic void {N}_push(struct {N}* s, {T} v) {{ if (s->count == s->room) {{ s->room = s->room ? 2 * s->room : 1; s->items = realloc(s->items, s->room * sizeof *s->items); }} s->items[s->count++] = v; }}",
         "memset(&{x}, 0, sizeof {x}); {N}_push(&{x}, {a}); {N}_push(&{x}, {b});", (("{e}.items[0]", "{e}.items[1]"),)),
    Kind("pointer", 1, "{P}", "", "{x} = malloc(sizeof({T})); *{x} = {a};", (("*{e}",), ("{e}[0]",))),
    Kind("array", 2, "{P}", "", "{x} = malloc(2 * sizeof({T})); {x}[0] = {a}; {x}[1] = {b};", (("{e}[0]", "{e}[1]"), ("*{e}", "*({e} + 1)"))),
    Kind("void", 1, "struct {N}", "struct {N} {{ void* data; void (*drop)(void*); }};", "{x}.drop = free; {x}.data = malloc(sizeof({T})); *({P}){x}.data = {a};", (("*({P}){e}.data",),)),
    Kind("union", 1, "struct {N}", "struct {N} {{ int tag; union {{ {T} v; int i; char c[8]; }} u; }};", "{x}.tag = 1; {x}.u.v = {a};", (("{e}.u.v",),)),
    Kind("flexible", 2, "struct {N}*", "struct {N} {{ int n; {T} items[]; }};", "{x} = malloc(sizeof *{x} + 2 * sizeof({T})); {x}->items[0] = {a}; {x}->items[1] = {b};", (("{e}->items[0]", "{e}->items[1]"),)),
    Kind("bytes", 2, "struct {N}", "struct {N} {{ unsigned char raw[2 * sizeof({T})]; }};\nstatic {T} {N}_get(const struct {N}* s, int i) {{ {T} v; memcpy(&v, s->raw + i * sizeof v, sizeof v); return v; }}\nstatic void {N}_put(struct {N}* s, int i, {T} v) {{ memcpy(s->raw + i * sizeof v, &v, sizeof v); }}",
         "{N}_put(&{x}, 0, {a}); {N}_put(&{x}, 1, {b});", sets=(("{N}_put(&{e}, 0, {v});", "{N}_put(&{e}, 1, {v});"),),
         gets=(("{N}_get(&{e}, 0)", "{N}_get(&{e}, 1)"),)),
    Kind("rows", 2, "struct {N}", "struct {N} {{ {T} m[2][2]; }};", "memset(&{x}, 0, sizeof {x}); {x}.m[0][1] = {a}; {x}.m[1][0] = {b};", (("{e}.m[0][1]", "{e}.m[1][0]"),)),
    Kind("table", 2, "struct {N}*", "struct {N} {{ struct {N}_entry {{ const char* key; {T} value; struct {N}_entry* next; }} *buckets[4]; }};\n"
         "static {P} {N}_find(struct {N}* t, const char* key) {{ unsigned h = key[0] % 4; struct {N}_entry* e; for (e = t->buckets[h]; e; e = e->next) if (!strcmp(e->key, key)) return &e->value; e = calloc(1, sizeof *e); e->key = key; e->next = t->buckets[h]; t->buckets[h] = e; return &e->value; }}",
         '{x} = calloc(1, sizeof *{x}); *{N}_find({x}, "p") = {a}; *{N}_find({x}, "q") = {b};', (('*{N}_find({e}, "p")', '*{N}_find({e}, "q")'),)),
    Kind("derived", 2, "struct {N}*", "struct {N} {{ int kind; {T} a; }};\nstruct {N}_more {{ struct {N} base; {T} b; }};", 
         "{x} = malloc(sizeof(struct {N}_more)); {x}->kind = 1; {x}->a = {a}; ((struct {N}_more*){x})->b = {b};", (("{e}->a", "((struct {N}_more*){e})->b"),)),
)


@dataclasses.dataclass(frozen=True)
class Type:
    name: str
    kind: Kind = None
    inside: "Type" = None
    own: str = ""

    def paths(self):
        if not self.kind:
            return [()]
        return [(i, *rest) for i in range(self.kind.slots) for rest in self.inside.paths()]
    @property

    def pointer(self):
        return f"{self.name}*" if self.name.endswith("*") else f"{self.name} *"


NUMBER, TEXT = Type("long"), Type("const char*")


class Generator:
    def __init__(self, seed, name, depth):
        self.random = random.Random(f"c holders {seed}")
        self.name, self.depth = name, depth
        self.header, self.units = Node("", [], ""), [Node("", [], ""), Node("", [], "")]
        self.counters, self.sources, self.sinks = {}, 0, 0
        self.objects = []

    def fresh(self, letter):
        self.counters[letter] = self.counters.get(letter, 0) + 1
        return f"{self.name}_{letter}{self.counters[letter]}"

    def chance(self, percent): return self.random.random() * 100 < percent

    def type(self, leaf, depth):
        made = leaf
        for _ in range(depth):
            kind = self.random.choice(KINDS)
            own = self.fresh("k")
            fmt = dict(N=own, T=made.name, P=made.pointer)
            text = kind.define.format(**fmt)
            head, _, body = text.partition("@")
            for line in head.strip().split("\n"):
                if line: self.declare(line)
            if body: self.units[1].children += [Node(line) for line in body.split("\n")]
            made = Type(kind.type.format(**fmt), kind, made, own)
        return made

    def source(self, leaf):
        if self.sources == MOST_SOURCES: return self.plain(leaf)
        self.sources += 1
        return f'{"Read" if leaf == NUMBER else "ReadString"}("{self.name}.s{self.sources - 1}")'

    def plain(self, leaf): return "0" if leaf == NUMBER else '""'

    def value(self, type, lines, share=50):
        """An expression of the type, with statements before it."""
        if not type.kind:
            return self.source(type) if self.chance(share) else self.plain(type)
        parts = [self.value(type.inside, lines, share) for _ in range(type.kind.slots)]
        t = self.fresh("t")
        lines.append(f"{type.name} {t};")
        lines += [self.fill(type.kind.new, type, x=t, a=parts[0], b=parts[-1])]
        return t

    def fill(self, text, type, **more):
        return text.format(N=type.own, T=type.inside.name, P=type.inside.pointer, **more)

    def wrapped(self, e): return f"({e})" if e.startswith("*") or e.startswith("(struct") else e

    def get(self, e, type, path):
        for slot in path:
            e = self.fill(self.random.choice(type.kind.ref or type.kind.gets)[slot], type, e=self.wrapped(e))
            type = type.inside
        return e

    def put(self, e, type, path, value):
        if not path:
            return f"{e} = {value};"
        kind = type.kind
        if len(path) == 1:
            sets = [self.fill(s[path[0]], type, e=self.wrapped(e), v="@V@") for s in kind.sets]
            sets += [self.fill(r[path[0]], type, e=self.wrapped(e)) + " = @V@;" for r in kind.ref]
            return self.random.choice(sets).replace("@V@", value)
        if kind.ref:
            return self.put(self.fill(self.random.choice(kind.ref)[path[0]], type, e=self.wrapped(e)), type.inside, path[1:], value)
        part = self.fresh("part")
        getting = self.fill(self.random.choice(kind.gets)[path[0]], type, e=self.wrapped(e))
        return f"{{ {type.inside.name} {part} = {getting}; {self.put(part, type.inside, path[1:], value)} " + \
            self.fill(self.random.choice(kind.sets)[path[0]], type, e=self.wrapped(e), v=part) + " }"

    def declare(self, text): self.header.children.append(Node(text))

    def function(self, head, body):
        self.declare(f"{head};")
        self.random.choice(self.units).children.append(Node(f"{head} {{", [Node(body)]))

    def puts(self, x, type, path, leaf, value):
        f, t = self.fresh("Put"), self.fresh("t")
        H, L = type.name, leaf.name
        HP = type.pointer
        body = lambda e="(*h)", value="v": self.put(e, type, path, value)
        way = self.random.choice(("direct", "ptr", "value", "void", "callback", "pointer", "vtable", "global", "args", "thread", "recursion", "pointers", "memcpy", "assign_trip",
                                  "static", "returned_ptr", "pointer_to_pointer", "owner", "container_of", "nested_call", "varargs", "heap_trip", "swap", "macro", "registered", "goto", "table_of", "const_cast", "array_trip", "result_struct"))
        if way == "direct":
            return [body(x, value)]
        if way == "ptr":
            self.function(f"void {f}({HP} h, {L} v)", body()); return [f"{f}(&{x}, {value});"]
        if way == "value":
            self.function(f"{H} {f}({H} h, {L} v)", body("h") + " return h;"); return [f"{x} = {f}({x}, {value});"]
        if way == "void":
            self.function(f"void {f}(void* c, {L} v)", f"{HP} h = c; {body()}"); return [f"{f}(&{x}, {value});"]
        if way == "callback":
            self.function(f"void {f}(void* c, {L} v)", f"{HP} h = c; {body()}")
            self.function(f"void {f}Call(void (*f)(void*, {L}), void* c, {L} v)", "f(c, v);")
            return [f"{f}Call({f}, &{x}, {value});"]
        if way == "pointer":
            self.function(f"void {f}({HP} h, {L} v)", body()); return [f"void (*{t})({HP}, {L}) = {f};", f"(*{t})(&{x}, {value});"]
        if way == "vtable":
            self.declare(f"struct {f}_ops {{ void (*one)({HP}, {L}); void (*two)({HP}, {L}); }};")
            self.function(f"void {f}({HP} h, {L} v)", body())
            self.function(f"void {f}Other({HP} h, {L} v)", self.put("(*h)", type, self.random.choice(type.paths()), "v"))
            self.declare(f"extern const struct {f}_ops {f}_table;")
            self.random.choice(self.units).children.append(Node(f"const struct {f}_ops {f}_table = {{ {f}, {f}Other }};"))
            return [f"{f}_table.one(&{x}, {value});"]
        if way == "global":
            self.declare(f"extern {HP} {f}_it;"); self.units[0].children.append(Node(f"{HP} {f}_it;"))
            self.function(f"void {f}({L} v)", body(f"(*{f}_it)")); return [f"{f}_it = &{x};", f"{f}({value});"]
        if way == "static":
            self.function(f"{HP} {f}({HP} h)", f"static {HP} kept; if (h) kept = h; return kept;"); return [f"{f}(&{x});", body(f"(*{f}(NULL))", value)]
        if way == "args":
            self.declare(f"struct {f}_args {{ int id; {HP} h; {L} v; }};")
            self.function(f"void* {f}(void* p)", f"struct {f}_args* a = p; {body('(*a->h)', 'a->v')} return NULL;")
            return [f"struct {f}_args {t} = {{ 7, &{x}, {value} }};", f"{f}(&{t});"]
        if way == "thread":
            self.declare(f"struct {f}_args {{ {HP} h; {L} v; }};")
            self.function(f"void* {f}(void* p)", f"struct {f}_args* a = p; {body('(*a->h)', 'a->v')} return NULL;")
            return [f"struct {f}_args {t} = {{ &{x}, {value} }};", f"pthread_t {t}_id;", f"pthread_create(&{t}_id, NULL, {f}, &{t});", f"pthread_join({t}_id, NULL);"]
        if way == "recursion":
            self.function(f"void {f}({HP} h, {L} v, int n)", f"if (n > 0) {{ {f}(h, v, n - 1); return; }} {body()}"); return [f"{f}(&{x}, {value}, 3);"]
        if way == "pointers":
            self.function(f"void {f}({HP}* all, int n, {L} v)", f"for (int i = 0; i < n; ++i) {{ {HP} h = all[i]; {body()} }}")
            return [f"{HP} {t}[1] = {{ &{x} }};", f"{f}({t}, 1, {value});"]
        if way == "memcpy":
            return [f"{H} {t};", f"memcpy(&{t}, &{x}, sizeof {t});", body(t, value), f"memcpy(&{x}, &{t}, sizeof {x});"]
        if way == "assign_trip":
            return [f"{H} {t} = {x};", body(t, value), f"{x} = {t};"]
        if way == "array_trip":
            return [f"{H} {t}[2];", f"{t}[1] = {x};", body(f"{t}[1]", value), f"{x} = {t}[1];"]
        if way == "heap_trip":
            return [f"{HP} {t} = malloc(sizeof({H}));", f"*{t} = {x};", body(f"(*{t})", value), f"{x} = *{t};", f"free({t});"]
        if way == "owner":
            self.declare(f"struct {f}_owner {{ int id; {H} h; const char* name; }};")
            self.function(f"void {f}(struct {f}_owner* o, {L} v)", body("o->h"))
            return [f"struct {f}_owner {t} = {{ 1, {x}, \"n\" }};", f"{f}(&{t}, {value});", f"{x} = {t}.h;"]
        if way == "container_of":
            self.declare(f"struct {f}_owner {{ {H} h; struct {f}_link {{ struct {f}_link* next; }} link; }};")
            self.function(f"void {f}(struct {f}_link* l, {L} v)", f"struct {f}_owner* o = (struct {f}_owner*)((char*)l - offsetof(struct {f}_owner, link)); {body('o->h')}")
            return [f"struct {f}_owner {t};", f"{t}.h = {x};", f"{f}(&{t}.link, {value});", f"{x} = {t}.h;"]
        if way == "returned_ptr":
            self.function(f"{HP} {f}({HP} h)", "return h;"); return [body(f"(*{f}(&{x}))", value)]
        if way == "pointer_to_pointer":
            self.function(f"void {f}({HP}* h, {L} v)", body("(**h)")); return [f"{HP} {t} = &{x};", f"{f}(&{t}, {value});"]
        if way == "nested_call":
            self.function(f"void {f}In({HP} h, {L} v)", body()); self.function(f"void {f}({L} v, {HP} h)", f"{f}In(h, v);"); return [f"{f}({value}, &{x});"]
        if way == "varargs":
            self.function(f"void {f}(int n, ...)", f"va_list all; va_start(all, n); {HP} h = va_arg(all, {HP}); {L} v = va_arg(all, {L}); va_end(all); {body()}")
            return [f"{f}(2, &{x}, {value if value not in ('0',) else '0L'});"]
        if way == "swap":
            lines = []; other = self.value(type, lines, 15)
            return lines + [f"{H} {t} = {x};", f"{x} = {other};", body(t, value), f"{x} = {t};"]
        if way == "macro":
            self.declare(f"#define {f}(h, v) do {{ {body('(h)', '(v)')} }} while (0)"); return [f"{f}({x}, {value});"]
        if way == "registered":
            self.declare(f"extern void (*{f}_hook)({HP}, {L});"); self.units[1].children.append(Node(f"void (*{f}_hook)({HP}, {L});"))
            self.function(f"void {f}({HP} h, {L} v)", body()); return [f"{f}_hook = {f};", f"if ({f}_hook) {f}_hook(&{x}, {value});"]
        if way == "goto":
            self.function(f"int {f}({HP} h, {L} v)", f"int bad = 1; if (!h) goto out; {body()} bad = 0; out: return bad;"); return [f"{f}(&{x}, {value});"]
        if way == "table_of":
            self.function(f"void {f}({HP} h, {L} v)", body())
            return [f"struct {{ const char* name; void (*run)({HP}, {L}); }} {t}[] = {{ {{ \"put\", {f} }} }};", f"{t}[0].run(&{x}, {value});"]
        if way == "const_cast":
            self.function(f"void {f}(const {HP if not H.endswith('*') else H + ' *'} h, {L} v)" if not H.endswith("*") else f"void {f}({H} const* h, {L} v)", f"{HP} m = ({HP})h; {body('(*m)')}"); return [f"{f}(&{x}, {value});"]
        if way == "result_struct":
            self.declare(f"struct {f}_result {{ int ok; {H} h; }};")
            self.function(f"struct {f}_result {f}({H} h, {L} v)", f"struct {f}_result r = {{ 1 }}; {body('h')} r.h = h; return r;"); return [f"{x} = {f}({x}, {value}).h;"]
        raise AssertionError(way)

    def gets(self, x, type, path, leaf):
        f, t = self.fresh("Get"), self.fresh("t")
        H, L, HP = type.name, leaf.name, type.pointer
        body = lambda e="(*h)": self.get(e, type, path)
        way = self.random.choice(("direct", "ptr", "value", "out", "void", "callback", "global", "copied", "memcpy", "result", "recursion", "pointer", "array_of", "thread", "heap_copy", "member_copy", "nested", "each", "buffer"))
        if way == "direct":
            return [], body(x)
        if way == "ptr":
            self.function(f"{L} {f}({HP} h)", f"return {body()};")
            return [], f"{f}(&{x})"
        if way == "value":
            self.function(f"{L} {f}({H} h)", f"return {body('h')};")
            return [], f"{f}({x})"
        if way == "out":
            self.function(f"int {f}({HP} h, {L}* out)", f"*out = {body()}; return 0;")
            return [f"{L} {t} = 0;", f"if ({f}(&{x}, &{t})) return;"], t
        if way == "void":
            self.function(f"{L} {f}(const void* c)", f"{HP} h = ({HP})c; return {body()};")
            return [], f"{f}(&{x})"
        if way == "callback":
            self.function(f"void {f}In(void* c, {L} v)", f"*({L}*)c = v;")
            self.function(f"void {f}({HP} h, void (*each)(void*, {L}), void* c)", f"each(c, {body()});"); return [f"{L} {t} = 0;", f"{f}(&{x}, {f}In, &{t});"], t
        if way == "global":
            self.declare(f"extern {HP} {f}_it;"); self.units[1].children.append(Node(f"{HP} {f}_it;"))
            self.function(f"{L} {f}(void)", f"return {body(f'(*{f}_it)')};"); return [f"{f}_it = &{x};"], f"{f}()"
        if way == "copied":
            return [f"{H} {t} = {x};"], body(t)
        if way == "memcpy":
            return [f"{H} {t};", f"memcpy(&{t}, &{x}, sizeof {t});"], body(t)
        if way == "result":
            self.declare(f"struct {f}_result {{ int ok; {L} value; {L} rest; }};")
            self.function(f"struct {f}_result {f}({HP} h)", f"struct {f}_result r = {{ 1, {body()}, {self.get('(*h)', type, self.random.choice(type.paths()))} }}; return r;"); return [], f"{f}(&{x}).value"
        if way == "recursion":
            self.function(f"{L} {f}({HP} h, int n)", f"return n > 0 ? {f}(h, n - 1) : {body()};")
            return [], f"{f}(&{x}, 2)"
        if way == "pointer":
            self.function(f"{L} {f}({HP} h)", f"return {body()};")
            return [f"{L} (*{t})({HP}) = &{f};"], f"{t}(&{x})"
        if way == "array_of":
            lines = []
            o = self.value(type, lines, 0)
            return lines + [f"{H} {t}[2] = {{ {o}, {x} }};"], body(f"{t}[1]")
        if way == "thread":
            self.declare(f"struct {f}_args {{ {HP} h; {L} out; }};")
            self.function(f"void* {f}(void* p)", f"struct {f}_args* a = p; a->out = {body('(*a->h)')}; return NULL;")
            return [f"struct {f}_args {t} = {{ &{x}, 0 }};", f"pthread_t {t}_id;", f"pthread_create(&{t}_id, NULL, {f}, &{t});", f"pthread_join({t}_id, NULL);"], f"{t}.out"
        if way == "heap_copy":
            return [f"{HP} {t} = malloc(sizeof *{t});", f"*{t} = {x};"], body(f"(*{t})")
        if way == "member_copy":
            self.declare(f"struct {f}_owner {{ const char* n; {H} h; }};"); return [f"struct {f}_owner {t} = {{ \"n\", {x} }};", f"struct {f}_owner {t}b = {t};"], body(f"{t}b.h")
        if way == "nested":
            self.function(f"{L} {f}In({HP} h)", f"return {body()};")
            self.function(f"{L} {f}({HP} h)", f"return {f}In(h);")
            return [], f"{f}(&{x})"
        if way == "each":
            self.function(f"{L} {f}({HP} h, int n)", f"{L} last = 0; for (int i = 0; i < n; ++i) last = {body('h[i]')}; return last;")
            return [], f"{f}(&{x}, 1)"
        if way == "buffer":
            return [f"{L} {t}[3] = {{ 0, {body(x)} }};"], f"{t}[1]"
        raise AssertionError(way)

    def make(self):
        leaf = self.random.choice((NUMBER, NUMBER, TEXT))
        lines = []
        first = None
        for i in range(self.random.choice((1, 2, 2))):
            type = first if first and self.chance(60) else self.type(leaf, self.depth or self.random.choice((1, 2, 2, 3)))
            first = first or type
            name = self.fresh("x")
            v = self.value(type, lines, 40)
            lines.append(f"{type.name} {name} = {v};")
            self.objects.append((name, type))
        for _ in range(self.random.randrange(1, 5)):
            name, type = self.random.choice(self.objects)
            path = self.random.choice(type.paths())
            what = self.random.choice(("put", "put", "put_from", "put_from", "copy", "assign"))
            if what == "put":
                v = self.fresh("v"); lines += [f"{leaf.name} {v} = {self.source(leaf)};"] + self.puts(name, type, path, leaf, v)
            elif what == "put_from":
                other, kind = self.random.choice(self.objects)
                before, value = self.gets(other, kind, self.random.choice(kind.paths()), leaf)
                held = self.fresh("v"); lines += before + [f"{leaf.name} {held} = {value};"] + self.puts(name, type, path, leaf, held)
            elif what == "copy" and len(self.objects) < 4:
                new = self.fresh("x"); lines.append(f"{type.name} {new} = {name};"); self.objects.append((new, type))
            elif what == "assign":
                others = [o for o, k in self.objects if k == type and o != name]
                if others: lines.append(f"{name} = {self.random.choice(others)};")
        for name, type in self.objects:
            paths = type.paths()
            for path in self.random.sample(paths, min(len(paths), 4)):
                before, value = self.gets(name, type, path, leaf)
                lines += before + [f'{"Write" if leaf == NUMBER else "WriteString"}("{self.name}.k{self.sinks}", {value});']
                self.sinks += 1
        self.units[0].children.append(Node(f"void {self.name}_Run(void) {{", [Node(l) for l in lines], keep=True))
        return Program(self.name, self.header, self.units, Node("", [], ""), self.sources)


def generate(seed, name, depth=None):
    """As holders.generate."""
    return Generator(seed, name, depth).make()
