#include "analyzer/fragment/mask.h"

#include <gtest/gtest.h>

namespace pedigree {
namespace {

TEST(MaskSecrets, ReplacesCredentialsAndNothingElse) {
  const struct {
    const char* text;
    const char* masked;
  } kCases[] = {
      {"postgres://ann:secret@db.example/users", "postgres://***@db.example/users"},
      {"postgres://ann@db.example/users", "postgres://***@db.example/users"},
      {"postgres://ann:p@ss@db/users", "postgres://***@db/users"},
      {"https://x.blob.example/c?sv=1&sig=abc%3D&se=2",
       "https://x.blob.example/c?sv=1&sig=***&se=2"},
      {"host=db password=hunter2 user=ann", "host=db password=*** user=ann"},
      {"Server=db;Pwd=hunter2;Database=x", "Server=db;Pwd=***;Database=x"},
      {"host=db password = 'hunter 2\\' x' user=ann", "host=db password = *** user=ann"},
      {"password='hunter2", "password=***"},
      {"UPDATE users SET password = ?, token=:t WHERE id = 3",
       "UPDATE users SET password = ?, token=:t WHERE id = 3"},
      {"SELECT a FROM x WHERE x.token = y.token", "SELECT a FROM x WHERE x.token = y.token"},
      {"host=db password={argv:1}", "host=db password={argv:1}"},
      {"host=db password=%s", "host=db password=%s"},
      {"design = x", "design = x"},
      {"--db-password=abc", "--db-password=***"},
      {"HF_TOKEN=abc", "HF_TOKEN=***"},
      {"sig=a&sig=b", "sig=***&sig=***"},
      {"key AKIAIOSFODNN7EXAMPLE end", "key *** end"},
      {"s3://bucket/path/a@b.csv", "s3://bucket/path/a@b.csv"},
      {"design=3&signal=4", "design=3&signal=4"},
      {"NAKIAIOSFODNN7EXAMPLE", "NAKIAIOSFODNN7EXAMPLE"},
      {"token=", "token="},
      {"", ""},
  };
  for (const auto& c : kCases) EXPECT_EQ(MaskSecrets(c.text), c.masked) << c.text;
}

TEST(MaskSecrets, LeavesMaskedTextAsItIs) {
  const std::string once = MaskSecrets("https://u:p@h/?token=t");
  EXPECT_EQ(MaskSecrets(once), once);
}

}  // namespace
}  // namespace pedigree
