"""What the rules that declare something have in common."""

load(":actions.bzl", "job_name")
load(":providers.bzl", "LineageAssetInfo")
load(":text_proto.bzl", "message", "quoted", "string", "strings", "words")

# As proto/catalog.proto has them.
KINDS = [
    "DATASET",
    "TABLE",
    "STREAM",
    "COLUMN",
    "FEATURE",
    "MODEL",
    "EMBEDDING",
    "INDEX",
    "PROMPT",
    "COMPLETION",
    "METRIC",
    "CONFIG",
    "LOG",
]

ASSET_ATTRS = {
    "aliases": attr.string_list_dict(
        doc = """What other systems call the same data, by namespace: `{"hive://metastore:9083": ["core.people"]}`. Lineage that is
        imported from them meets this asset there. `asset_name` then has neither globs nor holes.""",
    ),
    "asset_name": attr.string(
        doc = """The asset's name within its namespace, as the code has it: `data/patients.csv`, `lake/{date}/*.parquet`.
        `*` stands for text without a slash, `**` for any, a hole `{..}` for some. Default: the target's own name.""",
    ),
    "asset_tags": attr.string_list(
        doc = "Tags of the asset as a whole, which travel with its data: `pii`. (`tags` are Bazel's own.)",
    ),
    "column_descriptions": attr.string_dict(
        doc = "What columns hold, by column.",
    ),
    "column_tags": attr.string_list_dict(
        doc = """Tags of single columns: `{"race": ["protected"]}`. A column named here need not be listed in `columns`;
        where programs write the asset by column, one that none of them writes is a difference all the same.""",
    ),
    "column_types": attr.string_dict(
        doc = "Types of columns, by column, in whatever words fit.",
    ),
    "columns": attr.string_list(
        doc = "All its columns. Where they are listed, here or by `schema`, the code should name no others.",
    ),
    "description": attr.string(
        doc = "What it is, in a sentence.",
    ),
    "digest": attr.string(
        doc = "The version that is meant, `sha256:` and 64 hexadecimal digits.",
    ),
    "license": attr.string(
        doc = "Under which licence its data may be used, as an SPDX expression.",
    ),
    "namespace": attr.string(
        default = "file",
        doc = "OpenLineage's namespace: `file`, `s3://lake`, `sqlite:out/clinic.db`. Globs and holes as in `asset_name`.",
    ),
    "owner": attr.string(
        doc = "Who answers for it: a person, a team, a CODEOWNERS handle.",
    ),
    "purposes": attr.string_list(
        doc = "What it may be used for; empty: not said.",
    ),
    "region": attr.string(
        doc = "Where it may be kept: `eu-west-1`.",
    ),
    "retention_days": attr.int(
        doc = "After how many days it is to be deleted; 0: not said.",
    ),
    "schema": attr.label(
        allow_single_file = [".proto"],
        doc = "A protobuf schema with a message whose fields are its columns.",
    ),
    "schema_message": attr.string(
        doc = "That message.",
    ),
}

def build_file(ctx):
    """The BUILD file of a target, as far as Bazel tells."""
    return getattr(ctx, "build_file_path", None) or ctx.label.package + "/BUILD"

def write_declaration(ctx, lines):
    """Writes NAME.declared.txtpb and gives it."""
    declaration = ctx.actions.declare_file(ctx.label.name + ".declared.txtpb")
    ctx.actions.write(declaration, "\n".join(lines) + "\n")
    return declaration

def _columns(ctx):
    attr = ctx.attr
    names = {name: None for name in attr.columns}
    for said in (attr.column_tags, attr.column_types, attr.column_descriptions):
        names.update({name: None for name in said})
    lines = []
    for name in names:
        lines += message(
            "column",
            string("name", name) +
            string("type", attr.column_types.get(name)) +
            strings("tag", attr.column_tags.get(name, [])) +
            string("description", attr.column_descriptions.get(name)),
        )
    return lines

def _is_digest(text):
    digits = text[len("sha256:"):]
    return text.startswith("sha256:") and len(digits) == 64 and not digits.strip("0123456789abcdef")

