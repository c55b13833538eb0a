"""`lineage_dataset`, `lineage_model`, `lineage_asset`: data that programs read and write, declared."""

load(":declarations.bzl", "ASSET_ATTRS", "KINDS", "declare_asset")

def _lineage_dataset_impl(ctx):
    return declare_asset(ctx, "DATASET")

lineage_dataset = rule(
    implementation = _lineage_dataset_impl,
    attrs = ASSET_ATTRS,
    doc = """Declares a dataset: a file, or files of one kind, as programs name them.

    What is said of it (owner, licence, tags ...) is in every graph that has it, for policies to read.""",
)

def _lineage_model_impl(ctx):
    return declare_asset(ctx, "MODEL")

lineage_model = rule(
    implementation = _lineage_model_impl,
    attrs = ASSET_ATTRS,
    doc = "Declares a model.",
)

def _lineage_asset_impl(ctx):
    return declare_asset(ctx, ctx.attr.kind)

lineage_asset = rule(
    implementation = _lineage_asset_impl,
    attrs = dict(
        ASSET_ATTRS,
        kind = attr.string(
            mandatory = True,
            values = KINDS,
            doc = "What it is.",
        ),
    ),
    doc = "Declares an asset of any kind: a table, a stream, a feature, a vector index, a prompt ...",
)
