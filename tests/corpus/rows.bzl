"""Which rows of the corpus a test target runs."""

# Few targets of about the same size, not one a row: starting a test costs as much as ten cases.
ROWS = {
    "abstraction_test": [
        "callables",
        "classes",
        "templates",
        "virtuals",
    ],
    "catalogs_test": ["libraries"],
    "language_test": [
        "aliases",
        "arrays",
        "control",
        "coroutines",
        "destructors",
        "exceptions",
        "fields",
        "globals",
        "locals",
        "machine",
        "modern",
    ],
    "library_test": [
        "algorithms",
        "columns",
        "containers",
        "messages",
        "functional",
        "owners",
        "streams",
        "strings",
        "threads",
    ],
    "program_test": [
        "c_code",
        "c_library",
        "handles",
        "influence",
        "names",
        "units",
    ],
}
