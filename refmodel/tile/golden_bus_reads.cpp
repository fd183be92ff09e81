// The reads of a GoldenBus: what is driven, and what counters, accumulators and outputs make of the converters'
// answers.
#include <algorithm>
#include <vector>

#include "refmodel/periphery/ramp_capture.h"
#include "refmodel/periphery/requantise.h"
#include "refmodel/periphery/row_streamer.h"
#include "refmodel/periphery/row_writer.h"
#include "refmodel/periphery/shift_and_add.h"
#include "refmodel/periphery/subarray_sum.h"
#include "refmodel/tile/golden_bus.h"
#include "spec/derive.h"

namespace spintile::refmodel {
namespace {

using spec::Command;
using spec::Space;

}  // namespace

std::vector<std::int32_t> GoldenBus::codes(host::Direction direction) const {
  const bool forward = direction == host::Direction::forward;
  const std::vector<std::int64_t>& loaded = spaces_.at(forward ? Space::input : Space::output_error);
  std::vector<std::int32_t> codes(loaded.begin(), loaded.end());
  if (forward && spec::has_offset_row(variant_)) codes.push_back(spec::input_slots(variant_));
  return codes;
}

std::vector<std::int32_t> GoldenBus::drive(int stream, host::Direction direction) const {
  return stream_levels(variant_, codes(direction), stream);
}

std::vector<std::int32_t> GoldenBus::row_drive() const {
  expect_running(calibrates() || running() == Command::program || running() == Command::carry, "row_drive");
  return one_hot_counts(variant_, written_row());
}

std::vector<std::uint64_t> GoldenBus::counted(const spec::Variant& tile, std::optional<int> subarray) const {
  const auto shared = static_cast<std::size_t>(spec::converters(variant_));
  const auto converters = static_cast<std::size_t>(spec::converters(tile));
  const std::size_t share = converters / static_cast<std::size_t>(spec::subarrays(tile));
  const std::size_t first = subarray ? static_cast<std::size_t>(*subarray) * share : 0;
  const std::size_t end = subarray ? first + share : converters;
  const bool exclude = variant_.readout.health_monitor == spec::HealthMonitor::exclude;
  std::vector<std::uint64_t> bits =
      exclude ? health_.unflagged() : std::vector<std::uint64_t>((shared + 63) / 64, ~std::uint64_t{0});
  for (std::size_t converter = 0; converter < 64 * bits.size(); ++converter) {
    if (converter >= first && converter < end) continue;
    bits[converter / 64] &= ~(std::uint64_t{1} << (converter % 64));
  }
  return bits;
}

template <class CountPhase>
void GoldenBus::accumulate(const spec::Variant& tile, const ReadOut& read, PartialSumCounter& counter,
                           PartialSumCounter& total, const CountPhase& count) {
  std::vector<std::int64_t>& accumulators = values(Space::accumulator);
  std::fill(accumulators.begin(), accumulators.end(), 0);
  const std::span<std::int64_t> outputs =
      std::span(accumulators).first(static_cast<std::size_t>(tile.crossbar.columns));
  for (int stream = read.streams - 1; stream >= 0; --stream) {
    for (int phase = 0; phase < tile.readout.column_mux; ++phase) {
      counter.clear();
      total.clear();
      count(stream, phase);
      shift_and_add(tile, phase, counter.counts(), total.counts(), outputs);
    }
  }
  // Counters are shared by both directions: a slice has as many as the larger needs.
  std::vector<std::int64_t>& counters = values(Space::counter);
  std::fill(counters.begin(), counters.end(), 0);
  const auto slices = static_cast<std::size_t>(tile.crossbar.weight_slices);
  const std::size_t lines = counter.counts().size() / slices;
  for (std::size_t slice = 0; slice < slices; ++slice) {
    std::copy_n(counter.counts().begin() + static_cast<std::ptrdiff_t>(slice * lines), lines,
                counters.begin() + static_cast<std::ptrdiff_t>(slice * (counters.size() / slices)));
  }
}

void GoldenBus::read_out(const spec::Variant& tile, const ReadOut& read, const Converters& converters) {
  PartialSumCounter counter(tile);
  PartialSumCounter total(tile);  // samples taken: what the counter would hold if every one were 1
  // A flag raised from here on counts from the next read-out on.
  const std::vector<std::uint64_t> taken = counted(tile, read.subarray);
  std::vector<std::uint64_t> bits(taken.size());
  const int watched = spec::converters(tile);
  accumulate(tile, read, counter, total, [&](int stream, int phase) {
    for (int sample = 0; sample < read.samples; ++sample) {
      const int pair = sample % spec::mtjs_per_line(tile);
      std::fill(bits.begin(), bits.end(), 0);
      converters(stream, phase, sample, bits);
      health_.watch(pair, bits, watched);
      for (std::size_t word = 0; word < bits.size(); ++word) bits[word] &= taken[word];
      counter.count(subarray_sum(tile, bits, pair));
      total.count(subarray_sum(tile, taken, pair));
    }
  });
}

void GoldenBus::read_out(const spec::Variant& tile, const ReadOut& read, const ConverterOnes& converters) {
  expect_running(!watches_samples(), "ones of all samples, while a health monitor is enabled");
  PartialSumCounter counter(tile);
  PartialSumCounter total(tile);
  const std::vector<std::uint64_t> taken = counted(tile, read.subarray);
  std::vector<std::int32_t> ones(static_cast<std::size_t>(spec::converters(tile)));
  const int mtjs = spec::mtjs_per_line(tile);
  std::vector<std::int32_t> samples(ones.size());  // that each converter takes
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const int pair = static_cast<int>(i) % mtjs;
    samples[i] = (taken[i / 64] >> (i % 64) & 1) != 0 ? (read.samples - pair + mtjs - 1) / mtjs : 0;
  }
  const std::vector<std::int32_t> totals = subarray_sum(tile, samples);
  accumulate(tile, read, counter, total, [&](int stream, int phase) {
    converters(stream, phase, ones);
    for (std::size_t i = 0; i < ones.size(); ++i) ones[i] = samples[i] == 0 ? 0 : ones[i];
    counter.count(subarray_sum(tile, ones));
    total.count(totals);
  });
}

