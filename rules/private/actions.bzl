"""The two actions of the way of the data: extract (one a source) and link (one a job)."""

load(":lineage_toolchain.bzl", "TOOLCHAIN_TYPE", "lineage_toolchain_of")

# Where actions choose their execution platform by toolchain (Bazel 7 and later can be told so, and 9 does), an action
# must name the toolchain its tool comes from. Earlier Bazels do not know the parameter, and a parameter cannot be asked
# for: `package_relative_label` is of about the same age.
_TOOLCHAIN = {"toolchain": TOOLCHAIN_TYPE} if hasattr(native, "package_relative_label") else {}

def job_name(label):
    """A target's name as a job: its label, the same in every Bazel and whether or not modules are on."""
    repository = getattr(label, "repo_name", None) or label.workspace_name
    return "{}//{}:{}".format("@" + repository if repository else "", label.package, label.name)

def extract(ctx, source, command, headers, inputs, env, fragment):
    """Derives the lineage of one source.

    Args:
      ctx: the aspect's context.
      source: File, the source.
      command: list of Args or strings, what the compiler is called with.
      headers: depset of File, what the source may include. A change to one that it did not include runs nothing.
      inputs: depset of File, what else the compile has as inputs.
      env: dict, the environment of the compile.
      fragment: File, the output.
    """
    toolchain = lineage_toolchain_of(ctx)
    unused = ctx.actions.declare_file(fragment.basename + ".unused", sibling = fragment)

    options = ctx.actions.args()
    options.add("extract")

    # The toolchain's catalogs and no others: what the tool would find by itself is no input of the action.
    options.add("--no-default-catalogs")
    options.add_all(toolchain.catalogs, before_each = "--catalog")
    options.add("-o", fragment)
    options.add("--unused-inputs", unused)

    # Always a file, as a list of headers is long.
    declared = ctx.actions.args()
    declared.add_all(headers)
    declared.set_param_file_format("multiline")
    declared.use_param_file("--declared-inputs=%s", use_always = True)

    positional = ctx.actions.args()
    positional.add(source)
    positional.add("--")

    ctx.actions.run(
        executable = toolchain.tool,
        arguments = [options, declared, positional] + command,
        inputs = depset([source], transitive = [headers, inputs, toolchain.catalogs]),
        outputs = [fragment, unused],
        unused_inputs_list = unused,
        env = env,
        mnemonic = "LineageExtract",
        progress_message = "Deriving lineage of %s" % source.short_path,
        **_TOOLCHAIN
    )

def _link(ctx, options, parts, graph, message):
    args = ctx.actions.args()
    args.add("link")
    args.add_all(options)
    args.add("-o", graph)
    files = ctx.actions.args()
    files.add_all(parts)
    files.set_param_file_format("multiline")
    files.use_param_file("@%s")
    ctx.actions.run(
        executable = lineage_toolchain_of(ctx).tool,
        arguments = [args, files],
        inputs = parts,
        outputs = [graph],
        mnemonic = "LineageLink",
        progress_message = message,
        **_TOOLCHAIN
    )

def link_job(ctx, label, fragments, graph):
    """Links the fragments of one program into its graph.

    Args:
      ctx: the rule's or aspect's context.
      label: Label, the program.
      fragments: depset of File.
      graph: File, the output.
    """
    _link(ctx, ["--job", job_name(label)], fragments, graph, "Linking lineage of %s" % label)

def join_jobs(ctx, graphs, graph):
    """Joins the graphs of several jobs into one.

    Args:
      ctx: the rule's context.
      graphs: list of File.
      graph: File, the output.
    """
    _link(ctx, [], depset(graphs), graph, "Joining lineage of %s" % ctx.label)
