#include "runtime/mask.h"

#include <gtest/gtest.h>

#include <string>

namespace pedigree {
namespace {

std::string Masked(const std::string& text) {
  char out[256];
  return std::string(MaskSecrets(text, out, sizeof out));
}

TEST(Mask, Credentials) {
  EXPECT_EQ(Masked("postgres://anna:s3cret@db/clinic"), "postgres://***@db/clinic");
  EXPECT_EQ(Masked("https://x.example/o?sig=abc&v=1"), "https://x.example/o?sig=***&v=1");
  EXPECT_EQ(Masked("host=db Password=x y=2"), "host=db Password=*** y=2");
  EXPECT_EQ(Masked("--api-key=abc"), "--api-key=***");
  EXPECT_EQ(Masked("--db-password=abc"), "--db-password=***");
  EXPECT_EQ(Masked("HF_TOKEN=abc"), "HF_TOKEN=***");
  EXPECT_EQ(Masked("AKIAABCDEFGHIJKLMNOP/x"), "***/x");
  EXPECT_EQ(Masked("host=db password = 'hunter 2\\' x' user=ann"),
            "host=db password = *** user=ann");
}

TEST(Mask, LooksLikeButIsNone) {
  for (const char* text :
       {"", "data/patients.csv", "s3://lake/clicks.csv", "tokens=5", "--max-tokens=100", "sig",
        "a@b", "AKIAshort", "xAKIAABCDEFGHIJKLMNOP", "http://host/a@b",
        "token=", "UPDATE users SET password = ?, token=:t", "host=db password=%s"}) {
    EXPECT_EQ(Masked(text), text);
  }
}

TEST(Mask, OptionsWhoseValueComesNext) {
  EXPECT_TRUE(NextIsSecret("--password"));
  EXPECT_TRUE(NextIsSecret("--hf-token"));
  EXPECT_FALSE(NextIsSecret("--password=x"));
  EXPECT_FALSE(NextIsSecret("--tokens"));
  EXPECT_FALSE(NextIsSecret("password"));
  EXPECT_FALSE(NextIsSecret("-"));
}

TEST(Mask, WhatDoesNotFitIsCutOff) {
  char out[16];
  EXPECT_EQ(MaskSecrets("a?sig=0123456789&b=0123456789", out, sizeof out), "a?sig=***&b=0123");
}

}  // namespace
}  // namespace pedigree
