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
  for (const spec::Space space : spec::all_spaces) {
    const spec::SpaceLayout layout = spec::space_layout(variant, space);
    spaces.emplace_back(static_cast<std::size_t>(layout.elements), layout.reset_value);
  }
  return spaces;
}

}  // namespace

GoldenBus::GoldenBus(spec::Variant variant)
    : variant_(std::move(variant)), frontend_(variant_), spaces_(reset_spaces(variant_)) {}

bool GoldenBus::write_register(std::uint32_t address, std::uint32_t value, unsigned strobes) {
  return frontend_.write_register(address, value, strobes);
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
    frontend_.end();
  }
}

std::vector<Beat> GoldenBus::give_packet() {
  expect_running(running() == spec::Command::read_y || running() == spec::Command::read, "give_packet");
  const spec::Space read_space = frontend_.space();
  frontend_.end();
  return encode_packet(spec::space_layout(variant_, read_space), values(read_space));
}

std::vector<std::int32_t> GoldenBus::drive(int stream) const {
  const std::vector<std::int64_t> input = space(spec::Space::input);
  return stream_levels(variant_, std::vector<std::int32_t>(input.begin(), input.end()), stream);
}

void GoldenBus::run_forward(const Converters& converters) {
  expect_running(running() == spec::Command::forward, "run_forward");
  PartialSumCounter counter(variant_);
  std::vector<std::int64_t>& accumulators = values(spec::Space::accumulator);
  std::vector<std::uint64_t> bits((static_cast<std::size_t>(spec::converters(variant_)) + 63) / 64);

  std::fill(accumulators.begin(), accumulators.end(), 0);
  for (int stream = variant_.input.streams - 1; stream >= 0; --stream) {
    counter.clear();
    for (int sample = 0; sample < samples(); ++sample) {
      std::fill(bits.begin(), bits.end(), 0);
      converters(stream, sample, bits);
      counter.count(subarray_sum(variant_, bits));
    }
    shift_and_add(variant_, counter.counts(), samples(), accumulators);
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
  spaces_ = reset_spaces(variant_);
}

}  // namespace spintile::refmodel
