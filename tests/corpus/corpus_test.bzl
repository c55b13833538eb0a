"""A test that runs cases of the corpus."""

load("@rules_shell//shell:sh_test.bzl", "sh_test")

def corpus_test(name, cases, args = [], **kwargs):
    """Runs corpus.py.

    Args:
      name: the test's.
      cases: rows, or sources within them, by their paths in this folder.
      args: further ones of corpus.py.
      **kwargs: as for any test.
    """

    # A source finds those of its row.
    headers = [case.rpartition("/")[0] + "/*.h" for case in cases if "." in case]
    sh_test(
        name = name,
        size = "medium",
        srcs = ["corpus.py"],
        args = ["%s/%s" % (native.package_name(), case) for case in cases] + args + [
            "--pedigree",
            "$(location //cli:pedigree)",
            "--catalogs",
            "$(locations //catalog:catalogs)",
        ],
        data = [
            ":runner",
            "//catalog:catalogs",
            "//cli:pedigree",
            "//docs:limitations.md",
        ] + native.glob([case if "." in case else case + "/**" for case in cases] + headers),
        **kwargs
    )
