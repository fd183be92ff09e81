// Cells that fail and writes that are verified: docs/contract.md, "Verified writes", "Faults of the array".
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <bit>

#include "refmodel/sot/cell_faults.h"
#include "refmodel/sot/golden_float_unit.h"
#include "refmodel/sot/sot_sequencer.h"
#include "verif/random_sot_program.h"
#include "verif/sot_pins.h"

namespace spintile::verif {
namespace {

using refmodel::CellFaults;
using refmodel::LaneBits;
using refmodel::ProgramRun;
using refmodel::SotArray;
namespace sot = spec::sot;

constexpr int rows = 90;
constexpr int lanes = 70;
constexpr std::uint64_t last_lanes = 0x3F;  // of word 1

spec::Variant unit_with(int rewrites) {
  spec::Variant variant;
  variant.unit = spec::Unit::float_unit;
  variant.sot.lanes = lanes;
  variant.sot.rows = rows;
  variant.sot.rewrites = rewrites;
  return variant;
}

SotArray random_array(host::PhiloxSequence& draws) {
  SotArray array(rows, lanes);
  for (int row = 0; row < rows; ++row) array.set_row(row, std::vector<std::uint64_t>{draws.next(), draws.next()});
  return array;
}

ProgramRun run(const spec::Variant& variant, const RandomSotProgram& program, SotArray& array,
               CellFaults* faults = nullptr) {
  refmodel::DecodedWords decoded;
  return run_program(variant, program.words, 0, program.bases, {.read = 2, .write = 4, .search = 0}, array, decoded,
                     faults);
}

void expect_same(const SotArray& array, const SotArray& expected) {
  for (int row = 0; row < rows; ++row) ASSERT_EQ(array.row(row), expected.row(row)) << row;
  EXPECT_EQ(array.latch(), expected.latch());
  EXPECT_EQ(array.match(), expected.match());
}

TEST(VerifiedWrites, OfGoodCellsDoWhatOthersDo) {
  for (std::uint32_t number = 0; number < 100; ++number) {
    host::PhiloxSequence draws({12, 0x80000000}, number);
    const RandomSotProgram program = random_sot_program(rows, 25, ProgramFault::none, draws);
    SotArray expected = random_array(draws);
    SotArray plain = expected;
    SotArray verified = expected;
    run(unit_with(0), program, expected);
    CellFaults good({}, rows, lanes, 1);
    run(unit_with(0), program, plain, &good);
    EXPECT_EQ(run(unit_with(2), program, verified).failures, 0U);
    expect_same(plain, expected);
    expect_same(verified, expected);
  }
}

/// latch <- ones, XOR into rows 3 and 5, in all lanes.
RandomSotProgram toggle_two_rows() {
  const sot::Step step{.read = sot::Read::one,
                       .from = {},
                       .write = sot::Write::xor_into,
                       .to = {.base = 0, .offset = 3, .stride = 0},
                       .also = sot::Row{.base = 0, .offset = 5, .stride = 0},
                       .unmasked = true,
                       .mask = sot::Mask::keep};
  return {{sot::encode({step}), sot::encode({sot::End{}})}, {}};
}

TEST(VerifiedWrites, TakeAReadMoreThanStores) {
  SotArray array(rows, lanes);
  const ProgramRun good = run(unit_with(3), toggle_two_rows(), array);
  EXPECT_EQ(good.reads, 4U);
  EXPECT_EQ(good.writes, 2U);
  EXPECT_EQ(good.cycles, 1U + 4 * 3 + 2 * 5);
  EXPECT_EQ(good.failures, 0U);
  EXPECT_EQ(array.row(5), (LaneBits{~std::uint64_t{0}, last_lanes}));

  // Cells that no write changes: three stores of each row, and both fail.
  CellFaults dead({.read_error = 0, .write_error = 1, .stuck_at_0 = 0, .stuck_at_1 = 0, .endurance = 0}, rows, lanes,
                  1);
  const ProgramRun bad = run(unit_with(3), toggle_two_rows(), array, &dead);
  EXPECT_EQ(bad.reads, 8U);
  EXPECT_EQ(bad.writes, 6U);
  EXPECT_EQ(bad.cycles, 1U + 8 * 3 + 6 * 5);
  EXPECT_EQ(bad.failures, 2U);
  EXPECT_EQ(array.row(5), (LaneBits{~std::uint64_t{0}, last_lanes}));
  EXPECT_EQ(dead.accesses(), 14U);
  EXPECT_EQ(dead.wear()[3], 3);
  EXPECT_EQ(dead.wear()[4], 0);
}

TEST(VerifiedWrites, MendWhatWritesMiss) {
  const spec::Cells cells{.read_error = 0, .write_error = 0.05, .stuck_at_0 = 0, .stuck_at_1 = 0, .endurance = 0};
  std::uint64_t wrong_plain = 0;
  std::uint64_t failures = 0;
  for (std::uint32_t number = 0; number < 20; ++number) {
    host::PhiloxSequence draws({13, 0x80000000}, number);
    SotArray plain = random_array(draws);
    SotArray verified = plain;
    SotArray expected = plain;
    run(unit_with(0), toggle_two_rows(), expected);
    CellFaults some(cells, rows, lanes, number);
    CellFaults same(cells, rows, lanes, number);
    run(unit_with(0), toggle_two_rows(), plain, &some);
    failures += run(unit_with(7), toggle_two_rows(), verified, &same).failures;
    wrong_plain += plain.row(3) != expected.row(3) ? 1 : 0;
    EXPECT_EQ(verified.row(3), expected.row(3));
  }
  EXPECT_GT(wrong_plain, 15U);
  EXPECT_EQ(failures, 0U);
}

TEST(CellFaults, DrawAsOftenAsTheySay) {
  const spec::Cells cells{.read_error = 0.1, .write_error = 0.3, .stuck_at_0 = 0, .stuck_at_1 = 0, .endurance = 0};
  constexpr int wide = 4001;
  CellFaults faults(cells, 2, wide, 7);
  LaneBits bits((wide + 63) / 64);
  faults.read(bits);
  int ones = 0;
  for (const std::uint64_t word : bits) ones += std::popcount(word);
  EXPECT_NEAR(ones, 400, 80);  // 4 sigma
  EXPECT_EQ(bits.back() >> (wide % 64), 0U);

  LaneBits cells_of_row(bits.size());
  faults.write(1, LaneBits(bits.size(), ~std::uint64_t{0}), cells_of_row);
  ones = 0;
  for (const std::uint64_t word : cells_of_row) ones += std::popcount(word);
  EXPECT_NEAR(ones, 0.7 * 64 * static_cast<double>(bits.size()), 140);
}

TEST(CellFaults, StuckCellsHoldWhatTheyHold) {
  const spec::Cells cells{.read_error = 0, .write_error = 0, .stuck_at_0 = 0.2, .stuck_at_1 = 0.3, .endurance = 0};
  CellFaults faults(cells, rows, lanes, 3);
  int at_0 = 0;
  int at_1 = 0;
  for (int row = 0; row < rows; ++row) {
    LaneBits zeros(2);
    faults.load(row, LaneBits(2), zeros);
    LaneBits ones(2);
    faults.load(row, LaneBits{~std::uint64_t{0}, last_lanes}, ones);
    for (std::size_t word = 0; word < 2; ++word) {
      at_1 += std::popcount(zeros[word]);
      at_0 += std::popcount(~ones[word] & (word == 0 ? ~std::uint64_t{0} : last_lanes));
    }
    LaneBits written = zeros;
    faults.write(row, LaneBits{~std::uint64_t{0}, last_lanes}, written);
    EXPECT_EQ(written, ones);
  }
  EXPECT_NEAR(at_0, 0.2 * rows * lanes, 130);
  EXPECT_NEAR(at_1, 0.3 * rows * lanes, 150);
}

TEST(CellFaults, ARowStaysAfterItsEndurance) {
  CellFaults faults({.read_error = 0, .write_error = 0, .stuck_at_0 = 0, .stuck_at_1 = 0, .endurance = 2}, 2, 64, 1);
  LaneBits cells(1);
  for (const std::uint64_t value : {5U, 6U}) {
    faults.write(0, LaneBits{value}, cells);
    EXPECT_EQ(cells, LaneBits{value});
  }
  faults.write(0, LaneBits{7}, cells);
  faults.load(0, LaneBits{8}, cells);
  EXPECT_EQ(cells, LaneBits{6});
  EXPECT_EQ(faults.wear()[0], 3);
  faults.write(1, LaneBits{7}, cells);
  EXPECT_EQ(cells, LaneBits{7});
}

TEST(CellFaults, TheUnitCountsRowsThatStayWrong) {
  spec::Variant variant = unit_with(2);
  variant.cells.stuck_at_1 = 1;
  refmodel::GoldenFloatUnit unit(variant);
  EXPECT_EQ(unit.array().row(9), (LaneBits{~std::uint64_t{0}, last_lanes}));
  std::ranges::copy(toggle_two_rows().words, unit.program_store().begin());
  ASSERT_TRUE(unit.write_register(spec::register_offset::command, static_cast<std::uint32_t>(spec::Command::sot)));
  unit.run();
  EXPECT_EQ(unit.read_register(spec::register_offset::write_failures), (refmodel::ReadResult{2, true}));
  unit.reset();
  EXPECT_EQ(unit.read_register(spec::register_offset::write_failures), (refmodel::ReadResult{0, true}));
}

/// The macro at pins that are plain memory.
class Macro {
 public:
  explicit Macro(const CellFaults& faults) {
    macro_.set_faults(faults);
    macro_.set_program_runs(true);
  }

