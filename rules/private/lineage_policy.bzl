"""`lineage_policy`, `lineage_policy_test`: a graph held to rules."""

load(":graphs.bzl", "runner_script")
load(":lineage_toolchain.bzl", "TOOLCHAIN_TYPE", "lineage_toolchain_of")
load(":providers.bzl", "LineageGraphInfo", "LineagePolicyInfo")

def _lineage_policy_impl(ctx):
    files = depset(ctx.files.srcs, transitive = [dep[LineagePolicyInfo].files for dep in ctx.attr.deps])
    return [
        DefaultInfo(files = files),
        LineagePolicyInfo(files = files),
    ]

lineage_policy = rule(
    implementation = _lineage_policy_impl,
    attrs = {
        "deps": attr.label_list(
            providers = [LineagePolicyInfo],
            doc = "Other policies that come with it.",
        ),
        "srcs": attr.label_list(
            allow_files = [".txtpb"],
            mandatory = True,
            doc = "Policies and waivers: text protos as proto/policy.proto has them.",
        ),
    },
    provides = [LineagePolicyInfo],
    doc = "Rules that lineage is held to by `lineage_policy_test`: what must not reach what, what must be declared.",
)

# The log is for people, the report for whatever shows tests. Where there can be no report, the log says why.
_CHECK = """\
check() {{ "$tool" check "{graph}" {options} "$@"; }}
if [[ -n "${{XML_OUTPUT_FILE:-}}" ]]; then check --format junit -o "$XML_OUTPUT_FILE" 2>/dev/null || true; fi
check"""

def _lineage_policy_test_impl(ctx):
    graph = ctx.attr.graph[LineageGraphInfo].graph
    if not graph:
        return runner_script(ctx, [], [])
    policies = depset(transitive = [policy[LineagePolicyInfo].files for policy in ctx.attr.policies]).to_list()
    options = ['--policy "{}"'.format(policy.short_path) for policy in policies]
    files = policies + [graph]
    if ctx.file.baseline:
        options.append('--baseline "{}"'.format(ctx.file.baseline.short_path))
        files.append(ctx.file.baseline)
    if ctx.file.lock:
        options.append('--lock "{}"'.format(ctx.file.lock.short_path))
        files.append(ctx.file.lock)
    if ctx.attr.strict:
        options.append("--strict")
    if ctx.attr.today:
        options.append("--today " + ctx.attr.today)
    return runner_script(
        ctx,
        [_CHECK.format(graph = graph.short_path, options = " ".join(options))],
        files,
        lineage_toolchain_of(ctx),
    )

lineage_policy_test = rule(
    implementation = _lineage_policy_test_impl,
    test = True,
    attrs = {
        "baseline": attr.label(
            allow_single_file = True,
            doc = "An older graph, a file. What was wrong in it already does not fail the test.",
        ),
        "graph": attr.label(
            mandatory = True,
            providers = [LineageGraphInfo],
            doc = "The lineage: a `lineage_graph`, `lineage_job` or `lineage_pipeline`.",
        ),
        "lock": attr.label(
            allow_single_file = True,
            doc = "A `lineage.lock`: what counts as pinned.",
        ),
        "policies": attr.label_list(
            allow_empty = False,
            mandatory = True,
            providers = [LineagePolicyInfo],
            doc = "What it is held to, `lineage_policy` targets.",
        ),
        "strict": attr.bool(
            default = True,
            doc = "Whether it also fails where a policy speaks of what is not in the graph, by a selector that is not `optional`, or a step.",
        ),
        "today": attr.string(
            doc = """The day on which waivers and rules must hold, `2027-03-31`. Default: the day of the test; Bazel keeps what a test
            said, so a waiver's end is noticed when something of the lineage changes, or with `--nocache_test_results`.""",
        ),
    },
    toolchains = [TOOLCHAIN_TYPE],
    doc = "Fails where a graph breaks a policy, and shows the way through the code by which it does.",
)
