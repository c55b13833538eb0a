"""Repositories of libraries that are installed on the system.

`system_library` asks pkg-config; `system_llvm` asks llvm-config. Headers in the compiler's default search path need
no include directory; any other is symlinked into the repository, so that no absolute path reaches a compile.
"""

load(":on_demand.bzl", "on_demand")

# Directories that every compiler searches by itself. Naming them again would break `#include_next`.
_DEFAULT_INCLUDES = ["/usr/include", "/usr/local/include"]

def _is_default(directory):
    # Debian's own folder for the machine's architecture is one, too.
    return directory in _DEFAULT_INCLUDES or (directory.startswith("/usr/include/") and directory.endswith("-linux-gnu"))

def _run(rctx, what, args):
    result = rctx.execute(args)
    if result.return_code:
        fail("{} failed: {}\n{}{}\n{}".format(what, " ".join([str(a) for a in args]), result.stdout, result.stderr, _advice(rctx)))
    return result.stdout.strip()

def _advice(rctx):
    return "Pedigree needs the Debian package '{}' ('./dev setup' installs it).".format(rctx.attr.debian)

def _program(rctx, name, debian):
    path = rctx.which(name)
    if not path:
        fail("{} not found. Pedigree needs the Debian package '{}' ('./dev setup' installs it).".format(name, debian))
    return path

def _unique(items):
    return {item: None for item in items}.keys()

_LIBRARY = """\
load("@rules_cc//cc:cc_library.bzl", "cc_library")

package(default_visibility = ["//visibility:public"])

cc_library(
    name = "{name}",
    hdrs = glob({globs}, allow_empty = True),
    defines = {defines},
    includes = {includes},
    linkopts = {linkopts},
)
"""

def _system_library_impl(rctx):
    pkg_config = _program(rctx, "pkg-config", "pkg-config")
    flags = _run(rctx, "Finding " + rctx.attr.library, [pkg_config, "--cflags", "--libs"] + rctx.attr.packages).split(" ")
    directories = _unique([f[2:] for f in flags if f.startswith("-I") and not _is_default(f[2:])])
    includes = []
    for directory in directories:
        include = "include_{}".format(len(includes))
        rctx.symlink(directory, include)
        includes.append(include)
    for program in rctx.attr.programs:
        rctx.symlink(_program(rctx, program, rctx.attr.programs_debian), program)
    linked = _unique([f for f in flags if f.startswith("-l") or f.startswith("-L") or f == "-pthread"])

    # -latomic is a Debian habit for targets that need it, and -DNOMINMAX is for Windows.
    linkopts = [f for f in linked if f != "-latomic"]
    rctx.file("BUILD.bazel", _LIBRARY.format(
        name = rctx.attr.library,
        globs = repr(["{}/**/*.h*".format(i) for i in includes]),
        defines = repr(_unique([f[2:] for f in flags if f.startswith("-D") and f != "-DNOMINMAX"])),
        includes = repr(includes),
        linkopts = repr(linkopts),
    ) + ("\nexports_files({})\n".format(repr(rctx.attr.programs)) if rctx.attr.programs else "") + on_demand(
        rctx,
        _run,
        rctx.attr.library,
        rctx.attr.on_demand,
    ))

system_library = repository_rule(
    implementation = _system_library_impl,
    attrs = {
        "debian": attr.string(mandatory = True, doc = "The Debian package that holds the library, for the error message."),
        "library": attr.string(mandatory = True, doc = "The name of the `cc_library` in the repository."),
        "on_demand": attr.string_list(doc = "Those of `packages` that may also be loaded when they are used (on_demand.bzl)."),
        "packages": attr.string_list(mandatory = True, doc = "What pkg-config calls the parts of the library that are used."),
        "programs": attr.string_list(doc = "Programs that come with the library, exported as files of the repository."),
        "programs_debian": attr.string(doc = "The Debian package that holds `programs`."),
    },
    environ = ["PATH", "PKG_CONFIG_PATH"],
    local = True,
    doc = "A repository with one `cc_library` for an installed library, described by pkg-config.",
)

