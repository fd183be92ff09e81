#include "verif/rtl_float_unit.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "refmodel/sot/float_unit_packets.h"
#include "verif/mismatch.h"

namespace spintile::verif {
namespace {

namespace reg = spec::register_offset;

// Without stalls a register access takes a handful of cycles.
constexpr int answer_cycles = 16;

/// When a packet counts as stuck: every bit of every lane may be an access of its own with the longest wait.
std::uint64_t packet_cycles_max(const spec::Variant& variant, const spec::SpaceLayout& layout) {
  constexpr std::uint64_t access_max = 512;
  return static_cast<std::uint64_t>(variant.sot.lanes) * static_cast<std::uint64_t>(layout.value_bits) * access_max +
         static_cast<std::uint64_t>(layout.beats()) * 4 + 100;
}

std::uint32_t halves(int low, int high) {
  return static_cast<std::uint32_t>(low) | static_cast<std::uint32_t>(high) << 16;
}

void check_size(const char* what, std::size_t size, int expected) {
  if (size != static_cast<std::size_t>(expected)) {
    throw std::invalid_argument(fmt::format("{}: {} values: allowed is one a lane, {}", what, size, expected));
  }
}

}  // namespace

RtlFloatUnit::RtlFloatUnit(std::shared_ptr<const ModelLibrary> library, spec::Variant variant,
                           const HarnessOptions& options)
    : variant_(std::move(variant)), harness_(std::move(library), variant_, options) {}

BusHarness::Edge RtlFloatUnit::step() {
  const BusHarness::Edge edge = harness_.step();
  if (edge.beat_out) received_.push_back(*edge.beat_out);
  return edge;
}

void RtlFloatUnit::write_register(std::uint32_t address, std::uint32_t value) {
  RegisterWriter& writer = harness_.bus().writer();
  writer.start({address, value});
  for (int i = 0; i < answer_cycles; ++i) {
    step();
    if (const auto okay = writer.response()) {
      if (*okay) return;
      throw MismatchError({cycle(), fmt::format("write of register {:#04x}", address), -1, "OKAY", "SLVERR"});
    }
  }
  throw MismatchError({cycle(), fmt::format("write of register {:#04x}", address), -1, "a response", "none"});
}

std::uint32_t RtlFloatUnit::read_register(std::uint32_t address) {
  RegisterReader& reader = harness_.bus().reader();
  reader.start(address);
  for (int i = 0; i < answer_cycles; ++i) {
    step();
    if (const auto response = reader.response()) return response->value;
  }
  throw MismatchError({cycle(), fmt::format("read of register {:#04x}", address), -1, "a response", "none"});
}

void RtlFloatUnit::start(spec::Command command, std::uint32_t operand) {
  write_register(reg::command, static_cast<std::uint32_t>(command) | operand << 8);
}

void RtlFloatUnit::wait_for_end(std::uint64_t cycles) {
  const std::uint64_t end = cycle() + cycles;
  while (!harness_.bus().interrupt() && cycle() < end) step();
  if (!harness_.bus().interrupt()) {
    throw MismatchError({cycle(), "interrupt_o", -1, fmt::format("1 after at most {} cycles", cycles), "0"});
  }
}

void RtlFloatUnit::send(const spec::SpaceLayout& layout, spec::Space space, std::span<const std::uint64_t> values) {
  const std::vector<std::int64_t> elements(values.begin(), values.end());
  for (const refmodel::Beat& beat : refmodel::encode_packet(layout, elements)) harness_.bus().source().push(beat);
  start(spec::Command::write, static_cast<std::uint32_t>(space));
  wait_for_end(packet_cycles_max(variant_, layout));
}

void RtlFloatUnit::load_program(std::span<const std::uint64_t> words, int first) {
  const int count = static_cast<int>(words.size());
  write_register(reg::program, halves(first, count));
  program_first_ = first;
  if (count != 0) send(refmodel::program_packet(count), spec::Space::program, words);
}

void RtlFloatUnit::load_program(const spec::sot::Program& program, int first) {
  std::vector<std::uint64_t> words(program.words.size());
  std::transform(program.words.begin(), program.words.end(), words.begin(), spec::sot::encode);
  load_program(words, first);
}

void RtlFloatUnit::set_bases(const std::array<int, spec::sot::base_registers>& bases) {
  for (std::size_t i = 0; i < bases.size(); ++i) {
    write_register(reg::base0 + 4 * static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(bases[i]));
  }
}

void RtlFloatUnit::set_waits(const SotWaits& waits) {
  write_register(reg::wait, static_cast<std::uint32_t>(waits.read | waits.write << 8 | waits.search << 16));
  if (auto& macro = harness_.macro()) macro->set_waits(waits);
}

void RtlFloatUnit::select_lanes(int first_row, int bits) {
  if (first_row == lanes_first_ && bits == lanes_bits_) return;
  write_register(reg::lanes, halves(first_row, bits));
  lanes_first_ = first_row;
  lanes_bits_ = bits;
}

void RtlFloatUnit::write_lanes(int first_row, int bits, std::span<const std::uint64_t> values) {
  check_size("write_lanes", values.size(), variant_.sot.lanes);
  select_lanes(first_row, bits);
  send(refmodel::lanes_packet(variant_, bits), spec::Space::lanes, values);
}

void RtlFloatUnit::read_lanes(int first_row, int bits, std::span<std::uint64_t> values) {
  check_size("read_lanes", values.size(), variant_.sot.lanes);
  select_lanes(first_row, bits);
  const spec::SpaceLayout layout = refmodel::lanes_packet(variant_, bits);
  received_.clear();
  start(spec::Command::read, static_cast<std::uint32_t>(spec::Space::lanes));
  wait_for_end(packet_cycles_max(variant_, layout));
  const bool whole = received_.size() == static_cast<std::size_t>(layout.beats()) && received_.back().last;
  if (!whole) {
    throw MismatchError({cycle(), "packet of lanes", -1, fmt::format("{} beats", layout.beats()),
                         fmt::format("{} beats", received_.size())});
  }
  refmodel::unsigned_elements(layout, received_, values);
}

spec::Error RtlFloatUnit::run(int first, std::uint64_t most_cycles) {
  if (first != program_first_) {
    write_register(reg::program, halves(first, 0));
    program_first_ = first;
  }
  start(spec::Command::sot);
  if (!harness_.run(most_cycles)) {
    throw MismatchError({cycle(), "interrupt_o", -1, fmt::format("1 after at most {} cycles", most_cycles), "0"});
  }
  const std::uint32_t status = read_register(reg::status);
  const auto error = static_cast<spec::Error>(status >> 8);
  if (error != spec::Error::none) write_register(reg::status, 4);
  return error;
}

std::uint32_t RtlFloatUnit::cycles_of_run() { return read_register(reg::cycles); }

}  // namespace spintile::verif
