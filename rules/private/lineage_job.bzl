"""`lineage_job`: a program and what it is declared to read and write."""

load(":actions.bzl", "job_name")
load(":declarations.bzl", "build_file", "flow_lines", "write_declaration")
load(":graphs.bzl", "graph_providers", "no_graph")
load(":lineage_aspect.bzl", "lineage_aspect")
load(":lineage_graph.bzl", "derived_jobs")
load(":lineage_mode.bzl", "MODE", "mode_of")
load(":lineage_toolchain.bzl", "TOOLCHAIN_TYPE")
load(
    ":providers.bzl",
    "LineageAssetInfo",
    "LineageInfo",
    "LineageJobInfo",
    "LineageTransformInfo",
)
load(":text_proto.bzl", "message", "string", "strings", "words")

def _targets(assets):
    return [asset[LineageAssetInfo].target for asset in assets]

def _declare(ctx, name):
    attr = ctx.attr
    lines = []
    for hole, value in attr.holes.items():
        lines += message("hole", string("name", hole) + string("value", value))
    return write_declaration(ctx, message(
        "job",
        string("target", job_name(ctx.label)) +
        string("build_file", build_file(ctx)) +
        string("job", name) +
        string("owner", attr.owner) +
        string("description", attr.description) +
        words("strict", attr.strict) +
        strings("reads", _targets(attr.inputs)) +
        strings("writes", _targets(attr.outputs)) +
        flow_lines(ctx, attr.flows, attr.inputs, attr.outputs) +
        lines,
    ))

def _lineage_job_impl(ctx):
    name = job_name(ctx.attr.binary.label)
    info = LineageJobInfo(
        name = name,
        reads = _targets(ctx.attr.inputs),
        writes = _targets(ctx.attr.outputs),
    )
    declaration = _declare(ctx, name)
    if mode_of(ctx) == "off":
        return no_graph() + [info]
    assets = [asset[LineageAssetInfo] for asset in ctx.attr.inputs + ctx.attr.outputs]
    transforms = [transform[LineageTransformInfo].declaration for transform in ctx.attr.transforms]
    derived = derived_jobs(ctx, ctx.attr.binary, "job")
    return graph_providers(
        ctx,
        derived[:1],
        declarations = depset([declaration] + [asset.declaration for asset in assets] + transforms),
        schemas = depset(transitive = [asset.schemas for asset in assets]),
        fragments = ctx.attr.binary[LineageInfo].fragments,
        declared_job = name,
        runs = derived[1:],
    ) + [info]

lineage_job = rule(
    implementation = _lineage_job_impl,
    attrs = {
        "binary": attr.label(
            aspects = [lineage_aspect],
            mandatory = True,
            providers = [LineageInfo],
            doc = "The program, a C++ target.",
        ),
        "description": attr.string(
            doc = "What it does, in a sentence.",
        ),
        "flows": attr.string_list_dict(
            doc = """What outputs are made of: `{":model": [":patients#age", ":patients#bmi"]}`. The labels are among `outputs` and
            `inputs`, each with or without a column (`*` for any part of its name). An output that is not a key may be made of all
            inputs; of one that is, every other source is a difference.""",
        ),
        "holes": attr.string_dict(
            doc = """What holes in the names that the code has stand for, since the program is always started so:
            `{"argv:1": "data", "env:OUT": "out"}`.""",
        ),
        "inputs": attr.label_list(
            providers = [LineageAssetInfo],
            doc = "All that it reads, as declared assets. Logs need not be declared.",
        ),
        "outputs": attr.label_list(
            providers = [LineageAssetInfo],
            doc = "All that it writes.",
        ),
        "owner": attr.string(
            doc = "Who answers for it.",
        ),
        "strict": attr.bool(
            doc = "Whether the build fails where the code and this declaration differ, either way.",
        ),
        "transforms": attr.label_list(
            providers = [LineageTransformInfo],
            doc = "What functions of the program do, declared.",
        ),
        "_mode": MODE,
    },
    toolchains = [TOOLCHAIN_TYPE],
    doc = """A program, and what it is declared to read and write. `NAME.graph` is its lineage, declared and derived.

    What both say carries both witnesses. What the code does and this does not say, and what this says and the code does not
    do, is in the output group `lineage_findings` (`lineage_sarif` for tools), by asset, column and flow; with
    `strict` it fails the build.""",
)
