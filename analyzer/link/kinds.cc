#include "analyzer/link/kinds.h"

#include <array>
#include <cctype>
#include <string>

namespace pedigree::link {
namespace {

// "config.json", "train_settings.json": a word of the file's own name says it.
bool IsConfig(std::string_view name) {
  if (!name.ends_with(".json") && !name.ends_with(".txt") && !name.ends_with(".xml")) return false;
  if (const size_t slash = name.rfind('/'); slash != name.npos) name.remove_prefix(slash + 1);
  name = name.substr(0, name.find('.'));
  std::string word;
  for (size_t i = 0; i <= name.size(); ++i) {
    if (i < name.size() && std::isalnum(static_cast<unsigned char>(name[i]))) {
      word += static_cast<char>(std::tolower(static_cast<unsigned char>(name[i])));
      continue;
    }
    if (word == "config" || word == "configuration" || word == "settings") return true;
    word.clear();
  }
  return false;
}

}  // namespace

AssetKind KindByName(std::string_view name) {
  struct Extension {
    std::string_view text;
    AssetKind kind;
  };
  if (IsConfig(name)) return CONFIG;
  static constexpr std::array kExtensions = {
      Extension{".csv", DATASET},      Extension{".tsv", DATASET},
      Extension{".json", DATASET},     Extension{".jsonl", DATASET},
      Extension{".ndjson", DATASET},   Extension{".parquet", DATASET},
      Extension{".arrow", DATASET},    Extension{".feather", DATASET},
      Extension{".avro", DATASET},     Extension{".orc", DATASET},
      Extension{".txt", DATASET},      Extension{".xml", DATASET},
      Extension{".npy", DATASET},      Extension{".npz", DATASET},
      Extension{".h5", DATASET},       Extension{".hdf5", DATASET},
      Extension{".db", DATASET},       Extension{".sqlite", DATASET},
      Extension{".tfrecord", DATASET}, Extension{".libsvm", DATASET},
      Extension{".onnx", MODEL},       Extension{".gguf", MODEL},
      Extension{".ggml", MODEL},       Extension{".pt", MODEL},
      Extension{".pth", MODEL},        Extension{".safetensors", MODEL},
      Extension{".tflite", MODEL},     Extension{".ubj", MODEL},
      Extension{".model", MODEL},      Extension{".faiss", INDEX},
      Extension{".hnsw", INDEX},       Extension{".vec", EMBEDDING},
      Extension{".conf", CONFIG},      Extension{".cfg", CONFIG},

      Extension{".log", LOG},          Extension{".yaml", CONFIG},
      Extension{".yml", CONFIG},       Extension{".toml", CONFIG},
      Extension{".ini", CONFIG},
  };
  for (const Extension& extension : kExtensions) {
    if (name.ends_with(extension.text)) return extension.kind;
  }
  return ASSET_KIND_UNSPECIFIED;
}

bool MakesSomething(TransformKind step) {
  switch (step) {
    case ANONYMIZE:
    case HASH:
    case ENCRYPT:
    case FILTERING:
    case SAMPLE:
    case SPLIT:
      return false;
    default:
      return true;
  }
}

AssetKind InferKind(const KindEvidence& evidence, std::string_view name) {
  struct Made {
    TransformKind step;
    AssetKind kind;
  };
  static constexpr std::array kMade = {Made{TRAIN, MODEL}, Made{INDEXING, INDEX},
                                       Made{EMBED, EMBEDDING}, Made{EVALUATE, METRIC}};
  for (const Made& made : kMade) {
    if (evidence.made_by.contains(made.step)) return made.kind;
  }
  if (const AssetKind kind = KindByName(name); kind != ASSET_KIND_UNSPECIFIED) return kind;
  for (const TransformKind step : {TRAIN, INDEXING, EMBED, TOKENIZE, EVALUATE}) {
    if (evidence.used_by.contains(step)) return DATASET;
  }
  return ASSET_KIND_UNSPECIFIED;
}

}  // namespace pedigree::link
