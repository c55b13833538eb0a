"""`lineage_aspect`: derives the lineage of every C++ source that goes into a target.

One action a source, beside the compile and not instead of it: the aspect reads the compile actions that Bazel has
registered for a target and hands each one's own arguments to `pedigree extract`. So the analysis sees exactly the
flags, defines and include paths that the compiler sees, whatever the toolchain and the features in force.
"""

load("@rules_cc//cc/common:cc_info.bzl", "CcInfo")
load(":actions.bzl", "extract", "job_name", "link_job")
load(":lineage_mode.bzl", "MODE", "mode_of")
load(":lineage_toolchain.bzl", "TOOLCHAIN_TYPE")
load(":providers.bzl", "LineageCatalogInfo", "LineageGraphInfo", "LineageInfo")

# Where the code of a program comes from.
_EDGES = [
    "deps",
    "implementation_deps",
    "interface_deps",  # what 5.x calls deps where implementation_deps are on
    "dynamic_deps",
    "roots",
    "malloc",
    "link_extra_lib",
    "srcs",  # libraries among sources, and what rules of one's own generate and compile
]

# Where the programs are that a program runs.
_RUNS = ["data"]

_SOURCES = ["c", "cc", "cpp", "cxx", "c++", "C"]

_OBJECTS = ["o", "obj"]

# The rules whose targets are linked into something that runs.
_PROGRAMS = ["cc_binary", "cc_test", "cc_shared_library"]

# The tag by which a target stays out of the analysis. What it defines is unknown to those who call it, and is reported so.
_OPT_OUT = "no-lineage"

def _stem(file):
    """The name of a source or of its object (foo.cc, foo.pic.o), without what a compile changes of it."""
    stem = file.basename[:-len(file.extension) - 1]
    if file.extension in _OBJECTS and stem.endswith(".pic"):
        return stem[:-len(".pic")]
    return stem

def _compiled_source(action, object, own_sources):
    """The source that a compile action compiles, or None if that is not C or C++ (assembly, say)."""
    stem = _stem(object)
    candidates = own_sources.get(stem, [])
    if len(candidates) != 1:
        # Sources of one name in two folders; or sources that are not the rule's own, as those another aspect generates.
        # Of all sources, the inputs of a compile hold only its own.
        candidates = [f for f in action.inputs.to_list() if f.extension in _SOURCES and _stem(f) == stem]
    return candidates[0] if candidates else None

def _compiles(target, own_sources):
    """The compiles of a target: a dict from each source to the one action to take as its compile."""
    chosen = {}
    for action in target.actions:
        if action.mnemonic != "CppCompile":
            continue
        objects = [f for f in action.outputs.to_list() if f.extension in _OBJECTS]
        if not objects:
            continue  # a header parsed for itself, or a module
        source = _compiled_source(action, objects[0], own_sources)
        if not source:
            continue

        # A source that goes into a shared library and into a program may be compiled twice, and is analysed once.
        pic = objects[0].basename.endswith(".pic." + objects[0].extension)
        if source not in chosen or not pic:
            chosen[source] = action
    return chosen

def _arguments(action, source):
    """What the compiler is called with, without the compiler."""
    if action.args:
        return action.args
    if action.argv:
        return action.argv[1:]
    fail("This Bazel does not say how it compiles {}.".format(source.path))

def _own_sources(rule):
    sources = {}
    for file in getattr(rule.files, "srcs", []):
        if file.extension in _SOURCES:
            sources.setdefault(_stem(file), []).append(file)
    return sources

def _dependencies(rule, edges):
    dependencies = []
    for edge in edges:
        value = getattr(rule.attr, edge, None)
        for dependency in (value if type(value) == "list" else [value]):
            if type(dependency) == "Target":
                dependencies.append(dependency)
    return dependencies

def _fragment_name(label, source):
    """Where a source's fragment goes: below the target, since two targets may compile one source, each in its own way."""
    return "_lineage/{}/{}.frag".format(label.name, source.short_path.replace("../", "external/"))

def _extract_all(target, ctx, dependencies, catalogs):
    """The fragments of a target's own sources."""

    # Headers of dependencies that the target does not pass on are in its own compile only.
    headers = depset(transitive = [
        t[CcInfo].compilation_context.headers
        for t in [target] + dependencies
        if CcInfo in t
    ])
    fragments = []
    for source, action in _compiles(target, _own_sources(ctx.rule)).items():
        fragment = ctx.actions.declare_file(_fragment_name(target.label, source))
        extract(
            ctx,
            source = source,
            command = _arguments(action, source),
            headers = headers,
            # Holds what is not a header, such as module maps. Not enough by itself: after a compile, Bazel prunes it.
            inputs = action.inputs,
            env = getattr(action, "env", None) or {},
            catalogs = catalogs,
            fragment = fragment,
        )
        fragments.append(fragment)
    return fragments

def _runs(ctx, dependencies):
    """The programs that a target runs, or that what it is made of runs."""
    data = [d for d in _dependencies(ctx.rule, _RUNS) if LineageInfo in d]
    return depset(
        [struct(name = job_name(d.label), graph = d[LineageInfo].graph) for d in data if d[LineageInfo].graph],
        transitive = [d[LineageInfo].runs for d in data + [d for d in dependencies if LineageInfo in d]],
    )

def _lineage_aspect_impl(target, ctx):
    if LineageGraphInfo in target or mode_of(ctx) == "off":
        return [LineageInfo(catalogs = depset(), fragments = depset(), graph = None, runs = depset())]
    dependencies = _dependencies(ctx.rule, _EDGES)
    lineage = [d[LineageInfo] for d in dependencies if LineageInfo in d]
    catalogs = depset(
        transitive = [d.catalogs for d in lineage] +
                     ([target[LineageCatalogInfo].files] if LineageCatalogInfo in target else []),
    )
    fragments = []
    if _OPT_OUT not in getattr(ctx.rule.attr, "tags", []):
        fragments = _extract_all(target, ctx, dependencies, catalogs)
    all_fragments = depset(fragments, transitive = [d.fragments for d in lineage])
    graph = None
    if ctx.rule.kind in _PROGRAMS and all_fragments:
        graph = ctx.actions.declare_file("_lineage/{}.graph".format(target.label.name))
        link_job(ctx, target.label, all_fragments, graph)
    return [
        LineageInfo(
            catalogs = catalogs,
            fragments = all_fragments,
            graph = graph,
            runs = _runs(ctx, dependencies),
        ),
        OutputGroupInfo(
            lineage = depset([graph]) if graph else all_fragments,
            lineage_fragments = all_fragments,
            lineage_graph = depset([graph] if graph else []),
        ),
    ]

lineage_aspect = aspect(
    implementation = _lineage_aspect_impl,
    attr_aspects = _EDGES + _RUNS,
    attrs = {"_mode": MODE},
    # The C++ that other aspects generate, as for protocol buffers.
    required_aspect_providers = [[CcInfo]],
    provides = [LineageInfo],
    toolchains = [TOOLCHAIN_TYPE],
    doc = """Derives the lineage of a C++ target and of all it depends on.

    Used by `lineage_graph`; and from the command line, with no BUILD file changed:

        bazel build --aspects=@pedigree//rules:defs.bzl%lineage_aspect --output_groups=lineage_graph //pipeline:train

    which leaves the graph of each program in `bazel-bin/PACKAGE/_lineage/NAME.graph`. A target with the tag
    `no-lineage` is not analysed.""",
)
