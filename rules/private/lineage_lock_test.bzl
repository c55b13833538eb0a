"""`lineage_lock_test`: the lineage as a committed text, which changes in review as code does."""

load(":actions.bzl", "ask", "job_name")
load(":graphs.bzl", "runner_script")
load(":lineage_toolchain.bzl", "TOOLCHAIN_TYPE")
load(":providers.bzl", "LineageGraphInfo")

_FORMATS = {
    "md": "markdown",
    "txtpb": "txtpb",
}

def _summary(ctx):
    """The graph's text, or None where lineage is off."""
    graph = ctx.attr.graph[LineageGraphInfo].graph
    if not graph:
        return None
    ending = ctx.attr.lock_name.rpartition(".")[2]
    if ending not in _FORMATS:
        fail("{}: a lock is called something.txtpb or something.md, not {}".format(ctx.label, ctx.attr.lock_name))
    summary = ctx.actions.declare_file("{}.{}".format(ctx.label.name, ending))
    ask(
        ctx,
        ["show", "--format", _FORMATS[ending], "-o", summary, graph],
        [graph],
        summary,
        "Writing down lineage of %s" % ctx.label,
    )
    return summary

_COMPARE = """\
if ! diff -u --label {lock} --label derived "$root/{file}" "$root/{summary}"; then
  echo 'The lineage is not what {lock} says. If it is meant to be so: bazel run {update}' >&2
  exit 1
fi"""

_MISSING = """\
echo 'There is no {lock} yet. To write it: bazel run {update}' >&2
exit 1"""

def _lock_path(ctx):
    return (ctx.label.package + "/" if ctx.label.package else "") + ctx.attr.lock_name

def _lineage_lock_test_impl(ctx):
    summary = _summary(ctx)
    if not summary:
        return runner_script(ctx, [], [])
    lock = ctx.file.lock
    words = {
        "file": lock.short_path if lock else "",
        "lock": _lock_path(ctx),
        "summary": summary.short_path,
        "update": job_name(ctx.label) + ".update",
    }
    return runner_script(
        ctx,
        [(_COMPARE if lock else _MISSING).format(**words)],
        [summary] + ([lock] if lock else []),
    )

def _lineage_lock_update_impl(ctx):
    summary = _summary(ctx)
    if not summary:
        return runner_script(ctx, ["echo 'Lineage is off.' >&2", "exit 1"], [])
    lines = [
        'to="${BUILD_WORKSPACE_DIRECTORY:?is what bazel run sets}/' + _lock_path(ctx) + '"',
        'mkdir -p "$(dirname "$to")"',
        'cp -f "$root/{}" "$to.new"'.format(summary.short_path),
        'chmod u+w "$to.new"',
        'mv -f "$to.new" "$to"',
        "echo 'Wrote {}' >&2".format(_lock_path(ctx)),
    ]
    return runner_script(ctx, lines, [summary])

_ATTRS = {
    "graph": attr.label(
        mandatory = True,
        providers = [LineageGraphInfo],
        doc = "The lineage: a `lineage_graph`, `lineage_job` or `lineage_pipeline`.",
    ),
    "lock_name": attr.string(
        mandatory = True,
        doc = "The committed text's name within the package.",
    ),
}

_lineage_lock_test = rule(
    implementation = _lineage_lock_test_impl,
    test = True,
    attrs = dict(
        _ATTRS,
        lock = attr.label(
            allow_single_file = True,
            doc = "The committed text, if there is one.",
        ),
    ),
    toolchains = [TOOLCHAIN_TYPE],
    doc = "Fails where a graph is not what a committed text says.",
)

_lineage_lock_update = rule(
    implementation = _lineage_lock_update_impl,
    attrs = _ATTRS,
    executable = True,
    toolchains = [TOOLCHAIN_TYPE],
    doc = "Writes the committed text anew.",
)

def lineage_lock_test(name, graph, lock = "LINEAGE.txtpb", **kwargs):
    """Holds lineage to a committed text, so that whoever reviews a change sees what it does to the lineage.

    The text has assets, jobs, flows by column and what is declared of them; no lines, no functions: it changes with the
    lineage and not with the code. `bazel run :NAME.update` writes it.

    Args:
      name: the test's name.
      graph: the lineage: a `lineage_graph`, `lineage_job` or `lineage_pipeline`.
      lock: the text's name in this package: `.txtpb` (proto/summary.proto) or `.md` (the same as tables).
      **kwargs: what any test takes (`size`, `tags`, `visibility`).
    """
    _lineage_lock_test(
        name = name,
        graph = graph,
        # None yet, before the first update.
        lock = lock if native.glob([lock]) else None,
        lock_name = lock,
        **kwargs
    )
    _lineage_lock_update(
        name = name + ".update",
        graph = graph,
        lock_name = lock,
        testonly = kwargs.get("testonly"),
        tags = ["manual"],
        visibility = kwargs.get("visibility"),
    )
