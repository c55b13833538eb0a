"""`lineage_toolchain`: which `pedigree` the rules run, and with which catalogs."""

load(":providers.bzl", "LineageToolchainInfo")

TOOLCHAIN_TYPE = str(Label("//rules:toolchain_type"))

def _lineage_toolchain_impl(ctx):
    if "/" not in ctx.executable.tool.path:
        fail("{}: Bazel does not run a file of the workspace's own folder: put {} into one of its own".format(ctx.label, ctx.executable.tool.path))

    # The very tool that the actions run, within reach: who builds a graph has it built already, and not for the target
    # configuration once more.
    tool = ctx.actions.declare_file(ctx.label.name + "_tool")
    ctx.actions.symlink(output = tool, target_file = ctx.executable.tool, is_executable = True)
    return [
        DefaultInfo(files = depset([tool])),
        platform_common.ToolchainInfo(
            lineage = LineageToolchainInfo(
                catalogs = depset(ctx.files.catalogs),
                default_catalogs = ctx.attr.default_catalogs,
                runfiles = ctx.runfiles(files = [ctx.executable.tool]).merge(ctx.attr.tool[DefaultInfo].default_runfiles),
                tool = ctx.attr.tool[DefaultInfo].files_to_run,
            ),
        ),
    ]

lineage_toolchain = rule(
    implementation = _lineage_toolchain_impl,
    attrs = {
        "catalogs": attr.label_list(
            allow_files = [".txtpb"],
            doc = "Models of APIs of one's own, for every source. They come after those that the tool brings along, and win.",
        ),
        "default_catalogs": attr.bool(
            default = True,
            doc = "Whether the models that the tool was built with serve too (`@pedigree//catalog`).",
        ),
        "tool": attr.label(
            allow_files = True,
            cfg = "exec",
            executable = True,
            mandatory = True,
            doc = "The `pedigree` command.",
        ),
    },
    doc = """The tool and the catalogs that derive lineage.

    A workspace with models of its own APIs, or with an installed `pedigree`, defines one, wraps it in a `toolchain` of
    type `@pedigree//rules:toolchain_type`, and registers that before Pedigree's own. Built by itself, it leaves the tool in
    `bazel-bin/PACKAGE/NAME_tool`.""",
)

def lineage_toolchain_of(ctx):
    """The LineageToolchainInfo that serves a rule or an aspect with `toolchains = [TOOLCHAIN_TYPE]`."""
    return ctx.toolchains[TOOLCHAIN_TYPE].lineage
