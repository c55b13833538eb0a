"""`lineage_catalog`: models of a library's API, for whoever depends on it."""

load("@rules_cc//cc/common:cc_common.bzl", "cc_common")
load("@rules_cc//cc/common:cc_info.bzl", "CcInfo")
load(":providers.bzl", "LineageCatalogInfo")

def _lineage_catalog_impl(ctx):
    return [
        DefaultInfo(files = depset(ctx.files.srcs)),
        LineageCatalogInfo(files = depset(ctx.files.srcs)),
        cc_common.merge_cc_infos(cc_infos = [dep[CcInfo] for dep in ctx.attr.deps]),
    ]

lineage_catalog = rule(
    implementation = _lineage_catalog_impl,
    attrs = {
        "deps": attr.label_list(
            providers = [CcInfo],
            doc = "The C++ libraries that the catalogs speak of.",
        ),
        "srcs": attr.label_list(
            allow_files = [".txtpb"],
            mandatory = True,
            doc = "Catalogs: text protos as proto/catalog.proto has them.",
        ),
    },
    provides = [CcInfo, LineageCatalogInfo],
    doc = """Models of a library's API: what its functions read, write and pass on.

    It stands in front of the library: a C++ target that has it among its `deps` gets the library, and its sources and those
    of all that depend on it are analysed with the catalog. So a change to it runs those and no others. In the
    `catalogs` of a `lineage_toolchain` it serves every source.""",
)
