"""`lineage_graph`: the lineage of one or several programs, as one graph."""

load(":actions.bzl", "job_name", "link_job")
load(":graphs.bzl", "graph_providers", "jobs_of", "no_graph")
load(":lineage_aspect.bzl", "lineage_aspect")
load(":lineage_mode.bzl", "MODE", "mode_of")
load(":lineage_toolchain.bzl", "TOOLCHAIN_TYPE")
load(":providers.bzl", "LineageAssetInfo", "LineageGraphInfo", "LineageInfo", "LineageTransformInfo")

def derived_jobs(ctx, target, folder):
    """The jobs of a C++ target: itself, linked here if it is a library and not a program, and what it runs.

    Args:
      ctx: the rule's context.
      target: Target, with LineageInfo.
      folder: string, where the graph of a library goes, unlike that of any other target.

    Returns:
      A list of struct(name, graph, declared): first its own job.
    """
    lineage = target[LineageInfo]
    graph = lineage.graph
    if not graph:
        if not lineage.fragments:
            fail("{}: {} has no C++ source of which there is lineage (neither it nor what it depends on)".format(ctx.label, target.label))
        graph = ctx.actions.declare_file("_lineage/{}/{}.{}.graph".format(ctx.label.name, folder, target.label.name))
        link_job(ctx, target.label, lineage.fragments, graph)
    own = struct(name = job_name(target.label), graph = graph, declared = False)
    runs = [struct(name = run.name, graph = run.graph, declared = False) for run in lineage.runs.to_list()]
    return [own] + runs

def _lineage_graph_impl(ctx):
    if mode_of(ctx) == "off":
        return no_graph()
    jobs = []
    for index, target in enumerate(ctx.attr.jobs):
        if LineageGraphInfo in target:
            jobs += target[LineageGraphInfo].jobs.to_list()
        else:
            jobs += derived_jobs(ctx, target, index)
    graphs = [target[LineageGraphInfo] for target in ctx.attr.jobs if LineageGraphInfo in target]
    declared = (
        [asset[LineageAssetInfo].declaration for asset in ctx.attr.assets] +
        [transform[LineageTransformInfo].declaration for transform in ctx.attr.transforms]
    )
    return graph_providers(
        ctx,
        jobs_of(ctx.label, jobs),
        declarations = depset(declared, transitive = [graph.declarations for graph in graphs]),
        schemas = depset(transitive = [asset[LineageAssetInfo].schemas for asset in ctx.attr.assets] +
                                      [graph.schemas for graph in graphs]),
        fragments = depset(transitive = [job[LineageInfo].fragments for job in ctx.attr.jobs if LineageInfo in job]),
    )

lineage_graph = rule(
    implementation = _lineage_graph_impl,
    attrs = {
        "assets": attr.label_list(
            providers = [LineageAssetInfo],
            doc = "Declared assets: what is said of them, the graph's assets of such names get.",
        ),
        "jobs": attr.label_list(
            allow_empty = False,
            aspects = [lineage_aspect],
            mandatory = True,
            providers = [[LineageInfo], [LineageGraphInfo]],
            doc = """The programs: C++ targets, each a job of the graph named by its label; `lineage_job` targets; or other
            graphs and pipelines, whose jobs are then jobs of this one too.""",
        ),
        "transforms": attr.label_list(
            providers = [LineageTransformInfo],
            doc = "Declared transforms.",
        ),
        "_mode": MODE,
    },
    toolchains = [TOOLCHAIN_TYPE],
    doc = """The lineage of the programs of a system, as one graph: `NAME.graph`.

    Assets that one program writes and another reads are one asset in it, so that a flow can be followed from the raw
    file of the first program to the model of the last. Programs that a job has among its `data` are jobs of
    the graph too.""",
)
