#include "host/tile_state.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <stdexcept>
#include <utility>

#include "spec/derive.h"
#include "spec/interface.h"
#include "spec/register_map.h"

namespace spintile::host {
namespace {

using spec::Space;
namespace offset = spec::register_offset;

constexpr std::uint32_t program_register = offset::program + offset::in_tile;
constexpr std::uint32_t lanes_register = offset::lanes + offset::in_tile;
constexpr int packet_rows = 64;  // of the SOT array: the most of a packet

/// A register that holds what its host wrote, and the fields that do.
struct KeptRegister {
  spec::Register layout;
  std::uint32_t mask = 0;
};

std::vector<KeptRegister> kept_registers(const spec::Variant& variant) {
  std::vector<KeptRegister> kept;
  for (const spec::Register& one : spec::register_map(variant)) {
    std::uint32_t mask = 0;
    for (const spec::RegisterField& field : one.fields) {
      if (field.access == spec::FieldAccess::read_write) mask |= field.mask();
    }
    if (mask != 0) kept.push_back({one, mask});
  }
  return kept;
}

/// State spaces that a host may write, but for those that registers lay out.
std::vector<Space> kept_spaces(const spec::Variant& variant) {
  std::vector<Space> kept = spec::spaces(variant);
  std::erase_if(kept, [&](Space space) {
    return space == Space::program || space == Space::lanes || !spec::space_layout(variant, space).writable;
  });
  return kept;
}

std::string space_name(Space space) { return fmt::format("space.{}", spec::name(space)); }

using Words = std::vector<std::uint64_t>;

Words as_words(std::span<const std::int64_t> elements) {
  Words words(elements.size());
  std::ranges::transform(elements, words.begin(),
                         [](std::int64_t element) { return std::bit_cast<std::uint64_t>(element); });
  return words;
}

std::vector<std::int64_t> as_elements(std::span<const std::uint64_t> words) {
  std::vector<std::int64_t> elements(words.size());
  std::ranges::transform(words, elements.begin(), [](std::uint64_t word) { return std::bit_cast<std::int64_t>(word); });
  return elements;
}

const Words& words_of(const State& state, const std::string& name) { return std::get<Words>(state.at(name)); }

/// The words of the program store that a value of PROGRAM covers.
std::uint32_t program_words(std::uint32_t program) { return program >> 16; }

/// Calls access(LANES, first, count) for each packet of the SOT array: its register, and its words among those of all.
template <class Access>
void for_each_packet(const spec::Variant& variant, Access access) {
  const int rows = spec::float_unit_of(variant).sot.rows;
  const auto lanes = static_cast<std::size_t>(variant.crossbar.columns);
  std::size_t done = 0;
  for (int row = 0; row < rows; row += packet_rows, done += lanes) {
    const int bits = std::min(packet_rows, rows - row);
    access(static_cast<std::uint32_t>(row) | static_cast<std::uint32_t>(bits) << 16, done, lanes);
  }
}

std::size_t lane_words(const spec::Variant& variant) {
  std::size_t words = 0;
  for_each_packet(variant, [&](std::uint32_t, std::size_t, std::size_t count) { words += count; });
  return words;
}

[[noreturn]] void refuse(const std::string& name, std::uint64_t value, const std::string& allowed) {
  throw std::invalid_argument(fmt::format("state: array {}: {}; allowed is {}", name, value, allowed));
}

/// The registers by address, once their values are known to be legal.
std::map<std::uint32_t, std::uint32_t> checked_registers(const spec::Variant& variant, const State& state) {
  const std::vector<KeptRegister> kept = kept_registers(variant);
  require_like(state, {{"registers", std::vector<std::uint32_t>(kept.size())}});
  const auto& values = std::get<std::vector<std::uint32_t>>(state.at("registers"));
  std::map<std::uint32_t, std::uint32_t> registers;
  for (std::size_t i = 0; i < kept.size(); ++i) {
    const std::string name = fmt::format("registers: {}", kept[i].layout.name);
    if ((values[i] & ~kept[i].mask) != 0) refuse(name, values[i], fmt::format("bits of {:#x}", kept[i].mask));
    for (const spec::RegisterField& field : kept[i].layout.fields) {
      const std::uint32_t value = (values[i] & field.mask()) >> field.lsb;
      if (field.access != spec::FieldAccess::read_write || (value >= field.least && value <= field.most())) continue;
      refuse(fmt::format("{}: {}", name, field.name), value, fmt::format("{} to {}", field.least, field.most()));
    }
    registers[kept[i].layout.offset] = values[i];
  }
  return registers;
}

void check_spaces(const spec::Variant& variant, const State& state) {
  for (const Space space : kept_spaces(variant)) {
    const spec::SpaceLayout layout = spec::space_layout(variant, space);
    const std::string name = space_name(space);
    require_like(state, {{name, Words(static_cast<std::size_t>(layout.elements))}});
    for (const std::int64_t element : as_elements(words_of(state, name))) {
      if (element < layout.minimum() || element > layout.maximum())
        throw std::invalid_argument(
            fmt::format("state: array {}: {}; allowed is {} to {}", name, element, layout.minimum(), layout.maximum()));
    }
  }
}

void check_sot_unit(const spec::Variant& variant, const State& state,
                    const std::map<std::uint32_t, std::uint32_t>& registers) {
  const auto check_window = [&](const char* name, std::uint32_t address, int end) {
    const std::uint32_t value = registers.at(address);
    if ((value & 0xFFFF) + (value >> 16) > static_cast<std::uint32_t>(end))
      refuse(fmt::format("registers: {}: first + count", name), (value & 0xFFFF) + (value >> 16),
             fmt::format("at most {}", end));
  };
  check_window("PROGRAM", program_register, variant.sot.program_words);
  check_window("LANES", lanes_register, spec::float_unit_of(variant).sot.rows);
  require_like(state, {{"program", Words(program_words(registers.at(program_register)))},
                       {"lanes", Words(lane_words(variant))}});
}

}  // namespace

State save_tile(TilePort& port) {
  const spec::Variant& variant = port.variant();
  State state;
  std::vector<std::uint32_t> registers;
  for (const KeptRegister& one : kept_registers(variant)) {
    registers.push_back(port.read_register(one.layout.offset) & one.mask);
  }
  state["registers"] = registers;
  for (const Space space : kept_spaces(variant)) state[space_name(space)] = as_words(port.read(space));
  if (spec::has_transfer(variant)) {
    const bool has_program = program_words(port.read_register(program_register)) != 0;
    state["program"] = has_program ? as_words(port.read(Space::program)) : Words();
    const std::uint32_t window = port.read_register(lanes_register);
    Words lanes;
    for_each_packet(variant, [&](std::uint32_t packet, std::size_t, std::size_t) {
      port.write_register(lanes_register, packet);
      const Words words = as_words(port.read(Space::lanes));
      lanes.insert(lanes.end(), words.begin(), words.end());
    });
    port.write_register(lanes_register, window);
    state["lanes"] = std::move(lanes);
  }
  add_state(state, "analog.", port.analog_state());
  return state;
}

void restore_tile(TilePort& port, const State& state) {
  const spec::Variant& variant = port.variant();
  const std::map<std::uint32_t, std::uint32_t> registers = checked_registers(variant, state);
  check_spaces(variant, state);
  if (spec::has_transfer(variant)) check_sot_unit(variant, state, registers);
  port.set_analog_state(part_of(state, "analog."));  // the last that may refuse

  for (const Space space : kept_spaces(variant)) port.write(space, as_elements(words_of(state, space_name(space))));
  if (spec::has_transfer(variant)) {
    const Words& lanes = words_of(state, "lanes");
    for_each_packet(variant, [&](std::uint32_t packet, std::size_t first, std::size_t count) {
      port.write_register(lanes_register, packet);
      port.write(Space::lanes, as_elements(std::span(lanes).subspan(first, count)));
    });
  }
  for (const auto& [address, value] : registers) port.write_register(address, value);
  if (spec::has_transfer(variant) && !words_of(state, "program").empty())
    port.write(Space::program, as_elements(words_of(state, "program")));
}

}  // namespace spintile::host
