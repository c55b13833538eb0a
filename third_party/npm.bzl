"""A repository of npm packages, as a lock file in the source tree has them.

`./dev` installs them and says where, in PEDIGREE_NPM. Without that the rule runs `npm ci` itself.
"""

_BUILD = """\
package(default_visibility = ["//visibility:public"])

exports_files({files} + ["node_modules/playwright-core/package.json"])

# A browser's driver, for tests.
filegroup(
    name = "playwright",
    srcs = glob(["node_modules/playwright-core/**"]),
)
"""

def _installed(rctx):
    folder = rctx.os.environ.get("PEDIGREE_NPM")
    if folder:
        if rctx.path(folder + "/node_modules").exists:
            return folder
        fail("PEDIGREE_NPM is {}, and there is no node_modules in it ('./dev setup' installs it).".format(folder))
    npm = rctx.which("npm")
    if not npm:
        fail("npm not found. Pedigree needs the Debian package 'npm' ('./dev setup' installs it).")
    rctx.symlink(rctx.attr.package, "npm/package.json")
    rctx.symlink(rctx.attr.lock, "npm/package-lock.json")
    result = rctx.execute(
        [npm, "ci", "--ignore-scripts", "--loglevel=error", "--no-progress", "--no-audit", "--no-fund"],
        working_directory = "npm",
    )
    if result.return_code:
        fail("npm could not install what {} names:\n{}".format(rctx.attr.lock, result.stderr))
    return "npm"

def _npm_packages_impl(rctx):
    rctx.path(rctx.attr.lock)  # a changed lock file makes a new repository
    folder = _installed(rctx)
    rctx.symlink(folder + "/node_modules", "node_modules")
    files = []
    for name, choices in rctx.attr.files.items():
        found = [choice for choice in choices if rctx.path("node_modules/" + choice).exists]
        if not found:
            fail("npm's packages have none of {}".format(choices))
        rctx.symlink("node_modules/" + found[0], name)
        files.append(name)
    rctx.file("BUILD.bazel", _BUILD.format(files = repr(files)))

npm_packages = repository_rule(
    implementation = _npm_packages_impl,
    attrs = {
        "files": attr.string_list_dict(
            mandatory = True,
            doc = "Single files that the repository exports: by name, the paths in node_modules of which one is there.",
        ),
        "lock": attr.label(mandatory = True, doc = "package-lock.json"),
        "package": attr.label(mandatory = True, doc = "package.json"),
    },
    environ = [
        "PATH",
        "PEDIGREE_NPM",
    ],
    doc = "A repository with a node_modules.",
)
