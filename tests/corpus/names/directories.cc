// Files that are found in a directory.
#include <filesystem>
#include <fstream>
#include <string>

#include "corpus.h"

namespace fs = std::filesystem;

void EachFile() {
  for (const auto& entry : fs::directory_iterator("data")) {
    std::ifstream in(entry.path());
    int x;
    in >> x;                // NAME: data/{*}
    Write("each", x);       // FLOW: data/{*}
  }
}

void SomeFiles() {
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator("deep")) {
    if (entry.path().extension() != ".csv") continue;
    std::ifstream in(entry.path().string());
    int x;
    in >> x;           // NAME: deep/{*}
    Write("some", x);  // FLOW: deep/{*}  NEVER: data/{*}
  }
}

void ByIterator() {
  for (auto it = fs::directory_iterator(fs::path("a") / "b"); it != fs::directory_iterator(); ++it) {
    std::ifstream in(it->path().c_str());
    int x;
    in >> x;  // NAME: a/b/{*}
    std::ofstream out("copies/" + it->path().filename().string());
    out << x;  // FLOW: a/b/{*}  NEVER: data/{*} NAME: copies/{*}
  }
}

// Another name of a file is that file's.
void Linked() {
  fs::create_symlink("versions/3.bin", "current.bin");  // FLOW: versions/3.bin
  fs::rename("new.bin", "old.bin");                      // FLOW: new.bin  NEVER: versions/3.bin
}
