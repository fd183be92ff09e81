#include "host/mnist.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <fstream>
#include <string>

namespace spintile::host {
namespace {

namespace fs = std::filesystem;

using Bytes = std::vector<std::uint8_t>;

void write(const fs::path& file, const Bytes& bytes) {
  std::ofstream(file, std::ios::binary).write(reinterpret_cast<const char*>(bytes.data()), std::ssize(bytes));
}

Bytes images(std::uint8_t count, std::uint8_t side = image_side) {
  Bytes bytes = {0, 0, 8, 3, 0, 0, 0, count, 0, 0, 0, image_side, 0, 0, 0, side};
  for (int pixel = 0; pixel < count * image_side * side; ++pixel) bytes.push_back(static_cast<std::uint8_t>(pixel));
  return bytes;
}

class MnistFolder : public testing::Test {
 protected:
  MnistFolder() : folder_(fs::temp_directory_path() / ("spintile_mnist_test_" + std::to_string(::getpid()))) {
    fs::create_directories(folder_);
    write(folder_ / "t10k-images-idx3-ubyte", images(2));
    write(folder_ / "t10k-labels-idx1-ubyte", {0, 0, 8, 1, 0, 0, 0, 2, 7, 3});
  }
  ~MnistFolder() override { fs::remove_all(folder_); }

  void expect_refused(const std::string& text) const {
    try {
      load_mnist_test(folder_);
      ADD_FAILURE() << "was read; expected: " << text;
    } catch (const std::runtime_error& error) {
      EXPECT_NE(std::string(error.what()).find(text), std::string::npos) << error.what();
    }
  }

  fs::path folder_;
};

TEST_F(MnistFolder, IsReadInOrder) {
  const Dataset dataset = load_mnist_test(folder_);
  EXPECT_EQ(dataset.labels, (std::vector<int>{7, 3}));
  ASSERT_EQ(dataset.images.rows(), 2);
  ASSERT_EQ(dataset.images.columns(), 784);
  EXPECT_EQ(dataset.images(1, 5), static_cast<std::uint8_t>(784 + 5));
  EXPECT_EQ(first_images(dataset, 1).labels, (std::vector<int>{7}));
  EXPECT_EQ(first_images(dataset, 9).size(), 2);
}

TEST_F(MnistFolder, NamesWhatIsMissing) {
  fs::remove(folder_ / "t10k-labels-idx1-ubyte");
  expect_refused((folder_ / "t10k-labels-idx1-ubyte.gz").string());
}

TEST_F(MnistFolder, RefusesFilesThatDoNotAgree) {
  write(folder_ / "t10k-labels-idx1-ubyte", {0, 0, 8, 1, 0, 0, 0, 1, 7});
  expect_refused("1 labels for the 2 pictures");
  write(folder_ / "t10k-labels-idx1-ubyte", {0, 0, 8, 1, 0, 0, 0, 2, 7, 10});
  expect_refused("label 10 at 1");
  write(folder_ / "t10k-labels-idx1-ubyte", images(1));
  expect_refused("3 dimensions; 1 was expected");
  write(folder_ / "t10k-images-idx3-ubyte", images(2, 27));
  expect_refused("2 x 28 x 27; N x 28 x 28 was expected");
}

TEST(FindDataFolder, LooksWhereItSays) {
  const char* set = std::getenv("SPINTILE_DATA");
  const std::string before = set == nullptr ? "" : set;
  const fs::path root = fs::temp_directory_path() / ("spintile_find_test_" + std::to_string(::getpid()));
  fs::create_directories(root / "shared/data/mnist");
  fs::create_directories(root / "main");

  ::unsetenv("SPINTILE_DATA");
  EXPECT_EQ(find_data_folder("mnist", root / "main").found, root / "shared/data/mnist");
  const FolderSearch nowhere = find_data_folder("no_such_set", root / "main");
  EXPECT_FALSE(nowhere.found);
  EXPECT_EQ(nowhere.looked, (std::vector<fs::path>{root / "main/data/no_such_set", root / "shared/data/no_such_set"}));
  fs::create_directories(root / "elsewhere/mnist");
  ::setenv("SPINTILE_DATA", (root / "elsewhere").c_str(), 1);
  EXPECT_EQ(find_data_folder("mnist", root / "main").found, root / "elsewhere/mnist");

  set == nullptr ? ::unsetenv("SPINTILE_DATA") : ::setenv("SPINTILE_DATA", before.c_str(), 1);
  fs::remove_all(root);
}

TEST(Mnist, HasThePublishedCounts) {
  const FolderSearch search = find_data_folder("mnist", SPINTILE_SOURCE_DIR);
  if (!search.found) GTEST_SKIP() << "no MNIST at " << testing::PrintToString(search.looked);
  const Mnist mnist = load_mnist(*search.found);

  const auto histogram = [](const Dataset& dataset) {
    std::array<int, classes> counts{};
    for (const int label : dataset.labels) ++counts[static_cast<std::size_t>(label)];
    return counts;
  };
  const auto ink = [](const Dataset& dataset) {
    std::int64_t sum = 0;
    for (const std::uint8_t pixel : dataset.images.values()) sum += pixel;
    return sum;
  };
  EXPECT_EQ(histogram(mnist.train), (std::array{5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949}));
  EXPECT_EQ(histogram(mnist.test), (std::array{980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009}));
  // The well-known mean pixels, 0.1307 and 0.1325 of 255.
  EXPECT_NEAR(static_cast<double>(ink(mnist.train)) / (60000.0 * 784 * 255), 0.1307, 5e-5);
  EXPECT_NEAR(static_cast<double>(ink(mnist.test)) / (10000.0 * 784 * 255), 0.1325, 5e-5);
}

}  // namespace
}  // namespace spintile::host
