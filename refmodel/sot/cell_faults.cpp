#include "refmodel/sot/cell_faults.h"

#include "refmodel/analog/randomness.h"

namespace spintile::refmodel {
namespace {

constexpr std::uint32_t stream = 1U << 30;

/// A probability as the limit of a draw of 32 bits.
std::uint64_t limit_of(double probability) { return static_cast<std::uint64_t>(probability * 0x1p32); }

/// The draws of lanes 4 line .. 4 line + 3.
host::PhiloxBlock draws(host::PhiloxKey key, Purpose purpose, std::uint64_t event, std::size_t line) {
  return host::philox(key, draw_counter(purpose, event, static_cast<std::uint32_t>(line), 0));
}

}  // namespace

CellFaults::CellFaults(const spec::Cells& cells, int rows, int lanes, std::uint32_t seed)
    : key_{seed, stream},
      lanes_(lanes),
      read_error_(limit_of(cells.read_error)),
      write_error_(limit_of(cells.write_error)),
      endurance_(cells.endurance),
      wear_(static_cast<std::size_t>(rows)) {
  const std::uint64_t at_0 = limit_of(cells.stuck_at_0);
  const std::uint64_t at_0_or_1 = limit_of(cells.stuck_at_0 + cells.stuck_at_1);
  if (at_0_or_1 == 0) return;
  const auto columns = static_cast<std::size_t>(lanes);
  const std::vector<std::uint64_t> none((columns + 63) / 64);
  stuck_.assign(wear_.size(), {none, none});
  for (std::size_t row = 0; row < stuck_.size(); ++row) {
    for (std::size_t lane = 0; lane < columns; ++lane) {
      const std::uint32_t fate = draws(key_, Purpose::stuck_cell, row, lane / 4)[lane % 4];
      const std::uint64_t bit = std::uint64_t{1} << (lane % 64);
      if (fate < at_0) {
        stuck_[row].at_0[lane / 64] |= bit;
      } else if (fate < at_0_or_1) {
        stuck_[row].at_1[lane / 64] |= bit;
      }
    }
  }
}

bool CellFaults::worn(int row) const { return endurance_ != 0 && wear_[static_cast<std::size_t>(row)] >= endurance_; }

std::uint64_t CellFaults::lanes_of(std::size_t word) const {
  const std::size_t left = static_cast<std::size_t>(lanes_) - 64 * word;
  return left >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << left) - 1;
}

std::uint64_t CellFaults::errors(std::size_t word, std::uint64_t lanes, std::uint64_t limit) const {
  std::uint64_t found = 0;
  for (std::size_t four = 0; four < 16; ++four) {
    if ((lanes >> (4 * four) & 0xF) == 0) continue;
    const host::PhiloxBlock drawn = draws(key_, Purpose::cell_access, accesses_, 16 * word + four);
    for (std::size_t i = 0; i < 4; ++i) found |= std::uint64_t{drawn[i] < limit} << (4 * four + i);
  }
  return found & lanes;
}

void CellFaults::read(std::span<std::uint64_t> bits) {
  for (std::size_t word = 0; read_error_ != 0 && word < bits.size(); ++word) {
    bits[word] ^= errors(word, lanes_of(word), read_error_);
  }
  ++accesses_;
}

void CellFaults::write(int row, std::span<const std::uint64_t> wanted, std::span<std::uint64_t> cells) {
  if (!worn(row)) {
    for (std::size_t word = 0; word < cells.size(); ++word) {
      std::uint64_t changing = wanted[word] ^ cells[word];
      if (!stuck_.empty()) {
        const Stuck& stuck = stuck_[static_cast<std::size_t>(row)];
        changing &= ~(stuck.at_0[word] | stuck.at_1[word]);
      }
      if (write_error_ != 0) changing &= ~errors(word, changing, write_error_);
      cells[word] ^= changing;
    }
  }
  ++wear_[static_cast<std::size_t>(row)];
  ++accesses_;
}

void CellFaults::load(int row, std::span<const std::uint64_t> wanted, std::span<std::uint64_t> cells) const {
  for (std::size_t word = 0; word < cells.size(); ++word) {
    if (!worn(row)) cells[word] = wanted[word];
    if (stuck_.empty()) continue;
    const Stuck& stuck = stuck_[static_cast<std::size_t>(row)];
    cells[word] = (cells[word] & ~stuck.at_0[word]) | stuck.at_1[word];
  }
}

}  // namespace spintile::refmodel
