"""`lineage_run_test`: runs programs under observation and holds what they did against their lineage."""

load(":actions.bzl", "job_name")
load(":graphs.bzl", "runner_script")
load(":providers.bzl", "LineageGraphInfo")

_SCRIPT = """#!/usr/bin/env bash
# Runs programs under observation, one after the other, in a folder with their data; then verifies.
set -euo pipefail
root=$PWD
export PEDIGREE_OBSERVER="$root/{observer}"
work=$(mktemp -d "${{TEST_TMPDIR:-/tmp}}/run.XXXXXX")
cd "$work"
{data}
ledgers=()
{runs}
args=()
if [[ -n "${{TEST_UNDECLARED_OUTPUTS_DIR:-}}" ]]; then cp "${{ledgers[@]}}" "$TEST_UNDECLARED_OUTPUTS_DIR"; fi
if [[ -n "{lock}" ]]; then args+=(--lock "$root/{lock}"); fi
status=0
"$root/{tool}" verify "${{args[@]}}" "$root/{graph}" "${{ledgers[@]}}" || status=$?
if (( status != 0 )); then exit $status; fi
"""

_RUN = """"$root/{tool}" run --quiet --job {job} --ledger {ledger} -- "$root/{program}" {args}
ledgers+=("$work/{ledger}")
"""

def _quoted(text):
    return "'" + text.replace("'", "'\\''") + "'"

def _data_line(file, strip):
    path = file.short_path
    target = path[len(strip) + 1:] if strip and path.startswith(strip + "/") else path
    folder = target.rpartition("/")[0]
    make = "mkdir -p {} && ".format(_quoted(folder)) if folder else ""
    return '{}cp -L "$root"/{} {}'.format(make, _quoted(path), _quoted(target))

def _lineage_run_test_impl(ctx):
    tool = ctx.executable._tool
    observer = ctx.file._observer
    graph = ctx.attr.graph[LineageGraphInfo].graph
    if not graph:
        return runner_script(ctx, [], [])
    runs = []
    runfiles = ctx.runfiles(files = [tool, observer, graph] + ctx.files.data + ctx.files.lock)
    runfiles = runfiles.merge(ctx.attr._tool[DefaultInfo].default_runfiles)
    for index, program in enumerate(ctx.attr.programs):
        executable = program[DefaultInfo].files_to_run.executable
        runfiles = runfiles.merge(program[DefaultInfo].default_runfiles)
        runs.append(_RUN.format(
            tool = tool.short_path,
            job = _quoted(job_name(program.label)),
            ledger = "{}.{}.ledger".format(index, program.label.name),
            program = executable.short_path,
            args = " ".join([_quoted(arg) for arg in ctx.attr.program_args]),
        ))
    script = ctx.actions.declare_file(ctx.label.name + ".sh")
    ctx.actions.write(
        script,
        _SCRIPT.format(
            observer = observer.short_path,
            data = "\n".join([_data_line(file, ctx.label.package) for file in ctx.files.data]),
            runs = "".join(runs),
            lock = ctx.file.lock.short_path if ctx.file.lock else "",
            tool = tool.short_path,
            graph = graph.short_path,
        ),
        is_executable = True,
    )
    return [DefaultInfo(executable = script, runfiles = runfiles)]

lineage_run_test = rule(
    implementation = _lineage_run_test_impl,
    test = True,
    attrs = {
        "data": attr.label_list(
            allow_files = True,
            doc = "The files that the programs read, at their place relative to this package.",
        ),
        "graph": attr.label(
            mandatory = True,
            providers = [LineageGraphInfo],
            doc = "The lineage: a `lineage_graph`, `lineage_job` or `lineage_pipeline`.",
        ),
        "lock": attr.label(
            allow_single_file = True,
            doc = "A `lineage.lock`: the digests that data and models are to have.",
        ),
        "program_args": attr.string_list(
            doc = "Arguments, given to each of the programs.",
        ),
        "programs": attr.label_list(
            mandatory = True,
            cfg = "target",
            doc = "The programs, run in this order in one folder that begins with nothing but `data`.",
        ),
        "_observer": attr.label(
            default = Label("//runtime:libpedigree_observe.so"),
            allow_single_file = True,
            cfg = "target",
        ),
        "_tool": attr.label(
            default = Label("//cli:pedigree"),
            executable = True,
            cfg = "target",
        ),
    },
    doc = """Runs programs under observation, and fails where they touch what their lineage does not have, leave out what is
    declared, or (with `lock`) work on other bytes. Their ledgers are in the test's undeclared outputs.""",
)
