// Codes of an outer product: products of codes are what descent wants, in units, within the ranges of the drivers.
#include "host/outer_product_codes.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <limits>
#include <stdexcept>

#include "verif/tests/random_values.h"

namespace spintile::host {
namespace {

using Codes = std::vector<std::int32_t>;

const spec::PulsedUpdate update = {.kind = spec::PulseKind::opu};

TEST(OuterProductCodes, RowsAndColumnsShareTheRange) {
  // 64 units at the most: 8 x 8.
  const std::vector<float> x = {1.0F, -0.5F, 0.0F};
  const std::vector<float> d = {0.25F, -1.0F};
  const OuterProductCodes codes = outer_product_codes(x, d, 0.5, 0.5 / 64.0, update);
  EXPECT_EQ(codes.rows, (Codes{8, -4, 0}));
  EXPECT_EQ(codes.columns, (Codes{2, -8}));
  EXPECT_EQ(outer_product_codes(x, d, -0.5, 0.5 / 64.0, update).columns, (Codes{-2, 8}));
}

TEST(OuterProductCodes, ColumnsClipWhereTheRangeIsNotEnough) {
  const std::vector<float> x = {1.0F, 0.5F};
  const std::vector<float> d = {1.0F, 0.25F, -4.0F};
  // 127 x 127 units are the most; the column of 0.25 asks for 127 x 64.
  const OuterProductCodes codes = outer_product_codes(x, d, 1.0, 1.0 / (127.0 * 256.0), update);
  EXPECT_EQ(codes.rows, (Codes{127, 64}));
  EXPECT_EQ(codes.columns, (Codes{127, 64, -127}));
}

TEST(OuterProductCodes, SmallUpdatesKeepTheirSize) {
  // 3 units: a row code of 2, so a column code of 1.5, to 2; with 2 bits of voltage it is 1.
  const std::vector<float> one = {1.0F};
  EXPECT_EQ(outer_product_codes(one, one, 3.0, 1.0, update), (OuterProductCodes{{2}, {2}}));
  EXPECT_EQ(outer_product_codes(one, one, 0.4, 1.0, update), (OuterProductCodes{{1}, {0}}));
  spec::PulsedUpdate narrow = update;
  narrow.voltage_bits = 2;
  EXPECT_EQ(outer_product_codes(one, one, 3.0, 1.0, narrow), (OuterProductCodes{{3}, {1}}));
}

TEST(OuterProductCodes, NothingForNothing) {
  const std::vector<float> zeros(3);
  const std::vector<float> ones(2, 1.0F);
  EXPECT_EQ(outer_product_codes(zeros, ones, 1.0, 0.1, update), (OuterProductCodes{{0, 0, 0}, {0, 0}}));
  EXPECT_EQ(outer_product_codes(ones, zeros, 1.0, 0.1, update), (OuterProductCodes{{0, 0}, {0, 0, 0}}));
  EXPECT_EQ(outer_product_codes(ones, ones, 0.0, 0.1, update), (OuterProductCodes{{0, 0}, {0, 0}}));
}

TEST(OuterProductCodes, ProductsOfCodesAreTheUpdateButForRounding) {
  const auto x = verif::random_values(1, 1, 40, 1);
  const auto d = verif::random_values(1, 1, 30, 2);
  const double granularity = 1e-5;
  for (const double rate : {0.002, 0.02, 0.1}) {
    const OuterProductCodes codes = outer_product_codes(x.row(0), d.row(0), rate, granularity, update);
    const double row_step = 1.0 / std::abs(codes.rows[0]);
    for (std::size_t k = 0; k < 40; ++k) {
      EXPECT_LE(std::abs(codes.rows[k]), 127);
      for (std::size_t j = 0; j < 30; ++j) {
        const double wanted = rate * static_cast<double>(x.row(0)[k]) * static_cast<double>(d.row(0)[j]) / granularity;
        // Half a code on either side.
        const double bound = 0.5 * (std::abs(codes.rows[k]) + std::abs(codes.columns[j])) + 0.5 + row_step;
        EXPECT_NEAR(codes.rows[k] * codes.columns[j], wanted, bound) << rate;
      }
    }
  }
}

TEST(OuterProductCodes, RefusesNumbersThatAreNotFinite) {
  const std::vector<float> ones(2, 1.0F);
  const std::vector<float> nan(2, std::numeric_limits<float>::quiet_NaN());
  const std::vector<float> infinite(2, std::numeric_limits<float>::infinity());
  EXPECT_THROW(outer_product_codes(nan, ones, 1.0, 0.1, update), std::invalid_argument);
  EXPECT_THROW(outer_product_codes(ones, infinite, 1.0, 0.1, update), std::invalid_argument);
  EXPECT_THROW(outer_product_codes(ones, infinite, 0.0, 0.1, update), std::invalid_argument);
}

}  // namespace
}  // namespace spintile::host
