#include "host/cifar10.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

#include "verif/scratch_folder.h"
#include "verif/tests/refusal.h"

namespace spintile::host {
namespace {

constexpr int plane = 32 * 32;

/// A record whose pixel p has red = seed + p, green = 2 p, blue = 3 p, modulo 256.
std::string record(int label, int seed) {
  std::string bytes(1, static_cast<char>(label));
  for (int i = 0; i < plane; ++i) bytes += static_cast<char>(seed + i);
  for (int factor = 2; factor <= 3; ++factor)
    for (int i = 0; i < plane; ++i) bytes += static_cast<char>(factor * i);
  return bytes;
}

TEST(Cifar10, ReadsRecordsWithTheChannelsOfAPixelSideBySide) {
  const verif::ScratchFolder scratch;
  for (int part = 1; part <= 5; ++part)
    verif::write_file(scratch.path() / fmt::format("data_batch_{}.bin", part), record(part, 0) + record(9, part));
  verif::write_file(scratch.path() / "test_batch.bin", record(0, 7));
  const Dataset train = load_cifar10_train(scratch.path());
  ASSERT_EQ(train.size(), 10);
  EXPECT_EQ(train.shape, cifar10_shape);
  EXPECT_EQ(train.labels, (std::vector<int>{1, 9, 2, 9, 3, 9, 4, 9, 5, 9}));
  EXPECT_EQ(train.images(5, 3 * 700 + 0), static_cast<std::uint8_t>(3 + 700));
  EXPECT_EQ(train.images(5, 3 * 700 + 1), static_cast<std::uint8_t>(2 * 700));
  EXPECT_EQ(train.images(5, 3 * 700 + 2), static_cast<std::uint8_t>(3 * 700));
  EXPECT_EQ(load_cifar10_test(scratch.path()).images(0, 0), 7);
  EXPECT_EQ(first_images(train, 3).shape, cifar10_shape);
}

TEST(Cifar10, NamesWhatIsWrong) {
  const verif::ScratchFolder scratch;
  const auto file = scratch.path() / "data_batch_1.bin";
  const auto message = [&] { return refusal<std::runtime_error>([&] { load_cifar10_train(scratch.path()); }); };
  EXPECT_NE(message().find(file.string() + ": cannot be opened"), std::string::npos);
  verif::write_file(file, record(1, 0).substr(1));
  EXPECT_NE(message().find("3072 bytes; one or more records of 3073"), std::string::npos);
  verif::write_file(file, "");
  EXPECT_NE(message().find("0 bytes"), std::string::npos);
  verif::write_file(file, record(1, 0) + record(10, 0));
  EXPECT_NE(message().find("label 10 at 1; 0 .. 9"), std::string::npos);
  EXPECT_NE(refusal<std::runtime_error>([&] { read_cifar10(scratch.path()); }).find("folder"), std::string::npos);
}

}  // namespace
}  // namespace spintile::host
