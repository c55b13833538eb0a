"""The module extension: the same repositories as repositories.bzl, for Bazel 7 and later."""

load(":libraries.bzl", "system_libraries")

def _system_impl(_ctx):
    system_libraries()

system = module_extension(
    implementation = _system_impl,
    doc = "The libraries installed on the system.",
)
