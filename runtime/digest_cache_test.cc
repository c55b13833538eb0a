#include "runtime/digest_cache.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>
#include <fstream>
#include <string>

#include "runtime/hash_file.h"

namespace pedigree {
namespace {

class DigestCache : public testing::Test {
 protected:
  void SetUp() override {
    path_ = testing::TempDir() + "/cache." +
            testing::UnitTest::GetInstance()->current_test_info()->name();
    unlink(path_.c_str());
    SetDigestCache(path_.c_str());
  }
  void TearDown() override { SetDigestCache(""); }

  std::string path_;
  Identity file_ = {1, 2, 1 << 20, 3, 4};
  uint8_t value_[Sha256::kSize] = {5, 6, 7}, found_[Sha256::kSize] = {};
};

TEST_F(DigestCache, FindsWhatWasRemembered) {
  EXPECT_FALSE(RecallDigest(file_, found_));
  RememberDigest(file_, value_);
  ASSERT_TRUE(RecallDigest(file_, found_));
  EXPECT_EQ(memcmp(found_, value_, sizeof value_), 0);
}

TEST_F(DigestCache, EveryPartOfTheIdentityCounts) {
  RememberDigest(file_, value_);
  for (int i = 0; i < 5; ++i) {
    Identity other = file_;
    if (i == 0) other.device += 1;
    if (i == 1) other.inode += 1;
    if (i == 2) other.size += 1;
    if (i == 3) other.mtime += 1;
    if (i == 4) other.ctime += 1;
    EXPECT_FALSE(RecallDigest(other, found_)) << i;
  }
}

TEST_F(DigestCache, ADamagedSlotIsNone) {
  RememberDigest(file_, value_);
  struct stat now;
  ASSERT_EQ(stat(path_.c_str(), &now), 0);
  const int fd = open(path_.c_str(), O_RDWR);
  // The last slot of the file is the one that was written.
  for (off_t at = now.st_size - 80; at < now.st_size; ++at) {
    char byte;
    ASSERT_EQ(pread(fd, &byte, 1, at), 1);
    byte ^= 1;
    ASSERT_EQ(pwrite(fd, &byte, 1, at), 1);
    EXPECT_FALSE(RecallDigest(file_, found_)) << at;
    byte ^= 1;
    ASSERT_EQ(pwrite(fd, &byte, 1, at), 1);
  }
  EXPECT_TRUE(RecallDigest(file_, found_));
  close(fd);
}

TEST_F(DigestCache, WhatOthersMayWriteIsNotBelieved) {
  RememberDigest(file_, value_);
  ASSERT_EQ(chmod(path_.c_str(), 0660), 0);
  EXPECT_FALSE(RecallDigest(file_, found_));
}

TEST_F(DigestCache, AnotherFileIsLeftAlone) {
  std::ofstream(path_) << "precious";
  RememberDigest(file_, value_);
  EXPECT_FALSE(RecallDigest(file_, found_));
  std::string content;
  std::ifstream(path_) >> content;
  EXPECT_EQ(content, "precious");
}

// HashFile, with a file that is old enough.
TEST_F(DigestCache, AFileIsHashedOnceAndAgainWhenItChanged) {
  const std::string name = path_ + ".data";
  const auto write = [&](char c, int64_t days) {
    std::ofstream(name) << std::string(100000, c);
    const timespec times[2] = {{days * 86400, 0}, {days * 86400, 0}};
    utimensat(AT_FDCWD, name.c_str(), times, 0);
  };
  const auto hash = [&] {
    const int fd = open(name.c_str(), O_RDONLY);
    struct stat now;
    fstat(fd, &now);
    Identity identity = Identity::Of(now);
    const DigestRecord digest = HashFile(fd, identity);
    close(fd);
    return digest;
  };
  write('a', 100);
  const DigestRecord fresh = hash();
  EXPECT_EQ(fresh.how, How::kFileAtClose);
  // Its ctime is of now: it could still change unnoticed, and is not remembered.
  EXPECT_EQ(hash().how, How::kFileAtClose);
  // As another process would have remembered it, later.
  struct stat now;
  stat(name.c_str(), &now);
  RememberDigest(Identity::Of(now), fresh.value);
  EXPECT_EQ(hash().how, How::kCached);
  EXPECT_EQ(memcmp(hash().value, fresh.value, Sha256::kSize), 0);
  write('b', 100);
  EXPECT_EQ(hash().how, How::kFileAtClose);
  EXPECT_NE(memcmp(hash().value, fresh.value, Sha256::kSize), 0);
}

}  // namespace
}  // namespace pedigree
