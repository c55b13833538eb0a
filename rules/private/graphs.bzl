"""What the rules that make a graph have in common: `lineage_graph`, `lineage_job`, `lineage_pipeline`."""

load(":actions.bzl", "ask", "join_jobs")
load(":lineage_mode.bzl", "mode_of")
load(":providers.bzl", "LineageGraphInfo")

def no_graph():
    """The providers of such a rule where lineage is off."""
    return [
        DefaultInfo(),
        LineageGraphInfo(graph = None, jobs = depset(), declarations = depset(), schemas = depset()),
        OutputGroupInfo(lineage = depset()),
    ]

def jobs_of(label, jobs):
    """Jobs, each once: one that is declared instead of the same one that is not.

    Args:
      label: Label, the target that joins them.
      jobs: list of struct(name, graph, declared).

    Returns:
      A list of struct(name, graph, declared), sorted by name.
    """
    chosen = {}
    for job in jobs:
        known = chosen.get(job.name)
        if known and known.declared and job.declared and known.graph != job.graph:
            fail("{}: two targets declare the job {}".format(label, job.name))
        if not known or (job.declared and not known.declared):
            chosen[job.name] = job
    return [chosen[name] for name in sorted(chosen)]

def graph_providers(ctx, jobs, declarations, schemas, fragments, declared_job = None, runs = []):
    """Joins jobs, and gives the providers of the rule that does.

    Args:
      ctx: the rule's context, which has `_mode`.
      jobs: list of struct(name, graph, declared), as `jobs_of` gives.
      declarations: depset of File.
      schemas: depset of File.
      fragments: depset of File, for the output group of that name.
      declared_job: string, the name of the one job, if this rule declares it; None if it declares none.
      runs: list of struct(name, graph, declared), further jobs for those who join this graph.

    Returns:
      A list of providers.
    """
    name = ctx.label.name
    graph = ctx.actions.declare_file(name + ".graph")
    graphs = [job.graph for job in jobs]
    declared = bool(declarations.to_list())
    enforced = declared and mode_of(ctx) == "enforce"
    if len(graphs) == 1 and not declared:
        ctx.actions.symlink(output = graph, target_file = graphs[0])
    else:
        join_jobs(ctx, graphs, declarations, schemas, graph, strict = enforced)
    if declared_job:
        jobs = [struct(name = declared_job, graph = graph, declared = True)]

    # What is found is wanted most where a strict job made no graph.
    found = graph
    if enforced:
        found = ctx.actions.declare_file("_lineage/{}.unchecked.graph".format(name))
        join_jobs(ctx, graphs, declarations, schemas, found)
    findings = ctx.actions.declare_file(name + ".findings.txt")
    sarif = ctx.actions.declare_file(name + ".sarif")
    message = "Comparing declared and derived lineage of %s" % ctx.label
    ask(ctx, ["declared", "--report", "-o", findings, found], [found], findings, message)
    ask(ctx, ["declared", "--report", "--format", "sarif", "-o", sarif, found], [found], sarif, message)
    groups = {"_validation": depset([graph])} if enforced else {}
    return [
        DefaultInfo(files = depset([graph]), runfiles = ctx.runfiles(files = [graph])),
        LineageGraphInfo(graph = graph, jobs = depset(jobs + runs), declarations = declarations, schemas = schemas),
        OutputGroupInfo(
            lineage = depset([graph]),
            lineage_findings = depset([findings]),
            lineage_fragments = fragments,
            lineage_graph = depset([graph]),
            lineage_jobs = depset(graphs),
            lineage_sarif = depset([sarif]),
            **groups
        ),
    ]

_SCRIPT = """#!/usr/bin/env bash
set -euo pipefail
root=$PWD
{lines}
"""

def runner_script(ctx, lines, files, tool = None):
    """The providers of an executable rule: a script over files.

    Args:
      ctx: the rule's context.
      lines: list of strings, shell; none where there is nothing to do, as where lineage is off. It starts where files are,
        by their short paths, which `$root` is, and `$tool` is the command.
      files: list of File, what the script needs.
      tool: LineageToolchainInfo, if the script needs the `pedigree` command.

    Returns:
      A list of providers.
    """
    runfiles = ctx.runfiles(files = files)
    if tool:
        lines = ['tool="$root/{}"'.format(tool.tool.executable.short_path)] + lines
        runfiles = runfiles.merge(tool.runfiles)
    script = ctx.actions.declare_file(ctx.label.name + ".sh")
    ctx.actions.write(
        script,
        _SCRIPT.format(lines = "\n".join(lines or ["echo 'Lineage is off: nothing to do.'"])),
        is_executable = True,
    )
    return [DefaultInfo(executable = script, runfiles = runfiles)]