void GoldenBus::run_forward(const Converters& converters) {
  expect_running(running() == Command::forward, "run_forward");
  read_out(forward_, forward_read(), converters);
  end_forward();
}

void GoldenBus::run_forward(const ConverterOnes& converters) {
  expect_running(running() == Command::forward, "run_forward");
  read_out(forward_, forward_read(), converters);
  end_forward();
}

void GoldenBus::run_forward(FirstSteps steps) {
  expect_running(running() == Command::forward, "run_forward");
  capture(forward_, steps);
  end_forward();
}

void GoldenBus::capture(const spec::Variant& tile, FirstSteps steps) {
  const auto outputs = static_cast<std::size_t>(tile.crossbar.columns);
  expect_running(spec::has_ramp(variant_) && steps.size() == outputs, "first steps of a ramp, one an output");
  std::vector<std::int64_t>& codes = values(Space::accumulator);
  std::vector<std::int64_t>& flags = values(Space::ramp_flags);
  std::ranges::fill(codes, 0);
  std::ranges::fill(flags, 0);
  for (std::size_t output = 0; output < outputs; ++output) {
    const RampCode captured = ramp_code(variant_, steps[output]);
    codes[output] = captured.code;
    flags[output] = captured.flags();
  }
}

void GoldenBus::end_forward() {
  const std::vector<std::int64_t>& accumulators = values(Space::accumulator);
  const std::vector<std::int64_t>& scale = values(Space::scale);
  const std::vector<std::int64_t>& offset = values(Space::offset);
  std::vector<std::int64_t>& outputs = values(Space::output);
  for (std::size_t column = 0; column < outputs.size(); ++column) {
    outputs[column] = requantise(variant_, accumulators[column], scale[column], shift(), offset[column]);
  }
  frontend_.end();
}

void GoldenBus::run_backward(const Converters& converters) {
  expect_running(running() == Command::backward, "run_backward");
  read_out(backward_.value(), forward_read(), converters);
  frontend_.end();
}

void GoldenBus::run_backward(const ConverterOnes& converters) {
  expect_running(running() == Command::backward, "run_backward");
  read_out(backward_.value(), forward_read(), converters);
  frontend_.end();
}

void GoldenBus::run_backward(FirstSteps steps) {
  expect_running(running() == Command::backward, "run_backward");
  capture(backward_.value(), steps);
  frontend_.end();
}

}  // namespace spintile::refmodel
