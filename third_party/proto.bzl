"""`cc_proto`: a C++ library from a schema, with the protoc that is installed on the system.

    load("//third_party:proto.bzl", "cc_proto")

    cc_proto(name = "fragment")                        # from fragment.proto
    cc_proto(name = "graph", deps = [":fragment"])     # graph.proto imports "proto/fragment.proto"

The target is a C++ library to put into `deps`. Its header is included, and its schema imported, by the path from the
workspace root: `#include "proto/fragment.pb.h"`, `import "proto/fragment.proto";`. Google's well-known types
(`google/protobuf/timestamp.proto` and so on) can be imported as they are.
"""

load("@rules_cc//cc:cc_library.bzl", "cc_library")

ProtoSourcesInfo = provider(
    doc = "The schemas that a schema needs to be compiled.",
    fields = {"sources": "depset of .proto files: this schema and all it imports"},
)

def _protoc_impl(ctx):
    src = ctx.file.src
    sources = depset([src], transitive = [dep[ProtoSourcesInfo].sources for dep in ctx.attr.deps])
    stem = ctx.label.name[:-len(_GENERATED)]
    header = ctx.actions.declare_file(stem + ".pb.h")
    source = ctx.actions.declare_file(stem + ".pb.cc")

    # Schemas are named from the root of their repository.
    workspace_root = ctx.label.workspace_root
    out_root = ctx.bin_dir.path + ("/" + workspace_root if workspace_root else "")
    args = ctx.actions.args()
    args.add(workspace_root or ".", format = "--proto_path=%s")
    args.add("--proto_path=/usr/include")
    args.add(out_root, format = "--cpp_out=%s")
    args.add(src)
    ctx.actions.run(
        executable = ctx.executable._protoc,
        arguments = [args],
        inputs = sources,
        outputs = [header, source],
        mnemonic = "ProtocCpp",
        progress_message = "Compiling schema %s" % ctx.label,
    )
    return [
        DefaultInfo(files = depset([source, header])),
        OutputGroupInfo(header = depset([header]), source = depset([source])),
        ProtoSourcesInfo(sources = sources),
    ]

_GENERATED = "_generated"

_protoc = rule(
    implementation = _protoc_impl,
    attrs = {
        "deps": attr.label_list(
            providers = [ProtoSourcesInfo],
            doc = "The schemas that `src` imports.",
        ),
        "src": attr.label(
            allow_single_file = [".proto"],
            mandatory = True,
            doc = "The schema.",
        ),
        "_protoc": attr.label(
            default = Label("//third_party:protoc"),
            allow_single_file = True,
            executable = True,
            cfg = "exec",
            doc = "The schema compiler.",
        ),
    },
    doc = "Generates NAME.pb.h and NAME.pb.cc from NAME.proto.",
)

def cc_proto(name, src = None, deps = [], **kwargs):
    """A C++ library from one schema.

    Args:
      name: the name of the library; its header is NAME.pb.h.
      src: the schema, NAME.proto where not given.
      deps: the `cc_proto` targets of the schemas it imports.
      **kwargs: what any rule takes (`visibility`, `testonly`, `tags`).
    """
    common = {k: v for k, v in kwargs.items() if k in ("testonly", "tags", "visibility")}
    _protoc(
        name = name + _GENERATED,
        src = src or name + ".proto",
        deps = [dep + _GENERATED if ":" in dep else dep + ":" + dep.split("/")[-1] + _GENERATED for dep in deps],
        **common
    )
    native.filegroup(
        name = name + "_header",
        srcs = [name + _GENERATED],
        output_group = "header",
        **common
    )
    native.filegroup(
        name = name + "_source",
        srcs = [name + _GENERATED],
        output_group = "source",
        **common
    )
    cc_library(
        name = name,
        srcs = [name + "_source"],
        hdrs = [name + "_header"],
        deps = deps + [str(Label("//third_party:protobuf"))],
        **kwargs
    )
