#include "examples/clinic/train/metrics.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>

namespace clinic {
namespace {

TEST(MetricsTest, Mean) { EXPECT_EQ(Mean({1, 2, 6}), 3); }

TEST(MetricsTest, RootMeanSquaredError) {
  EXPECT_EQ(RootMeanSquaredError({1, 2}, {1, 2}), 0);
  EXPECT_EQ(RootMeanSquaredError({0, 0, 0, 0}, {3, -3, 3, -3}), 3);
}

TEST(MetricsTest, AreWrittenAsJson) {
  Metrics metrics;
  metrics.train_rows = 4;
  metrics.test_rows = 1;
  metrics.rmse = 2.5;
  metrics.baseline_rmse = 5;
  std::string path = testing::TempDir() + "metrics.json";
  WriteMetrics(metrics, path);
  std::ostringstream content;
  content << std::ifstream(path).rdbuf();
  EXPECT_EQ(content.str(),
            "{\n"
            "  \"train_rows\": 4,\n"
            "  \"test_rows\": 1,\n"
            "  \"rmse\": 2.5000,\n"
            "  \"baseline_rmse\": 5.0000\n"
            "}\n");
}

TEST(MetricsTest, NamesTheFileThatCannotBeWritten) {
  try {
    WriteMetrics(Metrics(), "absent/metrics.json");
    FAIL() << "no error";
  } catch (const std::runtime_error& error) {
    EXPECT_EQ(std::string(error.what()),
              "absent/metrics.json: cannot write: No such file or directory");
  }
}

}  // namespace
}  // namespace clinic
