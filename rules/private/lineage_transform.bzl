"""`lineage_transform`: what a function does to data, declared."""

load(":actions.bzl", "job_name")
load(":declarations.bzl", "write_declaration")
load(":providers.bzl", "LineageTransformInfo")
load(":text_proto.bzl", "message", "string", "strings", "words")

# As proto/catalog.proto has them.
_KINDS = [
    "TRAIN",
    "INFER",
    "EVALUATE",
    "EMBED",
    "INDEXING",
    "RETRIEVE",
    "GENERATE",
    "TOKENIZE",
    "ANONYMIZE",
    "HASH",
    "ENCRYPT",
    "AGGREGATE",
    "JOINING",
    "FILTERING",
    "SAMPLE",
    "SPLIT",
]

def _lineage_transform_impl(ctx):
    attr = ctx.attr
    if not attr.kind and not attr.clears:
        fail("{}: say what it does: `kind`, `clears`, or both".format(ctx.label))
    declaration = write_declaration(ctx, message(
        "transform",
        string("function", attr.function) +
        words("kind", attr.kind) +
        strings("clears", attr.clears) +
        words("at_least", attr.at_least) +
        string("target", job_name(ctx.label)) +
        string("description", attr.description),
    ))
    return [
        DefaultInfo(files = depset([declaration])),
        LineageTransformInfo(declaration = declaration),
    ]

lineage_transform = rule(
    implementation = _lineage_transform_impl,
    attrs = {
        "at_least": attr.int(
            doc = "Of AGGREGATE: the size of the smallest group.",
        ),
        "clears": attr.string_list(
            doc = "Tags that what comes out of it no longer carries.",
        ),
        "description": attr.string(
            doc = "What it does, in a sentence.",
        ),
        "function": attr.string(
            mandatory = True,
            doc = "The function's qualified name, `*` for any part of it: `clinic::Anonymize`.",
        ),
        "kind": attr.string(
            values = [""] + _KINDS,
            doc = "What it does.",
        ),
    },
    doc = """Declares what a function does to the data that goes through it, for policies to take into account.

    The declaration is a person's word: nothing checks that the function really removes what it is said to.""",
)
