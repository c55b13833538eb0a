"""Everything a WORKSPACE needs to use Pedigree with a Bazel that has no modules."""

load(":libraries.bzl", "system_libraries")
load(
    ":shims.bzl",
    "remote_coverage_tools_shim",
    "rules_cc_shim",
    "rules_java_shim",
    "rules_shell_shim",
)

_SHIMS = {
    "remote_coverage_tools": remote_coverage_tools_shim,
    "rules_cc": rules_cc_shim,
    "rules_java": rules_java_shim,
    "rules_shell": rules_shell_shim,
}

def pedigree_repositories():
    """Defines the repositories of the system's libraries, and the offline shims that the workspace has not defined itself."""
    system_libraries()
    for name, shim in _SHIMS.items():
        if not native.existing_rule(name):
            shim(name = name)
