"""`lineage_graph`: the lineage of one or several programs, as one graph."""

load(":actions.bzl", "join_jobs", "link_job")
load(":lineage_aspect.bzl", "lineage_aspect")
load(":lineage_toolchain.bzl", "TOOLCHAIN_TYPE")
load(":providers.bzl", "LineageGraphInfo", "LineageInfo")

def _job_graph(ctx, job, index):
    """The graph of one job, linked here if the job is a library and not a program."""
    lineage = job[LineageInfo]
    if lineage.graph:
        return lineage.graph
    graph = ctx.actions.declare_file("_lineage/{}/{}.{}.graph".format(ctx.label.name, index, job.label.name))
    link_job(ctx, job.label, lineage.fragments, graph)
    return graph

def _lineage_graph_impl(ctx):
    jobs = [_job_graph(ctx, job, index) for index, job in enumerate(ctx.attr.jobs)]
    graph = ctx.actions.declare_file(ctx.label.name + ".graph")
    if len(jobs) == 1:
        ctx.actions.symlink(output = graph, target_file = jobs[0])
    else:
        join_jobs(ctx, jobs, graph)
    return [
        DefaultInfo(files = depset([graph]), runfiles = ctx.runfiles(files = [graph])),
        LineageGraphInfo(graph = graph, jobs = depset(jobs)),
        OutputGroupInfo(
            lineage = depset([graph]),
            lineage_fragments = depset(transitive = [job[LineageInfo].fragments for job in ctx.attr.jobs]),
            lineage_jobs = depset(jobs),
        ),
    ]

lineage_graph = rule(
    implementation = _lineage_graph_impl,
    attrs = {
        "jobs": attr.label_list(
            allow_empty = False,
            aspects = [lineage_aspect],
            mandatory = True,
            providers = [LineageInfo],
            doc = "The programs, C++ targets all. Each is a job of the graph, named by its label.",
        ),
    },
    toolchains = [TOOLCHAIN_TYPE],
    doc = """The lineage of the programs of a system, as one graph: `NAME.graph`.

    Assets that one program writes and another reads are one asset in it, so that a flow can be followed from the raw
    file of the first program to the model of the last.""",
)
