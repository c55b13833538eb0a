/* What a program says about its own lineage, where the file system does not show it: objects in a
 * store, topics and their offsets, tables and their snapshots, models from a registry, prompts and
 * completions; and the parameters, metrics and answers of a run.
 *
 * Everything goes into the run's ledger (proto/ledger.proto), which `pedigree run` has opened;
 * where there is none, every call does nothing and costs a load and a branch. Nothing here fails,
 * throws or changes errno. Texts are masked for credentials and end with a zero; null is an empty
 * one. Calls may come from any thread.
 *
 *   pedigree_read("s3://lake", "clicks/2026-11-26.parquet", PEDIGREE_DATASET, etag);      // C, or
 * C++ pedigree::Dataset("postgres://db:5432", "shop.public.orders").Rows(n).Snapshot(id).Read(); //
 * C++ pedigree_seed("numpy", 2004); std::string token = pedigree::Infer(model_digest,
 * {input_digest}, output_digest);
 *
 * The C functions are the ABI: they stay as they are, new ones get new names. The C++ below is
 * inline over them. */
#ifndef PEDIGREE_RUNTIME_PEDIGREE_H_
#define PEDIGREE_RUNTIME_PEDIGREE_H_

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* As AssetKind in proto/catalog.proto. */
enum pedigree_kind {
  PEDIGREE_UNSPECIFIED = 0,
  PEDIGREE_DATASET = 1,
  PEDIGREE_TABLE = 2,
  PEDIGREE_STREAM = 3, /* a topic, a queue */
  PEDIGREE_FEATURE = 5,
  PEDIGREE_MODEL = 6,
  PEDIGREE_EMBEDDING = 7,
  PEDIGREE_INDEX = 8, /* a vector index */
  PEDIGREE_PROMPT = 9,
  PEDIGREE_COMPLETION = 10,
  PEDIGREE_METRIC = 11,
  PEDIGREE_CONFIG = 12,
};

#define PEDIGREE_DIGEST_SIZE 32 /* SHA-256 */
#define PEDIGREE_TOKEN_SIZE 33  /* 32 hexadecimal digits and a zero */

/* Everything there is to say of one touch. Zero what is not known. */
typedef struct pedigree_access {
  size_t size; /* of this struct, for it may grow */
  const char* name_space;
  const char* name;
  int kind;            /* pedigree_kind */
  int writes;          /* 0: reads */
  const char* version; /* an object's version, a table's snapshot, a registry's stage */
  uint64_t rows;
  uint64_t bytes;
  const unsigned char* digest; /* PEDIGREE_DIGEST_SIZE bytes of SHA-256, or null */
  const char* partition;       /* of a topic */
  int has_offsets;
  int64_t first_offset;
  int64_t last_offset;
  const char* column; /* where it was only that */
} pedigree_access;

/* Whether a ledger is being written. */
int pedigree_recording(void);

void pedigree_record(const pedigree_access* access);
void pedigree_read(const char* name_space, const char* name, int kind, const char* version);
void pedigree_write(const char* name_space, const char* name, int kind, const char* version);

void pedigree_parameter(const char* name, const char* value);
void pedigree_seed(const char* name, int64_t value);
void pedigree_metric(const char* name, double value, int64_t step, const char* dataset);

/* SHA-256 of `size` bytes: of a prompt, a completion, what is in memory. */
void pedigree_digest(const void* data, size_t size, unsigned char digest[PEDIGREE_DIGEST_SIZE]);

/* One answer of a model. Gives it a token, PEDIGREE_TOKEN_SIZE bytes into `token`, by which
 * `pedigree trace --run TOKEN LEDGER...` finds the digests of the model and of the inputs; digests
 * may be null. Gives a token without a ledger, too. */
void pedigree_infer(const unsigned char* model, const unsigned char* const* inputs,
                    size_t input_count, const unsigned char* output, char* token);

#ifdef __cplusplus
} /* extern "C" */

#include <array>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace pedigree {

using Sha256Digest = std::array<unsigned char, PEDIGREE_DIGEST_SIZE>;

inline Sha256Digest DigestOf(std::string_view data) {
  Sha256Digest digest;
  pedigree_digest(data.data(), data.size(), digest.data());
  return digest;
}

// One touch of one asset, told step by step and recorded at the end: by Read or Write, or when it
// goes out of scope after Reads or Writes (the rows are counted meanwhile, say).
class Touch {
 public:
  Touch(int kind, std::string_view name_space, std::string_view name)
      : name_space_(name_space), name_(name) {
    access_.size = sizeof access_;
    access_.kind = kind;
  }
  ~Touch() {
    if (pending_) Record();
  }
  Touch(const Touch&) = delete;
  Touch& operator=(const Touch&) = delete;

  Touch& Rows(uint64_t rows) { return access_.rows = rows, *this; }
  Touch& AddRows(uint64_t rows) { return access_.rows += rows, *this; }
  Touch& Bytes(uint64_t bytes) { return access_.bytes = bytes, *this; }
  Touch& Snapshot(std::string_view id) { return version_ = id, *this; }
  Touch& Offsets(std::string_view partition, int64_t first, int64_t last) {
    partition_ = partition;
    access_.has_offsets = 1;
    access_.first_offset = first;
    access_.last_offset = last;
    return *this;
  }
  Touch& Column(std::string_view column) { return column_ = column, *this; }
  Touch& Digest(const Sha256Digest& digest) {
    digest_ = digest;
    has_digest_ = true;
    return *this;
  }

  void Read() { access_.writes = 0, Record(); }
  void Write() { access_.writes = 1, Record(); }
  Touch& Reads() { return access_.writes = 0, pending_ = true, *this; }
  Touch& Writes() { return access_.writes = 1, pending_ = true, *this; }

 private:
  void Record() {
    access_.name_space = name_space_.c_str();
    access_.name = name_.c_str();
    access_.version = version_.c_str();
    access_.partition = partition_.c_str();
    access_.column = column_.c_str();
    access_.digest = has_digest_ ? digest_.data() : nullptr;
    pedigree_record(&access_);
    pending_ = false;
  }

  pedigree_access access_ = {};
  std::string name_space_, name_, version_, partition_, column_;
  Sha256Digest digest_ = {};
  bool has_digest_ = false;
  bool pending_ = false;
};

struct Dataset : Touch {
  Dataset(std::string_view name_space, std::string_view name)
      : Touch(PEDIGREE_DATASET, name_space, name) {}
};
struct Table : Touch {
  Table(std::string_view name_space, std::string_view name)
      : Touch(PEDIGREE_TABLE, name_space, name) {}
};
struct Stream : Touch {  // a topic, a queue
  Stream(std::string_view name_space, std::string_view name)
      : Touch(PEDIGREE_STREAM, name_space, name) {}
};
struct Model : Touch {
  Model(std::string_view name_space, std::string_view name)
      : Touch(PEDIGREE_MODEL, name_space, name) {}
};

inline std::string Infer(const Sha256Digest& model, std::initializer_list<Sha256Digest> inputs,
                         const Sha256Digest& output) {
  std::vector<const unsigned char*> all;
  for (const Sha256Digest& input : inputs) all.push_back(input.data());
  char token[PEDIGREE_TOKEN_SIZE];
  pedigree_infer(model.data(), all.data(), all.size(), output.data(), token);
  return token;
}

}  // namespace pedigree

#endif /* __cplusplus */

#endif /* PEDIGREE_RUNTIME_PEDIGREE_H_ */
