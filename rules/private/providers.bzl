"""What lineage targets tell one another."""

LineageInfo = provider(
    doc = "The derived lineage of a C++ target and of all it depends on, before linking.",
    fields = {
        "catalogs": "depset of File: models of APIs that its dependencies bring along (`lineage_catalog`).",
        "fragments": "depset of File: one fragment for each C++ source that goes into the target, its dependencies' included.",
        "graph": "File: the graph of the program, or None for a target that is not linked into one.",
        "runs": "depset of struct(name, graph): the programs that it has among its data, and what those run.",
    },
)

LineageGraphInfo = provider(
    doc = "A linked lineage graph.",
    fields = {
        "declarations": "depset of File: what is declared of its assets and jobs.",
        "graph": "File: the graph. None where lineage is off.",
        "jobs": "depset of struct(name, graph, declared): the single jobs that were joined into it.",
        "schemas": "depset of File: the schemas that the declarations name.",
    },
)

LineageAssetInfo = provider(
    doc = "A declared asset.",
    fields = {
        "declaration": "File: the declaration, a text proto (proto/declarations.proto).",
        "schemas": "depset of File: the schema that it names.",
        "target": "string: the label by which declarations name it.",
    },
)

LineageTransformInfo = provider(
    doc = "A declared transform.",
    fields = {"declaration": "File: the declaration, a text proto (proto/declarations.proto)."},
)

LineageJobInfo = provider(
    doc = "A declared job.",
    fields = {
        "name": "string: the program's name in graphs.",
        "reads": "list of strings: the targets of the assets it reads.",
        "writes": "list of strings: the targets of the assets it writes.",
    },
)

LineageCatalogInfo = provider(
    doc = "Models of a library's API.",
    fields = {"files": "depset of File: catalogs (proto/catalog.proto)."},
)

LineagePolicyInfo = provider(
    doc = "Rules that lineage is held to.",
    fields = {"files": "depset of File: policies (proto/policy.proto)."},
)

LineageModeInfo = provider(
    doc = "What builds do about lineage.",
    fields = {"mode": "string: off, report or enforce."},
)

LineageToolchainInfo = provider(
    doc = "What derives lineage.",
    fields = {
        "catalogs": "depset of File: models of libraries' APIs, beside those that the tool brings along.",
        "default_catalogs": "bool: whether those serve.",
        "runfiles": "runfiles: what a test needs that runs the tool.",
        "tool": "FilesToRunProvider: the `pedigree` command.",
    },
)
