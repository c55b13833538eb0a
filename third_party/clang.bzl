"""Libraries that are built once for each Clang that the plugin is built for.

    load("//third_party:clang.bzl", "clang_library")

    clang_library(
        name = "walk",
        srcs = ["walk.cc"],
        hdrs = ["walk.h"],
        clang_deps = [":names"],       # another clang_library
        deps = ["//third_party:fmt"],  # the same for each
    )

The tool stands on one Clang, and that is `:walk`. `:walk_22` is the same code against Clang 22. What differs between
their interfaces is in `analyzer/extract/compatibility.h` and `plugin/compatibility.h`.
"""

load("@rules_cc//cc:cc_library.bzl", "cc_library")

# What comes after the names of targets, by Clang's version.
CLANG_SUFFIXES = {
    "19": "",
    "22": "_22",
}

def clang_deps_of(version, deps):
    """The labels of `deps`, which are `clang_library`s, for one version; and of that Clang itself."""
    return [dep + CLANG_SUFFIXES[version] for dep in deps + ["//third_party:clang"]]

def clang_library(name, clang_deps = [], deps = [], **kwargs):
    """A `cc_library` against Clang, for each version.

    Args:
      name: the name of the one for the tool's Clang; of others with the version's suffix.
      clang_deps: the `clang_library`s that it depends on; Clang itself need not be named.
      deps: what is the same for each.
      **kwargs: as for `cc_library`.
    """
    for version, suffix in CLANG_SUFFIXES.items():
        cc_library(
            name = name + suffix,
            deps = deps + clang_deps_of(version, clang_deps),
            **kwargs
        )
