"""`lineage_pipeline`: declared jobs that hand data to one another."""

load(":graphs.bzl", "graph_providers", "jobs_of", "no_graph")
load(":lineage_mode.bzl", "MODE", "mode_of")
load(":lineage_toolchain.bzl", "TOOLCHAIN_TYPE")
load(":providers.bzl", "LineageAssetInfo", "LineageGraphInfo", "LineageJobInfo")

def _check(ctx, jobs):
    """Fails where the jobs are no pipeline, or one with other ends."""
    names = {}
    for job in jobs:
        if job.name in names:
            fail("{}: two of its jobs are declared for one program, {}".format(ctx.label, job.name))
        names[job.name] = None
    read = {asset: None for job in jobs for asset in job.reads}
    written = {asset: None for job in jobs for asset in job.writes}
    for job in jobs if len(jobs) > 1 else []:
        others = {
            asset: None
            for other in jobs
            for asset in other.reads + other.writes
            if other.name != job.name
        }
        if not [asset for asset in job.reads + job.writes if asset in others]:
            fail("{}: {} shares no declared asset with the other jobs: none of its inputs and outputs is one of theirs, by label".format(ctx.label, job.name))
    for asset in [asset[LineageAssetInfo].target for asset in ctx.attr.inputs]:
        if asset not in read or asset in written:
            fail("{}: {} is no input: {}".format(
                ctx.label,
                asset,
                "a job of the pipeline writes it" if asset in written else "no job of the pipeline reads it",
            ))
    for asset in [asset[LineageAssetInfo].target for asset in ctx.attr.outputs]:
        if asset not in written:
            fail("{}: {} is no output: no job of the pipeline writes it".format(ctx.label, asset))
    if not ctx.attr.inputs:
        return
    inputs = {asset[LineageAssetInfo].target: None for asset in ctx.attr.inputs}
    for asset in read:
        if asset not in written and asset not in inputs:
            fail("{}: {} is read, no job writes it, and it is not among `inputs`".format(ctx.label, asset))

def _lineage_pipeline_impl(ctx):
    _check(ctx, [job[LineageJobInfo] for job in ctx.attr.jobs])
    if mode_of(ctx) == "off":
        return no_graph()
    graphs = [job[LineageGraphInfo] for job in ctx.attr.jobs]
    jobs = []
    for graph in graphs:
        jobs += graph.jobs.to_list()
    return graph_providers(
        ctx,
        jobs_of(ctx.label, jobs),
        declarations = depset(transitive = [graph.declarations for graph in graphs]),
        schemas = depset(transitive = [graph.schemas for graph in graphs]),
        fragments = depset(),
    )

lineage_pipeline = rule(
    implementation = _lineage_pipeline_impl,
    attrs = {
        "inputs": attr.label_list(
            providers = [LineageAssetInfo],
            doc = "What comes from outside. Where given, it must be all that jobs read and none of them writes.",
        ),
        "jobs": attr.label_list(
            allow_empty = False,
            mandatory = True,
            providers = [LineageGraphInfo, LineageJobInfo],
            doc = "The `lineage_job` targets, in any order: assets say what comes before what.",
        ),
        "outputs": attr.label_list(
            providers = [LineageAssetInfo],
            doc = "What it is for: assets that jobs of it write.",
        ),
        "_mode": MODE,
    },
    toolchains = [TOOLCHAIN_TYPE],
    doc = """Declared jobs, joined by the assets that one writes and another reads, as one graph: `NAME.graph`.

    Analysis fails where a job shares no asset with the others, and where `inputs` or `outputs` are not the pipeline's.""",
)
