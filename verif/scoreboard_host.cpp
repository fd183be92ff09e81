#include "verif/scoreboard_host.h"

#include <fmt/format.h>

#include <algorithm>

#include "spec/derive.h"
#include "verif/mismatch.h"

namespace spintile::verif {
namespace {

namespace reg = spec::register_offset;

constexpr std::uint64_t command_cycles_max = 4'000'000;  // beyond it the tile hangs

std::uint32_t halves(int low, int high) {
  return static_cast<std::uint32_t>(low) | static_cast<std::uint32_t>(high) << 16;
}

}  // namespace

void ScoreboardHost::write(std::uint32_t address, std::uint32_t value, unsigned strobes) {
  board_.harness().writer().start({address, value, strobes});
  while (!board_.harness().writer().idle()) board_.step();
}

std::uint32_t ScoreboardHost::read(std::uint32_t address) {
  board_.harness().reader().start(address);
  while (!board_.harness().reader().idle()) board_.step();
  return board_.harness().reader().response()->value;
}

void ScoreboardHost::start(spec::Command command, std::uint32_t operand) {
  write(reg::command, static_cast<std::uint32_t>(command) | operand << 8);
}

void ScoreboardHost::settle() {
  const std::uint64_t limit = board_.cycle() + command_cycles_max;
  while (board_.golden().busy()) {
    if (board_.cycle() == limit) {
      throw MismatchError({limit, "interrupt_o", -1, fmt::format("1 in {} cycles", command_cycles_max), "0"});
    }
    board_.step();
  }
}

void ScoreboardHost::run(spec::Command command, std::uint32_t operand) {
  start(command, operand);
  settle();
}

void ScoreboardHost::send(std::span<const refmodel::Beat> beats) {
  for (const refmodel::Beat& beat : beats) board_.harness().source().push(beat);
}

void ScoreboardHost::write_space(spec::Space space, std::span<const std::int64_t> values) {
  send(refmodel::encode_packet(board_.golden().layout(space), values));
  run(spec::Command::write, static_cast<std::uint32_t>(space));
}

void ScoreboardHost::select_words(int first, int words) { write(reg::in_tile + reg::program, halves(first, words)); }

void ScoreboardHost::select_rows(int first, int bits) { write(reg::in_tile + reg::lanes, halves(first, bits)); }

void ScoreboardHost::fill_rows(int first, int bits, std::uint64_t word) {
  select_rows(first, bits);
  const std::vector<std::int64_t> lanes(static_cast<std::size_t>(variant_.crossbar.columns),
                                        static_cast<std::int64_t>(word));
  write_space(spec::Space::lanes, lanes);
}

void ScoreboardHost::fill_sot_array(host::PhiloxSequence& draws) {
  const int rows = spec::float_unit_of(variant_).sot.rows;
  if (!board_.harness().macro()) {
    for (int first = 0; first < rows; first += 64) fill_rows(first, std::min(64, rows - first), draws.next());
    return;
  }
  std::vector<std::uint64_t> bits(board_.golden().sot().array().lane_words());
  for (int row = 0; row < rows; ++row) {
    std::ranges::generate(bits, [&draws] { return std::uint64_t{draws.next()} << 32 | draws.next(); });
    board_.set_sot_row(row, bits);
  }
}

void ScoreboardHost::load_program(const spec::sot::Program& program) {
  std::vector<std::int64_t> words;
  for (const spec::sot::Word& word : program.words) words.push_back(static_cast<std::int64_t>(spec::sot::encode(word)));
  select_words(0, static_cast<int>(words.size()));
  write_space(spec::Space::program, words);
}

void ScoreboardHost::set_bases(const refmodel::SotBases& bases) {
  for (std::size_t base = 0; base < bases.size(); ++base) {
    write(reg::in_tile + reg::base0 + 4 * static_cast<std::uint32_t>(base), static_cast<std::uint32_t>(bases[base]));
  }
}

}  // namespace spintile::verif
