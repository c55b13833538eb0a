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

# What is run with libc++ as well: what the standard library is asked for. Not there are cases that its version 19 cannot
# compile: algorithms/callables.cc (execution policies), streams/iterators.cc (std::max_element of input iterators) and
# threads/threads.cc (std::jthread).
WITH_LIBCXX = [
    "algorithms/copying.cc",
    "algorithms/parts.cc",
    "algorithms/ranges.cc",
    "callables",
    "containers",
    "exceptions",
    "functional",
    "influence",
    "names",
    "owners",
    "streams/files.cc",
    "streams/filled.cc",
    "streams/names.cc",
    "streams/string_streams.cc",
    "strings",
    "templates",
    "threads/futures.cc",
    "threads/meanwhile.cc",
    "threads/pools.cc",
    "virtuals",
]
