#include "analyzer/fragment/packed.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <string>

namespace pedigree {
namespace {

using google::protobuf::util::MessageDifferencer;

// A fragment with some of everything, and numbers that point ahead of what was used so far.
Fragment Example(int functions) {
  Fragment fragment;
  google::protobuf::TextFormat::ParseFromString(R"pb(
                                                  schema_version: 1
                                                  source: "a.cc"
                                                  problem: "none"
                                                  problem: ""
                                                  string: ""
                                                  string: "f"
                                                  string: ".x"
                                                  string: "a.cc"
                                                  string: "g"
                                                  path {}
                                                  path { step: FIELD label: 2 }
                                                  path { parent: 1 step: ELEMENT index: -7 }
                                                  class {
                                                    symbol: 4
                                                    method { symbol: 1 overrides: 4 overrides: 1 }
                                                  }
                                                )pb",
                                                &fragment);
  for (int i = 0; i < functions; ++i) {
    Function& f = *fragment.add_function();
    google::protobuf::TextFormat::ParseFromString(
        R"pb(
          symbol: 1
          name: 2
          linkage: MERGED
          body_hash: 18446744073709551615
          location { file: 3 line: 10 column: 3 }
          method: true
          parameter_name: 2
          base { kind: THIS }
          base { kind: GLOBAL symbol: 4 name: 4 internal: true }
          value { kind: INITIAL index: 1 path: 2 subtype: CONDITIONAL }
          value { kind: FUNCTION index: 4 }
          value { kind: NUMBER number: -9223372036854775808 }
          set {}
          set { value: 0 value: 2 value: 1 }
          tree {}
          tree { path: 1 path: 0 set: 1 set: 0 weak: true weak: false }
          call {
            location { file: 3 line: 2 }
            callee: 4
            name: 4
            target: 1
            receiver: 1
            argument: 1
            memory { base: 1 tree: 1 }
            guard: 1
            returns: true
          }
          call { pseudo: LOAD argument: 0 }
          site { kind: READ api: 4 data: 1 }
          text {
            part { literal: 2 }
            part { set: 1 }
          }
          guard { set: 1 }
          returned: 1
          exit { base: 1 tree: 1 }
          gap: 4
        )pb",
        &f);
    f.set_parameters(i);
  }
  return fragment;
}

TEST(PackedTest, UnpackingGivesWhatWasPacked) {
  for (int functions : {0, 1, 3, 256, 257, 600}) {
    const Fragment fragment = Example(functions);
    const Fragment packed = Pack(fragment);
    const std::optional<Fragment> unpacked = Unpack(packed);
    ASSERT_TRUE(unpacked.has_value()) << functions;
    EXPECT_TRUE(MessageDifferencer::Equivalent(*unpacked, fragment)) << functions;
  }
}

TEST(PackedTest, TheOutlineSaysThatThereAreSitesAndGaps) {
  Fragment outline;
  ASSERT_TRUE(outline.ParseFromString(*Unpack(Pack(Example(1)).outline())));
  EXPECT_EQ(outline.function(0).site_size(), 1);
  EXPECT_EQ(outline.function(0).gap_size(), 1);
}

TEST(PackedTest, WhatWasNeverPackedStaysAsItIs) {
  const Fragment fragment = Example(2);
  EXPECT_TRUE(MessageDifferencer::Equals(*Unpack(fragment), fragment));
}

TEST(PackedTest, TheSameFragmentGivesTheSameBytes) {
  EXPECT_EQ(Pack(Example(300)).SerializeAsString(), Pack(Example(300)).SerializeAsString());
}

TEST(PackedTest, FunctionsThatAreAlikeCostLittle) {
  const size_t one = Pack(Example(1)).ByteSizeLong(), many = Pack(Example(201)).ByteSizeLong();
  EXPECT_LT(many - one, 200 * 4);
}

TEST(PackedTest, DamagedBytesGiveNothing) {
  const Fragment packed = Pack(Example(5));
  for (size_t i = 0; i < packed.outline().size(); ++i) {
    Fragment cut = packed;
    cut.mutable_outline()->resize(i);
    if (i > 0) EXPECT_FALSE(Unpack(cut).has_value()) << i;
    // What was changed may still be a fragment, but reading it ends.
    Fragment changed = packed;
    (*changed.mutable_outline())[i] ^= 0x55;
    Unpack(changed);
    if (i < packed.bodies(0).size()) {
      changed = packed;
      (*changed.mutable_bodies(0))[i] ^= 0x55;
      Unpack(changed);
    }
  }
}

TEST(PackedTest, TextsHoldAnyBytes) {
  Fragment fragment = Example(1);
  fragment.add_string(std::string("a\0b\1c\1\0", 7));
  fragment.add_string("");
  fragment.add_string(std::string("\0", 1));
  EXPECT_TRUE(MessageDifferencer::Equivalent(*Unpack(Pack(fragment)), fragment));
}

// What most values are is foreseen by their place, but they may be anything.
TEST(PackedTest, ValuesStandWhereNobodyExpectsThem) {
  Fragment fragment = Example(2);
  google::protobuf::TextFormat::ParseFromString(
      R"pb(
        symbol: 4
        base { kind: RESULT index: 2 }
        base { kind: PARAM index: 3 }
        base { kind: RESULT index: 1 }
        value { kind: OUT index: 2 base: 1 path: 2 }
        value { kind: OUT index: 0 base: 2 path: 1 }
        value { kind: OUT index: 1 base: 1 }
        value { kind: INITIAL index: 2 path: 2 }
        value { kind: ADDRESS index: 1 path: 1 }
        value { kind: TEXT index: 7 }
        value { kind: OUT index: 9 base: 9 path: 9 }
        set {}
        set { value: 6 }
        set { value: 0 value: 3 value: 1 value: 99 }
        set { value: 5 value: 2 }
        tree {}
        tree { path: 2 path: 1 set: 2 set: 1 }
        tree { path: 1 set: 3 }
        call {
          callee: 4
          name: 1
          memory { base: 1 tree: 2 }
        }
        call {
          callee: 4
          name: 4
          memory { base: 1 tree: 2 }
          memory { base: 2 tree: 0 }
          guard: 3
        }
        call {
          callee: 4
          memory { base: 1 tree: 1 }
          guard: 1
          target: 70
        }
        exit { base: 2 tree: 90 }
      )pb",
      fragment.add_function());
  EXPECT_TRUE(MessageDifferencer::Equivalent(*Unpack(Pack(fragment)), fragment));
}

// FNV-1a: the same on every machine.
uint64_t Fingerprint(std::string_view text) {
  uint64_t hash = 14695981039346656037u;
  for (const unsigned char c : text) hash = (hash ^ c) * 1099511628211u;
  return hash;
}

TEST(PackedTest, ASchemaThatChangedHasANewVersion) {
  // If this fails, fragment.proto has changed: count kPackedVersion up, and put both here.
  EXPECT_EQ(kPackedVersion, 13u);
  EXPECT_EQ(Fingerprint(Fragment::descriptor()->file()->DebugString()), 15789473841304910692u);
}

TEST(PackedTest, BodiesThatAreMissingGiveNothing) {
  Fragment packed = Pack(Example(5));
  packed.clear_bodies();
  EXPECT_FALSE(Unpack(packed).has_value());
}

}  // namespace
}  // namespace pedigree
