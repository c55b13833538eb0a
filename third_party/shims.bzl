"""Stand-ins for the rule repositories that Bazel 4 wants to download.

Bazel 4 has the C++, Java and shell rules built in, yet its own BUILD files load them through `@rules_cc` and
`@rules_java`, and `bazel test` asks for `@remote_coverage_tools`. Where nothing of that name is defined, it goes to
the internet. These repositories define the names and forward to the built-in rules, so that one set of BUILD
files serves Bazel 4 offline and, with the real repositories, Bazel 7 and later.
"""

_CC_RULES = [
    "cc_binary",
    "cc_import",
    "cc_library",
    "cc_proto_library",
    "cc_shared_library",
    "cc_test",
    "cc_toolchain",
    "cc_toolchain_suite",
    "fdo_prefetch_hints",
    "fdo_profile",
    "objc_import",
    "objc_library",
]

_JAVA_RULES = [
    "java_binary",
    "java_import",
    "java_library",
    "java_package_configuration",
    "java_plugin",
    "java_proto_library",
    "java_runtime",
    "java_test",
    "java_toolchain",
]

_SH_RULES = [
    "sh_binary",
    "sh_library",
    "sh_test",
]

def _forward_rules(rctx, folder, rules, defs):
    """Writes `folder/defs` with every rule, and one `folder/RULE.bzl` each, as the real repositories have them."""
    lines = []
    for rule in rules:
        # A rule this Bazel does not have becomes None, and is missed only by who calls it.
        line = "{rule} = getattr(native, \"{rule}\", None)\n".format(rule = rule)
        lines.append(line)
        rctx.file("{}/{}.bzl".format(folder, rule), line)
    if defs:
        rctx.file("{}/{}".format(folder, defs), "".join(lines))
    rctx.file(folder + "/BUILD.bazel", "")

# A .bzl file may not assign a built-in's name from that built-in, so each symbol goes through two files.
_CC_BUILTINS = """\
builtin_CcInfo = CcInfo
builtin_CcToolchainConfigInfo = CcToolchainConfigInfo
builtin_cc_common = cc_common
"""

_CC_BUILTIN_FILES = {
    "cc_common": "cc_common",
    "cc_info": "CcInfo",
}

def _rules_cc_impl(rctx):
    rctx.file("WORKSPACE", "workspace(name = \"{}\")\n".format(rctx.name))
    rctx.file("BUILD.bazel", "")
    _forward_rules(rctx, "cc", _CC_RULES, "defs.bzl")
    rctx.file("cc/common/BUILD.bazel", "")
    rctx.file("cc/common/builtins.bzl", _CC_BUILTINS)
    for name, symbol in _CC_BUILTIN_FILES.items():
        rctx.file(
            "cc/common/{}.bzl".format(name),
            "load(\":builtins.bzl\", \"builtin_{s}\")\n\n{s} = builtin_{s}\n".format(s = symbol),
        )

rules_cc_shim = repository_rule(
    implementation = _rules_cc_impl,
    doc = "`@rules_cc` over the built-in C++ rules.",
)

def _rules_java_impl(rctx):
    rctx.file("WORKSPACE", "workspace(name = \"{}\")\n".format(rctx.name))
    _forward_rules(rctx, "java", _JAVA_RULES, "defs.bzl")

rules_java_shim = repository_rule(
    implementation = _rules_java_impl,
    doc = "`@rules_java` over the built-in Java rules; Bazel's own tools load it, Pedigree does not.",
)

def _rules_shell_impl(rctx):
    rctx.file("WORKSPACE", "workspace(name = \"{}\")\n".format(rctx.name))
    _forward_rules(rctx, "shell", _SH_RULES, None)

rules_shell_shim = repository_rule(
    implementation = _rules_shell_impl,
    doc = "`@rules_shell` over the built-in shell rules.",
)

_COVERAGE_TOOLS = """\
package(default_visibility = ["//visibility:public"])

# Test targets depend on these labels, coverage or not.
filegroup(name = "coverage_report_generator")

filegroup(name = "lcov_merger")
"""

def _remote_coverage_tools_impl(rctx):
    rctx.file("WORKSPACE", "workspace(name = \"{}\")\n".format(rctx.name))
    rctx.file("BUILD.bazel", _COVERAGE_TOOLS)

remote_coverage_tools_shim = repository_rule(
    implementation = _remote_coverage_tools_impl,
    doc = "`@remote_coverage_tools` with nothing in it: enough for `bazel test`, not for `bazel coverage`.",
)
