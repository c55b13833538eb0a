"""The actions of the way of the data: extract (one a source), link (one a job), and what is asked of a graph."""

load(":lineage_toolchain.bzl", "TOOLCHAIN_TYPE", "lineage_toolchain_of")

# Where actions choose their execution platform by toolchain (Bazel 7 and later can be told so, and 9 does), an action
# must name the toolchain its tool comes from. Earlier Bazels do not know the parameter, and a parameter cannot be asked
# for: `package_relative_label` is of about the same age.
_TOOLCHAIN = {"toolchain": TOOLCHAIN_TYPE} if hasattr(native, "package_relative_label") else {}

def job_name(label):
    """A target's name as a job: its label, the same in every Bazel and whether or not modules are on."""
    repository = getattr(label, "repo_name", None) or label.workspace_name
    return "{}//{}:{}".format("@" + repository if repository else "", label.package, label.name)

def extract(ctx, source, command, headers, inputs, env, catalogs, fragment):
    """Derives the lineage of one source.

    Args:
      ctx: the aspect's context.
      source: File, the source.
      command: list of Args or strings, what the compiler is called with.
      headers: depset of File, what the source may include. A change to one that it did not include runs nothing.
      inputs: depset of File, what else the compile has as inputs.
      env: dict, the environment of the compile.
      catalogs: depset of File, models of APIs beside those of the toolchain.
      fragment: File, the output.
    """
    toolchain = lineage_toolchain_of(ctx)
    unused = ctx.actions.declare_file(fragment.basename + ".unused", sibling = fragment)

    options = ctx.actions.args()
    options.add("extract")

    # The tool's own catalogs are a part of it, and so of the action; given as files they would be a hundred inputs of each source.
    if not toolchain.default_catalogs:
        options.add("--no-default-catalogs")
    options.add_all(toolchain.catalogs, before_each = "--catalog")
    options.add_all(catalogs, before_each = "--catalog")
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
        inputs = depset([source], transitive = [headers, inputs, toolchain.catalogs, catalogs]),
        outputs = [fragment, unused],
        unused_inputs_list = unused,
        env = env,
        mnemonic = "LineageExtract",
        progress_message = "Deriving lineage of %s" % source.short_path,
        **_TOOLCHAIN
    )

def _link(ctx, options, parts, inputs, graph, message):
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
        inputs = depset(transitive = [parts, inputs]),
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
    _link(ctx, ["--job", job_name(label)], fragments, depset(), graph, "Linking lineage of %s" % label)

def join_jobs(ctx, graphs, declarations, schemas, graph, strict = False):
    """Joins the graphs of jobs, and what is declared of them, into one.

    Args:
      ctx: the rule's context.
      graphs: list of File.
      declarations: depset of File, what is declared.
      schemas: depset of File, the schemas that declarations name.
      graph: File, the output.
      strict: bool, whether the build fails where a job that is declared strict does not agree with its declaration.
    """
    options = ["--strict"] if strict else []
    for declaration in declarations.to_list():
        options += ["--declarations", declaration.path]
    _link(
        ctx,
        options,
        depset(graphs),
        depset(transitive = [declarations, schemas]),
        graph,
        "Joining lineage of %s" % ctx.label,
    )

def ask(ctx, arguments, inputs, output, message):
    """Writes down what the tool says of a graph.

    Args:
      ctx: the rule's context.
      arguments: list of strings and Files, after the tool's name.
      inputs: list of File.
      output: File, which `arguments` name.
      message: string, what Bazel shows while it runs.
    """
    args = ctx.actions.args()
    args.add_all(arguments)
    ctx.actions.run(
        executable = lineage_toolchain_of(ctx).tool,
        arguments = [args],
        inputs = inputs,
        outputs = [output],
        mnemonic = "LineageAsk",
        progress_message = message,
        **_TOOLCHAIN
    )

def capture(ctx, verb, options, graphs, output, message):
    """Writes down what a verb of the tool prints of graphs.

    Args:
      ctx: the rule's context.
      verb: string.
      options: list of strings.
      graphs: list of File, the arguments after the options.
      output: File.
      message: string, what Bazel shows while it runs.
    """
    tool = lineage_toolchain_of(ctx).tool
    ctx.actions.run_shell(
        command = 'out=$1 && shift && "$@" >"$out"',
        arguments = [output.path, tool.executable.path, verb] + options + [graph.path for graph in graphs],
        inputs = graphs,
        outputs = [output],
        tools = [tool],
        mnemonic = "LineageAsk",
        progress_message = message,
        **_TOOLCHAIN
    )
