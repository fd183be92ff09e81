#include "refmodel/tile/golden_bus.h"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>

#include "refmodel/periphery/partial_sum_counter.h"
#include "refmodel/periphery/requantise.h"
#include "refmodel/periphery/row_streamer.h"
#include "refmodel/periphery/shift_and_add.h"
#include "refmodel/periphery/subarray_sum.h"
#include "spec/derive.h"

namespace spintile::refmodel {
namespace {

std::vector<std::vector<std::int64_t>> reset_spaces(const spec::Variant& variant) {
  std::vector<std::vector<std::int64_t>> spaces;
  for (const spec::Space space : spec::spaces(variant)) {
    const spec::SpaceLayout layout = spec::space_layout(variant, space);
    spaces.emplace_back(static_cast<std::size_t>(layout.elements), layout.reset_value);
  }
  return spaces;
}

}  // namespace

GoldenBus::GoldenBus(spec::Variant variant)
    : variant_(std::move(variant)), frontend_(variant_), health_(variant_), spaces_(reset_spaces(variant_)) {}

bool GoldenBus::write_register(std::uint32_t address, std::uint32_t value, unsigned strobes) {
  if (!frontend_.write_register(address, value, strobes)) return false;
  if (address == spec::register_offset::health) health_.control((value & 1) != 0, (value & 2) != 0);
  return true;
}

GoldenBus::ReadResult GoldenBus::read_register(std::uint32_t address) const {
  ReadResult result = frontend_.read_register(address);
  if (address == spec::register_offset::health) {
    result.value = (health_.enabled() ? 1U : 0U) | (health_.any_flag() ? 4U : 0U);
  }
  return result;
}

std::vector<std::int64_t> GoldenBus::space(spec::Space space) const {
  return space == spec::Space::health ? health_.flags() : spaces_[static_cast<std::size_t>(space)];
}

void GoldenBus::expect_running(bool expected, const char* what) const {
  if (!expected) throw std::logic_error(std::string(what) + ": the running command does not wait for this");
}

void GoldenBus::take_packet(std::span<const Beat> beats) {
  expect_running(running() == spec::Command::load_x || running() == spec::Command::write, "take_packet");
  auto packet = decode_packet(spec::space_layout(variant_, frontend_.space()), beats);
  if (const auto* error = std::get_if<spec::Error>(&packet)) {
    frontend_.end(*error);
  } else {
    values(frontend_.space()) = std::get<std::vector<std::int64_t>>(std::move(packet));
    if (frontend_.space() == spec::Space::health) health_.set_flags(values(spec::Space::health));
    frontend_.end();
  }
}

std::vector<Beat> GoldenBus::give_packet() {
  expect_running(running() == spec::Command::read_y || running() == spec::Command::read, "give_packet");
  const spec::Space read_space = frontend_.space();
  frontend_.end();
  return encode_packet(spec::space_layout(variant_, read_space), space(read_space));
}

std::vector<std::int32_t> GoldenBus::drive(int stream) const {
  const std::vector<std::int64_t> input = space(spec::Space::input);
  return stream_levels(variant_, std::vector<std::int32_t>(input.begin(), input.end()), stream);
}

void GoldenBus::run_forward(const Converters& converters) {
  expect_running(running() == spec::Command::forward, "run_forward");
  PartialSumCounter counter(variant_);
  PartialSumCounter total(variant_);  // samples taken: what the counter would hold if every one were 1
  std::vector<std::int64_t>& accumulators = values(spec::Space::accumulator);
  std::vector<std::uint64_t> bits((static_cast<std::size_t>(spec::converters(variant_)) + 63) / 64);
  // A flag raised from here on counts from the next FORWARD on.
  const bool exclude = variant_.readout.health_monitor == spec::HealthMonitor::exclude;
  const std::vector<std::uint64_t> taken =
      exclude ? health_.unflagged() : std::vector<std::uint64_t>(bits.size(), ~std::uint64_t{0});

  std::fill(accumulators.begin(), accumulators.end(), 0);
  for (int stream = variant_.input.streams - 1; stream >= 0; --stream) {
    for (int phase = 0; phase < variant_.readout.column_mux; ++phase) {
      counter.clear();
      total.clear();
      for (int sample = 0; sample < samples(); ++sample) {
        const int pair = sample % spec::mtjs_per_line(variant_);
        std::fill(bits.begin(), bits.end(), 0);
        converters(stream, phase, sample, bits);
        health_.watch(pair, bits);
        for (std::size_t word = 0; word < bits.size(); ++word) bits[word] &= taken[word];
        counter.count(subarray_sum(variant_, bits, pair));
        total.count(subarray_sum(variant_, taken, pair));
      }
      shift_and_add(variant_, phase, counter.counts(), total.counts(), accumulators);
    }
  }
  values(spec::Space::counter).assign(counter.counts().begin(), counter.counts().end());

  const std::vector<std::int64_t>& scale = values(spec::Space::scale);
  const std::vector<std::int64_t>& offset = values(spec::Space::offset);
  std::vector<std::int64_t>& outputs = values(spec::Space::output);
  for (std::size_t column = 0; column < outputs.size(); ++column) {
    outputs[column] = requantise(variant_, accumulators[column], scale[column], shift(), offset[column]);
  }
  frontend_.end();
}

void GoldenBus::reset() {
  frontend_ = CommandFrontend(variant_);
  health_ = HealthMonitor(variant_);
  spaces_ = reset_spaces(variant_);
}

}  // namespace spintile::refmodel
