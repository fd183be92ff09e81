#include "host/digits.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "host/float_classifier.h"

namespace spintile::host {
namespace {

/// FNV-1a, 64 bits.
std::uint64_t hash(std::span<const std::uint8_t> bytes) {
  std::uint64_t value = 0xCBF29CE484222325;
  for (const std::uint8_t byte : bytes) value = (value ^ byte) * 0x100000001B3;
  return value;
}

TEST(Digits, AreTheSameBitsEverywhere) {
  const Dataset digits = draw_digits(100, 1);
  EXPECT_EQ(hash(digits.images.values()), 0xCA0825AB11340874U);
  EXPECT_EQ(std::vector<int>(digits.labels.begin(), digits.labels.begin() + 8),
            (std::vector<int>{1, 1, 5, 6, 4, 5, 3, 5}));
}

TEST(Digits, DependOnSeedAndNumberAlone) {
  const Dataset few = draw_digits(5, 1);
  EXPECT_EQ(few.images, first_images(draw_digits(20, 1), 5).images);
  EXPECT_NE(few.images, draw_digits(5, 2).images);
}

TEST(Digits, AreInkOnEmptyPaper) {
  const Dataset digits = draw_digits(1000, 3);
  std::vector<int> seen(classes, 0);
  for (int picture = 0; picture < digits.size(); ++picture) {
    ++seen[static_cast<std::size_t>(digits.labels[static_cast<std::size_t>(picture)])];
    const auto image = digits.images.row(picture);
    const auto blank = std::ranges::count(image, 0);
    EXPECT_GT(blank, image_pixels / 2) << picture;
    EXPECT_LT(blank, image_pixels - 20) << picture;
  }
  EXPECT_GT(std::ranges::min(seen), 60);
}

TEST(Digits, ALinearClassifierReadsThem) {
  const FloatClassifier classifier =
      train_float(draw_digits(3000, 1), {.epochs = 6, .batch = 20, .learning_rate = 0.005F});
  EXPECT_GT(accuracy(classifier, draw_digits(1000, 2)), 0.95);
}

}  // namespace
}  // namespace spintile::host