  LaneBits read(int row) {
    ports_.read.set(true);
    ports_.raddr.set(static_cast<unsigned>(row));
    cycle();
    return {wide_[0][0], wide_[0][1]};
  }
  void write(int row, std::uint8_t op, const LaneBits& data) {
    ports_.write.set(true);
    ports_.waddr0.set(static_cast<unsigned>(row));
    ports_.op.set(op);
    wide_[1] = {data[0], data[1]};
    wide_[2] = {~std::uint64_t{0}, last_lanes};
    cycle();
  }
  SotMacro& macro() { return macro_; }

 private:
  void cycle() {
    macro_.cycle(now_++);
    ports_.read.set(false);
    ports_.write.set(false);
  }

  std::array<std::uint8_t, 7> bits_{};
  std::array<std::uint64_t, 5> numbers_{};
  std::array<std::array<std::uint64_t, 2>, 4> wide_{};
  SotPorts ports_{.read = PinPort(Port(&bits_[0], 1)),
                  .write = PinPort(Port(&bits_[1], 1)),
                  .dual = PinPort(Port(&bits_[2], 1)),
                  .search = PinPort(Port(&bits_[3], 1)),
                  .pair = PinPort(Port(&bits_[4], 1)),
                  .clear = PinPort(Port(&bits_[5], 1)),
                  .op = StrobePort(Port(&bits_[6], 2)),
                  .raddr = Port(&numbers_[0], 7),
                  .rdata = Port(&wide_[0], lanes),
                  .waddr0 = Port(&numbers_[1], 7),
                  .waddr1 = Port(&numbers_[2], 7),
                  .wdata = Port(&wide_[1], lanes),
                  .wmask = Port(&wide_[2], lanes),
                  .count = Port(&numbers_[3], 10),
                  .key = Port(&numbers_[4], 64),
                  .match = Port(&wide_[3], lanes)};
  SotMacro macro_{ports_, rows, lanes, false};
  std::uint64_t now_ = 0;
};

TEST(CellFaults, AreTheSameAtThePins) {
  const spec::Cells cells{
      .read_error = 0.05, .write_error = 0.1, .stuck_at_0 = 0.01, .stuck_at_1 = 0.01, .endurance = 40};
  CellFaults faults(cells, rows, lanes, 5);
  Macro pins(faults);
  SotArray array(rows, lanes);
  for (int row = 0; row < rows; ++row) {
    LaneBits stuck = array.row(row);
    faults.load(row, stuck, stuck);
    array.set_row(row, stuck);
  }
  // Row 0 into row 3: a read and a write, by the golden model and at the pins.
  const sot::Step step{.read = sot::Read::row_complement,
                       .from = {.base = 0, .offset = 3, .stride = 0},
                       .write = sot::Write::xor_into,
                       .to = {.base = 0, .offset = 4, .stride = 0},
                       .also = {},
                       .unmasked = true,
                       .mask = sot::Mask::keep};
  const RandomSotProgram program{{sot::encode({step}), sot::encode({sot::End{}})}, {}};
  for (int i = 0; i < 50; ++i) {
    run(unit_with(0), program, array, &faults);
    LaneBits latch = pins.read(3);
    latch = {~latch[0], ~latch[1] & last_lanes};
    ASSERT_EQ(array.latch(), latch) << i;
    pins.write(4, 3, latch);
    ASSERT_TRUE(std::ranges::equal(array.row(4), pins.macro().row(4))) << i;
  }
}

TEST(CellFaults, AUnitOfVerifiedWritesStoresAlone) {
  Macro pins(CellFaults({}, rows, lanes, 1));
  pins.macro().expect_stores();
  pins.write(4, 0, LaneBits(2));
  EXPECT_ANY_THROW(pins.write(4, 2, LaneBits(2)));
}

}  // namespace
}  // namespace spintile::verif
