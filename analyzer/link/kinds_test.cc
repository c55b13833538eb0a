#include "analyzer/link/kinds.h"

#include <gtest/gtest.h>

#include <set>
#include <utility>

namespace pedigree::link {
namespace {

KindEvidence MadeBy(std::set<TransformKind> kinds) {
  KindEvidence evidence;
  evidence.made_by = std::move(kinds);
  return evidence;
}

KindEvidence UsedBy(std::set<TransformKind> kinds) {
  KindEvidence evidence;
  evidence.used_by = std::move(kinds);
  return evidence;
}

TEST(Kinds, ByName) {
  EXPECT_EQ(KindByName("data/train.csv"), DATASET);
  EXPECT_EQ(KindByName("{argv:1}.onnx"), MODEL);
  EXPECT_EQ(KindByName("chunks.faiss"), INDEX);
  EXPECT_EQ(KindByName("words.vec"), EMBEDDING);
  EXPECT_EQ(KindByName("out/train.log"), LOG);
  EXPECT_EQ(KindByName("etc/service.yaml"), CONFIG);
  // The file's own name counts, not its folder's.
  EXPECT_EQ(KindByName("conf/config.json"), CONFIG);
  EXPECT_EQ(KindByName("my_settings.json"), CONFIG);
  EXPECT_EQ(KindByName("config/users.json"), DATASET);
  EXPECT_EQ(KindByName("reconfigured.json"), DATASET);
  EXPECT_EQ(KindByName("{argv:1}"), ASSET_KIND_UNSPECIFIED);
}

TEST(Kinds, HidingAndPickingLeaveDataWhatItIs) {
  for (const TransformKind step : {ANONYMIZE, HASH, ENCRYPT, FILTERING, SAMPLE, SPLIT})
    EXPECT_FALSE(MakesSomething(step)) << step;
  for (const TransformKind step : {TRAIN, EMBED, INFER, EVALUATE, AGGREGATE, JOINING})
    EXPECT_TRUE(MakesSomething(step)) << step;
}

TEST(Kinds, WhatIsDoneCountsBeforeTheName) {
  EXPECT_EQ(InferKind(MadeBy({TRAIN}), "weights.csv"), MODEL);
  EXPECT_EQ(InferKind(MadeBy({INDEXING}), "{argv:2}"), INDEX);
  EXPECT_EQ(InferKind(MadeBy({EMBED}), "{argv:2}"), EMBEDDING);
  EXPECT_EQ(InferKind(MadeBy({EVALUATE}), "out.json"), METRIC);
  // Who trains, and stores the vectors of words, stores a model.
  EXPECT_EQ(InferKind(MadeBy({EMBED, TRAIN}), "{argv:2}"), MODEL);
  EXPECT_EQ(InferKind(UsedBy({TRAIN}), "{argv:1}"), DATASET);
  // A name says more than a use: models are read where something is inferred.
  EXPECT_EQ(InferKind(UsedBy({TRAIN}), "base.onnx"), MODEL);
  EXPECT_EQ(InferKind(UsedBy({INFER}), "{argv:1}"), ASSET_KIND_UNSPECIFIED);
  EXPECT_EQ(InferKind({}, "{argv:1}"), ASSET_KIND_UNSPECIFIED);
}

}  // namespace
}  // namespace pedigree::link
