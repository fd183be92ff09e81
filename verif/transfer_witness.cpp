#include "verif/transfer_witness.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <span>

#include "spec/derive.h"
#include "verif/mismatch.h"

namespace spintile::verif {

TransferWitness::TransferWitness(const spec::Variant& variant, const TransferLayout& layout,
                                 const refmodel::TransferConstants& constants)
    : variant_(variant),
      bases_(layout.bases),
      constants_(constants),
      arithmetic_(variant.transfer, spec::transfer_code_bits(variant)),
      planes_(static_cast<std::size_t>(spec::transfer_planes(variant)),
              host::Matrix<std::uint32_t>(variant.crossbar.rows, variant.crossbar.columns)),
      pulses_(static_cast<std::size_t>(variant.crossbar.columns)) {}

void TransferWitness::begin(const refmodel::GoldenBus& golden) {
  const refmodel::ChopperBank& choppers = golden.training().choppers();
  row_ = static_cast<int>(choppers.row);
  negative_ = choppers.negative[choppers.row] != 0;
  fresh_ = choppers.fresh[choppers.row] != 0;
}

int TransferWitness::end(const refmodel::GoldenBus& golden, const refmodel::TransferRun& run, std::uint64_t cycle) {
  // Of the accumulators those of the columns; a BACKWARD may have more of them.
  const std::vector<std::int64_t> codes = golden.space(spec::Space::accumulator);
  std::vector<std::uint32_t> read(pulses_.size());
  std::transform(codes.begin(), codes.begin() + variant_.crossbar.columns, read.begin(),
                 [this](std::int64_t code) { return arithmetic_.read_word(static_cast<std::int32_t>(code)); });
  refmodel::TransferRow row{planes_[0].row(row_), {}, {}};
  if (planes_.size() == 3) {
    row.mean = planes_[1].row(row_);
    row.reference = planes_[2].row(row_);
  }
  arithmetic_.transfer(constants_, negative_, fresh_, read, row, pulses_);
  for (int plane = 0; plane < static_cast<int>(planes_.size()); ++plane) compare_words(golden, plane, cycle);
  if (run.pulses) compare_pulses(*run.pulses, cycle);
  return static_cast<int>(std::ranges::count_if(pulses_, [](std::int32_t n) { return n != 0; }));
}

void TransferWitness::compare_words(const refmodel::GoldenBus& golden, int plane, std::uint64_t cycle) {
  constexpr std::array names = {"H", "M", "Mref"};
  const auto index = static_cast<std::size_t>(plane);
  const int bits = spec::transfer_word_bits(variant_.transfer);
  std::vector<std::uint64_t> words(pulses_.size());
  golden.sot().array().unload(bases_[index] + row_ * bits, bits, words);
  const std::span<const std::uint32_t> expected = planes_[index].row(row_);
  const auto mask = static_cast<std::uint32_t>(~std::uint64_t{0} >> (64 - bits));
  for (std::size_t column = 0; column < words.size(); ++column) {
    if ((expected[column] & mask) == words[column]) continue;
    throw MismatchError({cycle, fmt::format("{} of row {}, column", names.at(index), row_), static_cast<int>(column),
                         fmt::format("{:#x}", expected[column] & mask), fmt::format("{:#x}", words[column])});
  }
}

void TransferWitness::compare_pulses(const refmodel::UpdateDrive& drive, std::uint64_t cycle) const {
  for (std::size_t column = 0; column < pulses_.size(); ++column) {
    // |n| slots from the first one on; up where the column's sign is not that of the row, which is 0.
    const int n = pulses_[column];
    const auto slots = static_cast<std::uint32_t>((std::uint64_t{1} << std::abs(n)) - 1);
    const bool right_way = n == 0 || (drive.columns.negative[column] != 0) == (n > 0);
    if (drive.columns.slots[column] == slots && right_way) continue;
    throw MismatchError({cycle, fmt::format("pulses of W, row {}, column", row_), static_cast<int>(column),
                         fmt::format("{}", n),
                         fmt::format("slots {:#x}, {}", drive.columns.slots[column],
                                     drive.columns.negative[column] != 0 ? "up" : "down")});
  }
}

}  // namespace spintile::verif