def _aliases(aliases):
    lines = []
    for namespace, names in aliases.items():
        for name in names:
            lines += message("alias", string("namespace", namespace) + string("name", name))
    return lines

def declare_asset(ctx, kind):
    """The providers of a rule with ASSET_ATTRS.

    Args:
      ctx: the rule's context.
      kind: string, one of KINDS.

    Returns:
      A list of providers.
    """
    attr = ctx.attr
    if bool(attr.schema) != bool(attr.schema_message):
        fail("{}: `schema` and `schema_message` go together".format(ctx.label))
    if attr.retention_days < 0:
        fail("{}: `retention_days` is {}, and data cannot be kept that long".format(ctx.label, attr.retention_days))
    if attr.digest and not _is_digest(attr.digest):
        fail("{}: `digest` is sha256: and 64 hexadecimal digits in lower case, not {}".format(ctx.label, quoted(attr.digest)))
    for tag in attr.asset_tags + [tag for tags in attr.column_tags.values() for tag in tags]:
        if not tag or tag != tag.strip():
            fail("{}: {} is no tag".format(ctx.label, quoted(tag)))
    properties = (
        strings("tag", attr.asset_tags) +
        string("owner", attr.owner) +
        string("license", attr.license) +
        string("region", attr.region) +
        strings("purpose", attr.purposes) +
        words("retention_days", attr.retention_days) +
        string("digest", attr.digest) +
        string("description", attr.description) +
        _columns(ctx)
    )
    schema = []
    if attr.schema:
        schema = message("schema", string("file", ctx.file.schema.path) + string("message", attr.schema_message))
    declaration = write_declaration(ctx, message(
        "asset",
        string("target", job_name(ctx.label)) +
        string("build_file", build_file(ctx)) +
        string("namespace", attr.namespace) +
        string("name", attr.asset_name or ctx.label.name) +
        words("kind", kind) +
        words("all_columns", bool(attr.columns)) +
        _aliases(attr.aliases) +
        message("properties", properties) +
        schema,
    ))
    return [
        DefaultInfo(files = depset([declaration])),
        LineageAssetInfo(
            declaration = declaration,
            schemas = depset(ctx.files.schema),
            target = job_name(ctx.label),
        ),
    ]

def _split(end, column_of):
    """'label#column' -> (label, column)."""
    parts = end.split("#")
    if len(parts) > 2:
        fail("{}: more than one '#' in '{}'".format(column_of, end))
    return (parts[0], parts[1] if len(parts) == 2 else "")

def flow_lines(ctx, flows, inputs, outputs):
    """A job's `flows`, as messages.

    Args:
      ctx: the rule's context.
      flows: dict from an output to its inputs, each a label with or without '#column'.
      inputs: list of Target, with LineageAssetInfo.
      outputs: list of Target, likewise.

    Returns:
      A list of lines.
    """
    lines = []
    for to, sources in flows.items():
        if not sources:
            fail("{}: flows do not say what {} is made of. Leave it out if it may be made of all inputs".format(ctx.label, quoted(to)))
        to_label, to_column = _split(to, ctx.label)
        for source in sources:
            from_label, from_column = _split(source, ctx.label)
            lines += message(
                "flow",
                string("from", _among(ctx, from_label, inputs, "inputs")) +
                string("from_column", from_column) +
                string("to", _among(ctx, to_label, outputs, "outputs")) +
                string("to_column", to_column),
            )
    return lines

def _absolute(ctx, written):
    """A label as a BUILD file writes it, as `job_name` writes it."""
    name = job_name(ctx.label)
    repository, _, _ = name.partition("//")
    if "//" not in written:
        return name.rpartition(":")[0] + ":" + (written[1:] if written.startswith(":") else written)
    if ":" not in written:
        written += ":" + written.rpartition("/")[2]
    return repository + written if written.startswith("//") else written

def _among(ctx, written, targets, what):
    wanted = _absolute(ctx, written)
    for target in targets:
        if target[LineageAssetInfo].target == wanted:
            return wanted
    fail("{}: flows name {}, which is not among the job's {}".format(ctx.label, quoted(written), what))
