"""`lineage_diff`: what changed from one graph to another."""

load(":actions.bzl", "capture")
load(":lineage_toolchain.bzl", "TOOLCHAIN_TYPE")
load(":providers.bzl", "LineageGraphInfo")

_ENDINGS = {
    "json": "json",
    "text": "txt",
}

def _graph(ctx, target, file):
    if LineageGraphInfo not in target:
        return file
    graph = target[LineageGraphInfo].graph
    if not graph:
        fail("{}: there is no graph of {}, since lineage is off".format(ctx.label, target.label))
    return graph

def _lineage_diff_impl(ctx):
    base = _graph(ctx, ctx.attr.base, ctx.file.base)
    head = _graph(ctx, ctx.attr.head, ctx.file.head)
    report = ctx.actions.declare_file("{}.{}".format(ctx.label.name, _ENDINGS[ctx.attr.format]))
    capture(
        ctx,
        "diff",
        ["--format", ctx.attr.format],
        [base, head],
        report,
        "Comparing lineage of %s" % ctx.label,
    )
    return [DefaultInfo(files = depset([report]), runfiles = ctx.runfiles(files = [report]))]

lineage_diff = rule(
    implementation = _lineage_diff_impl,
    attrs = {
        "base": attr.label(
            allow_single_file = True,
            mandatory = True,
            doc = "The lineage before: a graph file, kept from an earlier build, or a target that makes one.",
        ),
        "format": attr.string(
            default = "text",
            values = sorted(_ENDINGS),
            doc = "How it is written: for people, or for programs.",
        ),
        "head": attr.label(
            allow_single_file = True,
            mandatory = True,
            doc = "The lineage after, likewise.",
        ),
    },
    toolchains = [TOOLCHAIN_TYPE],
    doc = """What changed in lineage from one graph to another: `NAME.txt`, or another ending, as `format` says.

    Assets, columns and flows are compared, whatever became of files, lines and functions.""",
)
