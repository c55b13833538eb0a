"""A C++ toolchain of which Pedigree's compiler plugin is a part. docs/plugin.md shows how to use it."""

_FLAGS = "\n    compile_flags = ["
_INPUTS = "name = \"compiler_deps\",\n    srcs = "

# The plugin for each major version of Clang.
_PLUGINS = {
    "19": "libpedigree.so",
    "22": "libpedigree22.so",
}

def _plugin_of(repository_ctx, compiler):
    path = compiler if compiler.startswith("/") else repository_ctx.which(compiler)
    result = repository_ctx.execute([path, "--version"]) if path else None
    version = result.stdout.split("\n")[0] if result and result.return_code == 0 else ""
    major = version.split("clang version ")[1].split(".")[0] if "clang version " in version else ""
    if major not in _PLUGINS:
        fail("Pedigree's plugins are for Clang 19 and Clang 22, and CC is %s: %s" % (compiler, version or "it does not say its version"))
    return _PLUGINS[major]

def _pedigree_cc_toolchain_impl(repository_ctx):
    local = repository_ctx.path(Label("@local_config_cc//:BUILD"))
    for file in local.dirname.readdir():
        if file.basename not in ["BUILD", "BUILD.bazel", "REPO.bazel", "WORKSPACE", "WORKSPACE.bazel"]:
            repository_ctx.symlink(file, file.basename)
    prefix = repository_ctx.attr.prefix
    plugin = _plugin_of(repository_ctx, repository_ctx.os.environ.get("CC", "cc"))
    installed = repository_ctx.path(prefix + "/lib/" + plugin)
    if not installed.exists:
        fail("%s: there is no such file. Pedigree is not installed in %s (./dev install --prefix)" % (installed, prefix))
    repository_ctx.symlink(installed, plugin)
    folder = "external/" + repository_ctx.name
    flags = ["-fplugin=%s/%s" % (folder, plugin)]
    inputs = [plugin]
    for label in repository_ctx.attr.policies:
        # Read, so that an edit of it makes the toolchain anew.
        name = "%d_%s" % (len(inputs), label.name.split("/")[-1])
        repository_ctx.file(name, repository_ctx.read(label), executable = False)
        inputs.append(name)
        flags.append("-fplugin-arg-pedigree-policy=%s/%s" % (folder, name))
    flags += repository_ctx.attr.plugin_options
    build = repository_ctx.read(local)
    for text in [_FLAGS, _INPUTS]:
        if text not in build:
            fail("@local_config_cc is not a toolchain of the kind that this knows: there is no '%s' in its BUILD file" % text.strip())
    build = build.replace(_FLAGS, _FLAGS + ", ".join(["\"%s\"" % flag for flag in flags]) + ", ", 1)

    # What a compile reads is part of its key: another plugin (which has the catalogs) or policy compiles anew.
    build = build.replace(_INPUTS, _INPUTS + "%s + " % inputs, 1)
    repository_ctx.file("BUILD", build, executable = False)

pedigree_cc_toolchain = repository_rule(
    implementation = _pedigree_cc_toolchain_impl,
    attrs = {
        "plugin_options": attr.string_list(
            doc = "Further flags: `-fplugin-arg-pedigree-strict`, `-fplugin-arg-pedigree-probes` with `-Rpass=pedigree`.",
        ),
        "policies": attr.label_list(
            allow_files = [".txtpb"],
            doc = "Policies: what they forbid is told by the compiler.",
        ),
        "prefix": attr.string(
            default = "/usr",
            doc = "Where Pedigree is installed: the folder that holds `lib/libpedigree.so` (for Clang 22: `lib/libpedigree22.so`).",
        ),
    },
    doc = "The C++ toolchain that Bazel has found (by CC, Clang 19 or 22), whose compiles load Pedigree's plugin.",
    configure = True,
    environ = ["CC"],
    local = True,
)
