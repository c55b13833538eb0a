"""What an example's graph says, held against what its LINEAGE.md says is true."""

load("@rules_shell//shell:sh_test.bzl", "sh_test")

def truth_test(name, graph, src = "//examples:truth_test.py"):
    """Tests `graph`, a lineage graph, against the LINEAGE.md of the package.

    Args:
      name: the test's.
      graph: the label of the graph.
      src: the test's program.
    """
    sh_test(
        name = name,
        size = "small",
        srcs = [src],
        args = [
            "$(location //cli:pedigree)",
            "$(location %s)" % graph,
            "$(location LINEAGE.md)",
        ],
        data = [
            "LINEAGE.md",
            graph,
            "//cli:pedigree",
        ],
    )