_LLVM = """\
load("@rules_cc//cc:cc_library.bzl", "cc_library")

package(default_visibility = ["//visibility:public"])

# Clang and LLVM as the shared libraries of the system. PEDIGREE_CLANG_RESOURCE_DIR is where this Clang keeps its own
# headers (stddef.h and so on), which a tool outside Clang's installation must be told.
cc_library(
    name = "clang",
    hdrs = glob(
        [
            "include/clang/**",
            "include/clang-c/**",
            "include/llvm/**",
            "include/llvm-c/**",
        ],
        exclude = ["**/*.modulemap"],
    ),
    defines = ["PEDIGREE_CLANG_RESOURCE_DIR=\\\\\\"{resource_dir}\\\\\\""],
    includes = ["include"],
    linkopts = [
        "-L{libdir}",
        "-l:libclang-cpp.so.{abi}",
        "-l:libLLVM.so.{abi}",
    ],
)

# The same as archives, for a program that names this library before all that depends on `clang`: it has of Clang what it
# uses, and does not load the shared libraries. Nothing where the system has no archives.
cc_library(
    name = "clang_archives",
    linkopts = {archives},
)

# Clang's own headers, as files.
filegroup(
    name = "resource_dir",
    srcs = glob(["resource_dir/include/**"]),
)

exports_files({programs})
"""

_LLVM_PROGRAMS = ["clang"]

def _archives(rctx, libdir):
    names = sorted([f.basename for f in rctx.path(libdir).readdir() if f.basename.endswith(".a")])
    libraries = [n[len("lib"):-len(".a")] for n in names if n.startswith("libLLVM") or n.startswith("libclang")]

    # libclang.a is the C interface's, and has all others' objects once more; libclang_rt is no part of Clang.
    libraries = [n for n in libraries if n != "clang" and not n.startswith("clang_rt") and not n.startswith("clangd")]
    if "clangAST" not in libraries or "LLVMCore" not in libraries:
        return []
    return ["-L" + libdir, "-Wl,--start-group"] + ["-l" + n for n in libraries] + [
        "-Wl,--end-group",
        "-Wl,--as-needed",
        "-lz",
        "-lzstd",
    ]

def _system_llvm_impl(rctx):
    major = rctx.attr.major
    llvm_config = _program(rctx, "llvm-config-" + major, rctx.attr.debian)
    version, includedir, libdir, bindir = _run(
        rctx,
        "Finding LLVM",
        [llvm_config, "--version", "--includedir", "--libdir", "--bindir"],
    ).split("\n")
    resource_dir = "{}/clang/{}".format(libdir, major)
    if not rctx.path(includedir + "/clang/AST/AST.h").exists:
        fail("Clang's headers are not in {}. {}".format(includedir, _advice(rctx)))
    rctx.symlink(includedir, "include")
    rctx.symlink(resource_dir, "resource_dir")
    programs = []
    for program in _LLVM_PROGRAMS:
        if rctx.path(bindir + "/" + program).exists:
            rctx.symlink(bindir + "/" + program, "bin/" + program)
            programs.append("bin/" + program)
    rctx.file("BUILD.bazel", _LLVM.format(
        abi = ".".join(version.split(".")[:2]),
        archives = repr(_archives(rctx, libdir)),
        libdir = libdir,
        programs = repr(programs),
        resource_dir = resource_dir,
    ))

system_llvm = repository_rule(
    implementation = _system_llvm_impl,
    attrs = {
        "debian": attr.string(mandatory = True, doc = "The Debian package that holds Clang's headers, for the error message."),
        "major": attr.string(mandatory = True, doc = "LLVM's major version."),
    },
    environ = ["PATH"],
    local = True,
    doc = "A repository with Clang and LLVM as installed on the system, described by llvm-config.",
)
