#include "lineage/interop/sender.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "lineage/file.h"

namespace pedigree::interop {
namespace {

std::string File(const std::string& content) {
  const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
  const std::string path = ::testing::TempDir() + "/" + test->name();
  EXPECT_TRUE(WriteFile(path, content).ok());
  return path;
}

std::string Problem(const absl::Status& status) {
  const std::string message(status.message().data(), status.message().size());
  return message.substr(message.find(::testing::TempDir()) == 0 ? message.find(':') : 0);
}

std::string FileProblem(const std::string& content) {
  return Problem(FindCredentials({}, File(content)).status());
}

std::string UrlProblem(const std::string& url, Credentials credentials = {}) {
  auto sender = Sender::Make({.credentials = std::move(credentials), .retries = 0});
  EXPECT_TRUE(sender.ok());
  return Problem((*sender)->Send({.url = url}).status());
}

TEST(Sender, CredentialsComeFromAFile) {
  const auto found =
      FindCredentials({}, File("# mine\n[default]\ntoken = a=b \n\nuser=u\npassword = p w\n"));
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_EQ(found->token, "a=b");
  EXPECT_EQ(found->user, "u");
  EXPECT_EQ(found->password, "p w");
}

TEST(Sender, WhatIsWrongInAFileIsSaidWithoutItsContent) {
  EXPECT_EQ(FileProblem("token=x\ngeheim\n"), ":2: a line is KEY = VALUE");
  EXPECT_EQ(FileProblem("geheim = 1\n").find("geheim"), std::string::npos);
  EXPECT_EQ(FileProblem("[a]\n[b]\n"), ":2: a second profile: there can be one");
  EXPECT_FALSE(FindCredentials({}, "/nowhere").ok());
}

TEST(Sender, OurOwnVariablesComeBeforeTheSystems) {
  setenv("SENDER_TEST_TOKEN", "theirs", 1);
  const CredentialNames names{.token = "SENDER_TEST_TOKEN"};
  EXPECT_EQ(FindCredentials(names, "")->token, "theirs");
  EXPECT_EQ(FindCredentials({}, "")->token, "");
  setenv("PEDIGREE_TOKEN", "ours", 1);
  EXPECT_EQ(FindCredentials(names, "")->token, "ours");
  // A file is all there is.
  EXPECT_EQ(FindCredentials(names, File("user = u\n"))->token, "");
  unsetenv("PEDIGREE_TOKEN");
  unsetenv("SENDER_TEST_TOKEN");
}

TEST(Sender, SigningNeedsAKeyAndARegion) {
  const CredentialNames aws{.service = "sagemaker"};
  unsetenv("AWS_REGION");
  unsetenv("AWS_DEFAULT_REGION");
  const std::string key = "aws_access_key_id = AK\naws_secret_access_key = s\n";
  EXPECT_FALSE(FindCredentials(aws, File(key)).ok());
  EXPECT_TRUE(FindCredentials(aws, File(key + "region = eu-west-1\n")).ok());
  setenv("AWS_DEFAULT_REGION", "eu-west-1", 1);
  EXPECT_EQ(FindCredentials(aws, File(key))->region, "eu-west-1");
  unsetenv("AWS_DEFAULT_REGION");
}

TEST(Sender, CredentialsStayOnThisMachineOrUnderTls) {
  EXPECT_EQ(UrlProblem("http://10.0.0.1:1/x", {.token = "t0ps3cret"}),
            "http://10.0.0.1:1/x: credentials go over https only");
  EXPECT_EQ(UrlProblem("https://anna:geheim@host/x"),
            "https://***@host/x: credentials are not taken from a URL: they come from the "
            "environment or a file");
}

TEST(Sender, OnlyHttpIsSentTo) {
  for (const std::string url : {"file:///etc/passwd", "ftp://host/", "", "host only"})
    EXPECT_EQ(UrlProblem(url), url + ": no URL to send to: https://HOST/..., or http://");
}

TEST(Sender, NothingCanBeSmuggledIntoAHeader) {
  EXPECT_FALSE(Sender::Make({.credentials = {.token = "a\r\nX-Other: b"}}).ok());
}

TEST(Sender, AServersUrlIsEnough) {
  EXPECT_EQ(UrlBelow("http://h:5000", "api/v1/lineage"), "http://h:5000/api/v1/lineage");
  EXPECT_EQ(UrlBelow("http://h:5000/", "api/v1/lineage"), "http://h:5000/api/v1/lineage");
  EXPECT_EQ(UrlBelow("http://h/events?x=1", "api/v1/lineage"), "http://h/events?x=1");
}

}  // namespace
}  // namespace pedigree::interop
