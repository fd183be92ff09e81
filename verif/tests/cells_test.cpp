// The leaf cells as text: nothing to say for any linter at their least, odd and large parameter values; and the period
// of the LFSR, which is a matter of its table.
#include "gen/cells/cells.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <set>

#include "gen/hdl/writer.h"
#include "verif/external_program.h"
#include "verif/formal_files.h"
#include "verif/formal_wrapper.h"
#include "verif/scratch_folder.h"
#include "verif/static_checks.h"

namespace spintile::gen::cells {
namespace {

/// The cell with a wrapper that sets its parameters.
Package at(const std::string& cell, const hdl::ParameterValues& parameters) {
  hdl::Design design("cell", hdl::Reset::async_low);
  const auto all_cells = all(design);
  const auto found =
      std::ranges::find_if(all_cells, [&](const auto& module) { return module->name() == "cell_" + cell; });
  hdl::Module wrapper("wrapper", "Sets the parameters.");
  if ((*found)->has_reset()) {
    wrapper.clock_and_reset((*found)->reset());
  } else if ((*found)->has_clock()) {
    wrapper.clock(hdl::Reset::async_low);
  }
  std::vector<hdl::Connection> connections;
  for (const auto& port : (*found)->ports()) {
    if (port->name == "clk_i" || port->name == "rst_ni") continue;
    const int width = port->width.value(parameters);
    connections.push_back({port->name, port->kind == hdl::DeclarationKind::input ? wrapper.input(port->name, width)
                                                                                 : wrapper.output(port->name, width)});
  }
  wrapper.instance("dut", *found, std::move(connections), parameters);
  return {"wrapper",
          {{fmt::format("rtl/cell_{}.v", cell), hdl::write(**found, "A cell.")},
           {"rtl/wrapper.v", hdl::write(wrapper, "A wrapper.")}}};
}

struct Case {
  std::string cell;
  hdl::ParameterValues parameters;
};

void PrintTo(const Case& one, std::ostream* out) { *out << one.cell << " " << testing::PrintToString(one.parameters); }

class Cell : public testing::TestWithParam<Case> {};

TEST_P(Cell, HasNothingToComplainOf) {
  const Package package = at(GetParam().cell, GetParam().parameters);
  for (const auto& verdict :
       {verif::lint_with_verilator(package), verif::compile_with_icarus(package), verif::check_with_yosys(package)}) {
    EXPECT_TRUE(verdict.passed) << verdict.log;
  }
}

std::vector<Case> cases() {
  std::vector<Case> list;
  for (const int width : {1, 2, 7, 64, 300}) {
    for (const auto* cell : {"counter", "leading_one", "skid_buffer"}) list.push_back({cell, {{"Width", width}}});
    list.push_back({"synchroniser", {{"Width", width}, {"Stages", 2 + width % 3}}});
    list.push_back({"ram", {{"Width", width}, {"Depth", 5}, {"AddressBits", 3}}});
  }
  list.push_back({"ram", {{"Width", 8}, {"Depth", 1}, {"AddressBits", 1}}});
  list.push_back({"ram", {{"Width", 32}, {"Depth", 1024}, {"AddressBits", 10}}});
  for (const int width : {least_lfsr_width, 8, 37, most_lfsr_width}) list.push_back({"lfsr", {{"Width", width}}});
  for (const int generators : {1, 3, 300}) list.push_back({"xorshift", {{"Generators", generators}}});
  const auto requantiser = [&](int accumulator, int scale, int output, int shift) {
    list.push_back(
        {"requantiser",
         {{"AccumulatorBits", accumulator}, {"ScaleBits", scale}, {"OutputBits", output}, {"ShiftBits", shift}}});
  };
  requantiser(2, 2, 2, 2);
  requantiser(2, 2, 5, 2);
  requantiser(11, 7, 8, 5);
  requantiser(38, 24, 32, 6);
  return list;
}

INSTANTIATE_TEST_SUITE_P(Cells, Cell, testing::ValuesIn(cases()));

TEST(Cells, ATileUsesTheseModules) {
  hdl::Design design("small", hdl::Reset::async_low);
  spec::Variant variant;
  variant.name = "small";
  variant.crossbar = {.rows = 4, .columns = 2, .array_rows = 4};
  std::set<std::string> in_tile;
  for (const auto& file : generate(variant).files) {
    in_tile.insert(file.text.substr(std::min(file.text.size(), file.text.find("`default_nettype none"))));
  }
  for (const auto& cell : {counter(design), requantiser(design), synchroniser(design)}) {
    const std::string text = hdl::write(*cell, "");
    EXPECT_TRUE(in_tile.contains(text.substr(text.find("`default_nettype none")))) << cell->name();
  }
}

TEST(Lfsr, UnknownWidthsAreRefused) {
  EXPECT_THROW(lfsr_taps(2), hdl::HdlError);
  EXPECT_THROW(lfsr_taps(65), hdl::HdlError);
}

/// A step of the emitted cell: division by x modulo the polynomial.
std::uint64_t step(std::uint64_t state, std::uint64_t taps) { return (state >> 1) ^ ((state & 1) != 0 ? taps : 0); }

TEST(Lfsr, SmallOnesGoThroughEveryStateButZero) {
  for (int width = least_lfsr_width; width <= 18; ++width) {
    std::uint64_t period = 0;
    std::uint64_t state = 1;
    do {
      state = step(state, lfsr_taps(width));
      ++period;
    } while (state != 1 && period < std::uint64_t{1} << width);
    EXPECT_EQ(period, (std::uint64_t{1} << width) - 1) << width;
  }
}

using Wide = unsigned __int128;

/// a b modulo m.
std::uint64_t multiply(std::uint64_t a, std::uint64_t b, std::uint64_t m) {
  return static_cast<std::uint64_t>(static_cast<Wide>(a) * b % m);
}

/// Miller and Rabin; with the first twelve primes as bases it errs for no number below 2^64 (Sorenson and Webster
/// 2015).
bool is_prime(std::uint64_t n) {
  for (const std::uint64_t p : {2U, 3U, 5U, 7U, 11U, 13U, 17U, 19U, 23U, 29U, 31U, 37U}) {
    if (n % p == 0) return n == p;
  }
  int twos = 0;
  std::uint64_t odd = n - 1;
  for (; odd % 2 == 0; odd /= 2) ++twos;
  for (const std::uint64_t base : {2U, 3U, 5U, 7U, 11U, 13U, 17U, 19U, 23U, 29U, 31U, 37U}) {
    std::uint64_t power = 1;
    std::uint64_t square = base;
    for (std::uint64_t rest = odd; rest > 0; rest /= 2, square = multiply(square, square, n)) {
      if (rest % 2 == 1) power = multiply(power, square, n);
    }
    bool passes = power == 1;
    for (int i = 0; i < twos && !passes; ++i, power = multiply(power, power, n)) passes = power == n - 1;
    if (!passes) return false;
  }
  return true;
}

void collect_factors(std::uint64_t n, std::set<std::uint64_t>& primes) {
  for (std::uint64_t p = 2; p < 4'000'000 && p * p <= n; ++p) {
    for (; n % p == 0; n /= p) primes.insert(p);
  }
  if (n == 1) return;
  ASSERT_TRUE(is_prime(n)) << n << " has two large factors";
  primes.insert(n);
}

/// Prime factors of 2^n - 1, by way of 2^2h - 1 = (2^h - 1)(2^h + 1).
std::set<std::uint64_t> mersenne_factors(int n) {
  std::set<std::uint64_t> primes;
  while (n % 2 == 0) {
    n /= 2;
    collect_factors((std::uint64_t{1} << n) + 1, primes);
  }
  collect_factors((std::uint64_t{1} << n) - 1, primes);
  return primes;
}

/// State after `steps` steps from 1, by repeated squaring of 1/x.
std::uint64_t state_after(std::uint64_t steps, int width) {
  const std::uint64_t taps = lfsr_taps(width);
  const std::uint64_t top = std::uint64_t{1} << (width - 1);
  const auto times_x = [&](std::uint64_t a) {
    return (a & top) != 0 ? (((a ^ top) << 1) ^ (((taps ^ top) << 1) | 1)) : a << 1;
  };
  const auto product = [&](std::uint64_t a, std::uint64_t b) {
    std::uint64_t sum = 0;
    for (; b != 0; b >>= 1, a = times_x(a)) sum ^= (b & 1) != 0 ? a : 0;
    return sum;
  };
  std::uint64_t power = 1;
  for (std::uint64_t square = step(1, taps); steps > 0; steps >>= 1, square = product(square, square)) {
    if ((steps & 1) != 0) power = product(power, square);
  }
  return power;
}

TEST(Lfsr, LargeOnesHaveTheLongestPeriodByTheOrderOfX) {
  EXPECT_EQ(mersenne_factors(11), (std::set<std::uint64_t>{23, 89}));
  EXPECT_EQ(state_after(7, 8), [] {
    std::uint64_t state = 1;
    for (int i = 0; i < 7; ++i) state = step(state, lfsr_taps(8));
    return state;
  }());
  for (int width = least_lfsr_width; width <= most_lfsr_width; ++width) {
    const std::uint64_t period = ~std::uint64_t{0} >> (64 - width);
    EXPECT_EQ(state_after(period, width), 1U) << width;
    for (const std::uint64_t prime : mersenne_factors(width)) {
      EXPECT_NE(state_after(period / prime, width), 1U)
          << width << ": the period divides (2^" << width << " - 1) / " << prime;
    }
  }
}

/// A linear map of 32 bits: the image of each.
using LinearMap = std::array<std::uint32_t, 32>;

std::uint32_t image(const LinearMap& map, std::uint32_t state) {
  std::uint32_t result = 0;
  for (std::size_t bit = 0; bit < map.size(); ++bit) {
    if (((state >> bit) & 1) != 0) result ^= map[bit];
  }
  return result;
}

LinearMap power_of(LinearMap map, std::uint64_t exponent) {
  LinearMap result;
  for (std::size_t bit = 0; bit < result.size(); ++bit) result[bit] = std::uint32_t{1} << bit;
  for (; exponent != 0; exponent >>= 1) {
    const LinearMap before = result;
    const LinearMap factor = map;
    for (std::size_t bit = 0; bit < map.size(); ++bit) {
      if ((exponent & 1) != 0) result[bit] = image(factor, before[bit]);
      map[bit] = image(factor, factor[bit]);
    }
  }
  return result;
}

TEST(Xorshift, HasTheLongestPeriod) {
  LinearMap one_step;
  for (std::size_t bit = 0; bit < one_step.size(); ++bit) {
    std::uint32_t state = std::uint32_t{1} << bit;
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    one_step[bit] = state;
  }
  const LinearMap identity = power_of(one_step, 0);
  const std::uint64_t period = 0xFFFFFFFF;
  EXPECT_EQ(power_of(one_step, period), identity);
  for (const std::uint64_t prime : mersenne_factors(32)) {
    EXPECT_NE(power_of(one_step, period / prime), identity) << prime;
  }
}

/// Property modules bound to the cells, as a user's simulator compiles them.
TEST(Cells, PropertiesBindUnderVerilator) {
  hdl::Design design("cell", hdl::Reset::sync_high);
  for (const auto& cell : all(design)) {
    const std::string name = cell->name().substr(5);
    const verif::ScratchFolder folder;
    verif::write_file(folder.path() / (cell->name() + ".v"), hdl::write(*cell, "A cell."));
    verif::write_file(folder.path() / "bind.sv",
                      verif::bind_statement(*cell, {name + "_properties", verif::property_text(name), {}}));
    const auto result = verif::run_program(
        {verif::require_program("verilator"), "--lint-only", "--assert", "-DFORMAL", "--top-module", cell->name(),
         cell->name() + ".v", fmt::format("{}/verif/formal/{}_properties.v", SPINTILE_SOURCE_DIR, name), "bind.sv"},
        folder.path());
    EXPECT_EQ(result.status, 0) << cell->name() << "\n" << result.log;
  }
}

}  // namespace
}  // namespace spintile::gen::cells
