// A tile port that remembers what it was asked and what was written, and computes nothing: for tests of what drives
// one.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "host/tile_port.h"
#include "spec/derive.h"
#include "spec/interface.h"
#include "spec/register_map.h"

namespace spintile {

class RecordingPort final : public host::TilePort {
 public:
  /// Registers and spaces as after a reset; SOT array and program store hold 0x5A in every byte.
  explicit RecordingPort(spec::Variant variant)
      : variant_(std::move(variant)), lanes_(sot_bits(), 0x5A), program_(program_words(), 0x5A5A5A5A5A5A5A5A) {
    for (const spec::Register& one : spec::register_map(variant_)) registers_[one.offset] = one.reset_value();
    for (const spec::Space space : spec::spaces(variant_)) {
      const spec::SpaceLayout layout = spec::space_layout(variant_, space);
      spaces_[space].assign(static_cast<std::size_t>(layout.elements), std::max(layout.reset_value, layout.minimum()));
      if (layout.is_signed) std::ranges::fill(spaces_[space], layout.reset_value);
    }
  }

  /// Since the last call: "write 0x14 3", "write input", "run forward 0", "read accumulator".
  std::vector<std::string> calls() { return std::exchange(calls_, {}); }
  std::int64_t element(spec::Space space, std::size_t index) const { return spaces_.at(space)[index]; }
  /// Bit of a lane of the SOT array.
  std::uint8_t cell(int row, int lane) const { return lanes_[cell_index(row, lane)]; }

  const spec::Variant& variant() const override { return variant_; }
  void write_register(std::uint32_t address, std::uint32_t value) override {
    calls_.push_back(fmt::format("write {:#x} {}", address, value));
    registers_[address] = value;
  }
  std::uint32_t read_register(std::uint32_t address) override { return registers_.at(address); }
  void run(spec::Command command, std::uint32_t operand) override {
    calls_.push_back(fmt::format("run {} {}", spec::name(command), operand));
    if (command == spec::Command::sot) run_clear();
  }
  void write(spec::Space space, std::span<const std::int64_t> elements) override {
    calls_.push_back(fmt::format("write {}", spec::name(space)));
    if (space == spec::Space::program) {
      std::ranges::copy(elements, program_.begin() + first(program_register));
    } else if (space == spec::Space::lanes) {
      for_window([&](int row, int lane, int bit) {
        lanes_[cell_index(row, lane)] = elements[static_cast<std::size_t>(lane)] >> bit & 1;
      });
    } else {
      spaces_.at(space).assign(elements.begin(), elements.end());
    }
  }
  std::vector<std::int64_t> read(spec::Space space) override {
    calls_.push_back(fmt::format("read {}", spec::name(space)));
    if (space == spec::Space::program) {
      const auto begin = program_.begin() + first(program_register);
      return {begin, begin + count(program_register)};
    }
    if (space != spec::Space::lanes) return spaces_.at(space);
    std::vector<std::int64_t> elements(static_cast<std::size_t>(variant_.crossbar.columns));
    for_window([&](int row, int lane, int bit) {
      elements[static_cast<std::size_t>(lane)] |= std::int64_t{lanes_[cell_index(row, lane)] & 1} << bit;
    });
    return elements;
  }

  const host::TileActivity& activity() const override { return activity_; }
  std::uint64_t pulses(host::Array) const override { return 0; }

  host::Matrix<float> weights(host::Array) const override {
    return {variant_.crossbar.rows, variant_.crossbar.columns};
  }
  void set_weights(host::Array, const host::Matrix<float>&) override { calls_.emplace_back("set weights"); }
  void program(host::Array, const host::Matrix<std::int32_t>&) override { calls_.emplace_back("program"); }
  void set_gain(host::Array array, host::Direction direction, const std::vector<float>& gain) override {
    calls_.push_back(fmt::format("gain {} {} {}", static_cast<int>(array), static_cast<int>(direction), gain.front()));
  }
  host::State analog_state() const override { return {{"analog", analog_}}; }
  void set_analog_state(const host::State& state) override {
    host::require_like(state, analog_state());
    calls_.emplace_back("set analog state");
    analog_ = std::get<std::vector<float>>(state.at("analog"));
  }

 private:
  static constexpr std::uint32_t program_register = spec::register_offset::program + spec::register_offset::in_tile;
  static constexpr std::uint32_t lanes_register = spec::register_offset::lanes + spec::register_offset::in_tile;
  static constexpr std::uint32_t base0_register = spec::register_offset::base0 + spec::register_offset::in_tile;

  bool has_sot() const { return spec::has_transfer(variant_); }
  std::size_t program_words() const { return has_sot() ? static_cast<std::size_t>(variant_.sot.program_words) : 0; }
  std::size_t sot_bits() const {
    if (!has_sot()) return 0;
    return static_cast<std::size_t>(spec::float_unit_of(variant_).sot.rows) *
           static_cast<std::size_t>(variant_.crossbar.columns);
  }
  std::size_t cell_index(int row, int lane) const {
    return static_cast<std::size_t>(row) * static_cast<std::size_t>(variant_.crossbar.columns) +
           static_cast<std::size_t>(lane);
  }
  int first(std::uint32_t address) const { return static_cast<int>(registers_.at(address) & 0xFFFF); }
  int count(std::uint32_t address) const { return static_cast<int>(registers_.at(address) >> 16); }

  template <class Access>
  void for_window(Access access) const {
    for (int bit = 0; bit < count(lanes_register); ++bit)
      for (int lane = 0; lane < variant_.crossbar.columns; ++lane) access(first(lanes_register) + bit, lane, bit);
  }

  /// Of programs it knows one word: Clear.
  void run_clear() {
    const spec::sot::Word word = spec::sot::decode(static_cast<std::uint64_t>(program_.at(0)));
    const auto* const clear = std::get_if<spec::sot::Clear>(&word.act);
    if (clear == nullptr) return;
    const int row = static_cast<int>(registers_.at(base0_register)) + clear->first.offset;
    std::fill_n(lanes_.begin() + static_cast<std::ptrdiff_t>(cell_index(row, 0)), cell_index(clear->rows, 0),
                std::uint8_t{0});
  }

  spec::Variant variant_;
  std::map<std::uint32_t, std::uint32_t> registers_;
  std::map<spec::Space, std::vector<std::int64_t>> spaces_;
  std::vector<std::uint8_t> lanes_;  // a row after the other
  std::vector<std::int64_t> program_;
  std::vector<float> analog_ = {1.0F, 2.0F};
  host::TileActivity activity_;
  std::vector<std::string> calls_;
};

}  // namespace spintile
