"""The system libraries Pedigree stands on: the one list, for WORKSPACE and MODULE.bazel alike.

To add one: a line here, an alias in BUILD, a row in README.md, the package's name in `dev`.
"""

load(":npm.bzl", "npm_packages")
load(":system.bzl", "system_library", "system_llvm")

_LLVM_MAJOR = "19"

# Those that there is only a plugin for (clang.bzl).
_LLVM_OTHERS = ["22"]

# What of Abseil is used. The pkg-config files name their own dependencies.
_ABSEIL = [
    "absl_btree",
    "absl_cleanup",
    "absl_flat_hash_map",
    "absl_flat_hash_set",
    "absl_function_ref",
    "absl_hash",
    "absl_inlined_vector",
    "absl_span",
    "absl_status",
    "absl_statusor",
    "absl_str_format",
    "absl_strings",
    "absl_synchronization",
    "absl_time",
]

def system_libraries():
    """Defines one repository for each library; each is looked for only when something depends on it."""
    system_llvm(
        name = "pedigree_llvm",
        debian = "libclang-{}-dev".format(_LLVM_MAJOR),
        major = _LLVM_MAJOR,
    )
    for major in _LLVM_OTHERS:
        system_llvm(
            name = "pedigree_llvm_" + major,
            debian = "libclang-{}-dev".format(major),
            major = major,
        )
    system_library(
        name = "pedigree_json",
        debian = "nlohmann-json3-dev",
        library = "json",
        packages = ["nlohmann_json"],
    )
    system_library(
        name = "pedigree_protobuf",
        debian = "libprotobuf-dev",
        library = "protobuf",
        packages = ["protobuf"],
        programs = ["protoc"],
        programs_debian = "protobuf-compiler",
    )
    system_library(
        name = "pedigree_abseil",
        debian = "libabsl-dev",
        library = "abseil",
        on_demand = [
            "absl_status",
            "absl_statusor",
        ],
        packages = _ABSEIL,
    )
    system_library(
        name = "pedigree_cxxopts",
        debian = "libcxxopts-dev",
        library = "cxxopts",
        packages = ["cxxopts"],
    )
    system_library(
        name = "pedigree_fmt",
        debian = "libfmt-dev",
        library = "fmt",
        packages = ["fmt"],
    )
    system_library(
        name = "pedigree_gtest",
        debian = "libgmock-dev",
        library = "gtest",
        packages = ["gmock"],
    )
    system_library(
        name = "pedigree_gtest_main",
        debian = "libgmock-dev",
        library = "gtest_main",
        packages = ["gmock_main"],
    )
    system_library(
        name = "pedigree_sqlite",
        debian = "libsqlite3-dev",
        library = "sqlite",
        packages = ["sqlite3"],
    )
    system_library(
        name = "pedigree_curl",
        debian = "libcurl4-openssl-dev",
        library = "curl",
        packages = ["libcurl"],
    )
    system_library(
        name = "pedigree_fasttext",
        debian = "libfasttext-dev",
        library = "fasttext",
        packages = ["fasttext"],
    )
    system_library(
        name = "pedigree_rdkafka",
        debian = "librdkafka-dev",
        library = "rdkafka",
        packages = ["rdkafka"],
    )
    system_library(
        name = "pedigree_xgboost",
        debian = "libxgboost-dev",
        library = "xgboost",
        packages = ["xgboost"],
    )
    system_library(
        name = "pedigree_rapidjson",
        debian = "rapidjson-dev",
        library = "rapidjson",
        packages = ["RapidJSON"],
    )
    system_library(
        name = "pedigree_yaml_cpp",
        debian = "libyaml-cpp-dev",
        library = "yaml_cpp",
        packages = ["yaml-cpp"],
    )
    system_library(
        name = "pedigree_zstd",
        debian = "libzstd-dev",
        library = "zstd",
        packages = ["libzstd"],
    )
    npm_packages(
        name = "pedigree_npm",
        files = {
            "cytoscape.mjs": ["cytoscape/dist/cytoscape.esm.mjs"],
            "cytoscape_license.txt": ["cytoscape/LICENSE"],
            "esbuild": [
                "@esbuild/linux-x64/bin/esbuild",
                "@esbuild/linux-arm64/bin/esbuild",
            ],
        },
        lock = Label("//lineage/page:web/package-lock.json"),
        package = Label("//lineage/page:web/package.json"),
    )
