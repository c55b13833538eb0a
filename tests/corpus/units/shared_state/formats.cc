#include "config.h"
#include "corpus.h"

static int LoadCsv(const std::string& name) { return Read(name.c_str()); }
static const Registration csv("csv", LoadCsv);
static const Registration none("none", [](const std::string&) { return 0; });
