#include "verif/rtl_tile.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "spec/derive.h"
#include "verif/mismatch.h"

namespace spintile::verif {
namespace {

// More than any bus of the tile may take to answer without stalls on our side.
constexpr int answer_cycles = 16;

void check_range(std::string_view what, std::int64_t value, std::int64_t minimum, std::int64_t maximum) {
  if (value < minimum || value > maximum) {
    throw std::invalid_argument(fmt::format("{}: {}: allowed is {} .. {}", what, value, minimum, maximum));
  }
}

void check_elements(const spec::SpaceLayout& layout, std::span<const std::int64_t> values) {
  if (values.size() != static_cast<std::size_t>(layout.elements)) {
    throw std::invalid_argument(
        fmt::format("{}: {} values: allowed is {}", layout.name, values.size(), layout.elements));
  }
  for (const std::int64_t value : values) check_range(layout.name, value, layout.minimum(), layout.maximum());
}

}  // namespace

ArrayConverters::ArrayConverters(const spec::Variant& variant, std::uint32_t seed) {
  const std::uint32_t arrays = variant.crossbar.fast_array ? 2 : 1;
  for (std::uint32_t array = 0; array < arrays; ++array) arrays_.emplace_back(variant, seed, array);
}

refmodel::AnalogArray& ArrayConverters::at(host::Array array) {
  const auto index = static_cast<std::size_t>(array);
  if (index >= arrays_.size()) {
    throw std::invalid_argument(fmt::format("array: {}: allowed is 0 .. {}", index, arrays_.size() - 1));
  }
  return arrays_[index];
}

void ArrayConverters::set_column_gain(const std::vector<float>& gain) {
  for (refmodel::AnalogArray& array : arrays_) array.set_gain(host::Direction::forward, gain);
}

void ArrayConverters::read(host::Array array, host::Direction, int phase, std::span<const std::int32_t> drive,
                           FullScale full_scale) {
  at(array).read(drive, phase, full_scale);
  last_read_ = array;
}

RtlTile::RtlTile(std::shared_ptr<const ModelLibrary> library, spec::Variant variant, std::uint32_t seed,
                 const HarnessOptions& options)
    : variant_(std::move(variant)),
      arrays_(variant_, seed),
      harness_(std::move(library), variant_, arrays_, options),
      samples_(variant_.readout.samples_max) {}

TileHarness::Edge RtlTile::step() {
  TileHarness::Edge edge = harness_.step();
  if (edge.beat_out) received_.push_back(*edge.beat_out);
  return edge;
}

void RtlTile::write_register(std::uint32_t address, std::uint32_t value) {
  harness_.writer().start({address, value});
  for (int i = 0; i < answer_cycles; ++i) {
    step();
    if (const auto okay = harness_.writer().response()) {
      if (*okay) return;
      throw MismatchError({harness_.cycle(), fmt::format("write of register {:#04x}", address), -1, "OKAY", "SLVERR"});
    }
  }
  throw MismatchError({harness_.cycle(), fmt::format("write of register {:#04x}", address), -1, "a response", "none"});
}

std::uint32_t RtlTile::read_register(std::uint32_t address) {
  harness_.reader().start(address);
  for (int i = 0; i < answer_cycles; ++i) {
    step();
    if (const auto response = harness_.reader().response()) return response->value;
  }
  throw MismatchError({harness_.cycle(), fmt::format("read of register {:#04x}", address), -1, "a response", "none"});
}

void RtlTile::start(spec::Command command, std::uint32_t operand) {
  write_register(spec::register_offset::command, static_cast<std::uint32_t>(command) | operand << 8);
}

void RtlTile::wait_for_end(int cycles) {
  for (int i = 0; i < cycles + answer_cycles && !harness_.interrupt(); ++i) step();
  if (!harness_.interrupt()) {
    throw MismatchError({harness_.cycle(), "interrupt_o", -1, fmt::format("1 after {} cycles", cycles), "0"});
  }
}

void RtlTile::check_no_error() {
  constexpr std::uint32_t done = 2;
  if (const std::uint32_t status = read_register(spec::register_offset::status); status != done) {
    throw MismatchError({harness_.cycle(), "STATUS", -1, "done", fmt::format("{:#x}", status)});
  }
}

void RtlTile::write_space(spec::Space space, std::span<const std::int64_t> values) {
  const spec::SpaceLayout layout = spec::space_layout(variant_, space);
  check_elements(layout, values);
  for (const refmodel::Beat& beat : refmodel::encode_packet(layout, values)) harness_.source().push(beat);
  start(spec::Command::write, static_cast<std::uint32_t>(space));
  wait_for_end(layout.beats());
}

std::vector<std::int64_t> RtlTile::read_space(spec::Space space) {
  const spec::SpaceLayout layout = spec::space_layout(variant_, space);
  received_.clear();
  start(spec::Command::read, static_cast<std::uint32_t>(space));
  wait_for_end(layout.beats());
  auto packet = received_.empty() || !received_.back().last
                    ? std::variant<std::vector<std::int64_t>, spec::Error>(spec::Error::packet_length)
                    : refmodel::decode_packet(layout, received_);
  if (auto* values = std::get_if<std::vector<std::int64_t>>(&packet)) return std::move(*values);
  throw MismatchError({harness_.cycle(), fmt::format("packet of {}", layout.name), -1,
                       fmt::format("{} beats of legal elements", layout.beats()),
                       fmt::format("error {}", static_cast<int>(std::get<spec::Error>(packet)))});
}

void RtlTile::run_forward(std::span<const std::int32_t> codes, host::Array array) {
  harness_.writer().start({spec::register_offset::command, static_cast<std::uint32_t>(spec::Command::forward) |
                                                               static_cast<std::uint32_t>(array) << 8});
  int waited = 0;
  while (!step().write_taken && waited < answer_cycles) ++waited;
  harness_.expect_forward(codes, samples_, array);
  while (!harness_.writer().idle() && waited < answer_cycles) {
    step();
    ++waited;
  }
  if (waited == answer_cycles) throw MismatchError({harness_.cycle(), "COMMAND write", -1, "a response", "none"});
  wait_for_end(spec::forward_cycles(variant_, samples_));
}

void RtlTile::set_samples(int samples) {
  check_range("samples", samples, 1, variant_.readout.samples_max);
  write_register(spec::register_offset::samples, static_cast<std::uint32_t>(samples));
  samples_ = samples;
}

void RtlTile::set_requantisation(const host::Requantisation& requantisation) {
  check_elements(spec::space_layout(variant_, spec::Space::scale), requantisation.scale);
  check_elements(spec::space_layout(variant_, spec::Space::offset), requantisation.offset);
  check_range("shift", requantisation.shift, 0, spec::shift_max(variant_));
  write_space(spec::Space::scale, requantisation.scale);
  write_space(spec::Space::offset, requantisation.offset);
  write_register(spec::register_offset::shift, static_cast<std::uint32_t>(requantisation.shift));
  check_no_error();
}

host::Readout RtlTile::forward(const host::Matrix<std::int32_t>& input_codes, host::Array array) {
  arrays_.at(array);  // refuses one that is not there before anything moves
  const int columns = variant_.crossbar.columns;
  host::Readout readout{{input_codes.rows(), columns}, {input_codes.rows(), columns}};
  for (int vector = 0; vector < input_codes.rows(); ++vector) {
    const std::span<const std::int32_t> codes = input_codes.row(vector);
    write_space(spec::Space::input, std::vector<std::int64_t>(codes.begin(), codes.end()));
    run_forward(codes, array);
    const std::vector<std::int64_t> accumulators = read_space(spec::Space::accumulator);
    const std::vector<std::int64_t> outputs = read_space(spec::Space::output);
    std::copy(accumulators.begin(), accumulators.end(), readout.accumulators.row(vector).begin());
    std::copy(outputs.begin(), outputs.end(), readout.outputs.row(vector).begin());
  }
  if (input_codes.rows() > 0) check_no_error();
  return readout;
}

}  // namespace spintile::verif
