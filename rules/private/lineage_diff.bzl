"""`lineage_diff`: what changed from one graph to another."""

load(":actions.bzl", "capture")
load(":lineage_toolchain.bzl", "TOOLCHAIN_TYPE")
load(":providers.bzl", "LineageGraphInfo")

_ENDINGS = {
    "json": "json",
    "text": "txt",
}

def _graph(ctx, target, files):
    """The graph, or None where lineage is off."""
    if LineageGraphInfo in target:
        return target[LineageGraphInfo].graph
    if len(files) != 1:
        fail("{}: {} is not one graph, it is {} files".format(ctx.label, target.label, len(files)))
    return files[0]

def _lineage_diff_impl(ctx):
    base = _graph(ctx, ctx.attr.base, ctx.files.base)
    head = _graph(ctx, ctx.attr.head, ctx.files.head)
    if not base or not head:
        return [DefaultInfo()]
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
            allow_files = True,
            mandatory = True,
            doc = "The lineage before: a graph file, kept from an earlier build, or a target that makes one.",
        ),
        "format": attr.string(
            default = "text",
            values = sorted(_ENDINGS),
            doc = "How it is written: for people, or for programs.",
        ),
        "head": attr.label(
            allow_files = True,
            mandatory = True,
            doc = "The lineage after, likewise.",
        ),
    },
    toolchains = [TOOLCHAIN_TYPE],
    doc = """What changed in lineage from one graph to another: `NAME.txt`, or another ending, as `format` says.

    Assets, columns and flows are compared, whatever became of files, lines and functions.""",
)
