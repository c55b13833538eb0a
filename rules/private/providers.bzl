"""What lineage targets tell one another."""

LineageInfo = provider(
    doc = "The derived lineage of a C++ target and of all it depends on, before linking.",
    fields = {
        "fragments": "depset of File: one fragment for each C++ source that goes into the target, its dependencies' included.",
        "graph": "File: the graph of the program, or None for a target that is not linked into one.",
    },
)

LineageGraphInfo = provider(
    doc = "A linked lineage graph.",
    fields = {
        "graph": "File: the graph.",
        "jobs": "depset of File: the graphs of the single jobs that were joined into it.",
    },
)

LineageToolchainInfo = provider(
    doc = "What derives lineage.",
    fields = {
        "catalogs": "depset of File: the models of libraries' APIs.",
        "tool": "FilesToRunProvider: the `pedigree` command.",
    },
)
