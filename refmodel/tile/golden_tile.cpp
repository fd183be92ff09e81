#include "refmodel/tile/golden_tile.h"

#include <fmt/format.h>

#include <span>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "refmodel/analog/array_accumulators.h"
#include "refmodel/periphery/requantise.h"
#include "spec/derive.h"
#include "spec/interface.h"

namespace spintile::refmodel {
namespace {

void check_range(std::string_view what, std::int64_t value, std::int64_t minimum, std::int64_t maximum) {
  if (value < minimum || value > maximum) {
    throw std::invalid_argument(fmt::format("{}: {}: allowed is {} .. {}", what, value, minimum, maximum));
  }
}

void check_elements(std::span<const std::int64_t> values, const spec::SpaceLayout& layout) {
  if (values.size() != static_cast<std::size_t>(layout.elements)) {
    throw std::invalid_argument(
        fmt::format("{}: {} values: allowed is {}", layout.name, values.size(), layout.elements));
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    check_range(fmt::format("{} of column {}", layout.name, i), values[i], layout.minimum(), layout.maximum());
  }
}

}  // namespace

GoldenTile::GoldenTile(spec::Variant variant, std::uint32_t seed, Simd simd)
    : variant_(std::move(variant)),
      samples_(variant_.readout.samples_max),
      requantisation_{std::vector<std::int64_t>(static_cast<std::size_t>(variant_.crossbar.columns), 1),
                      std::vector<std::int64_t>(static_cast<std::size_t>(variant_.crossbar.columns), 0), 0} {
  if (spec::has_ramp(variant_)) {
    throw std::invalid_argument("golden tile: readout.kind = ramp: allowed is stochastic or sense_amplifier");
  }
  const std::uint32_t arrays = variant_.crossbar.fast_array ? 2 : 1;
  for (std::uint32_t array = 0; array < arrays; ++array) arrays_.emplace_back(variant_, seed, array, simd);
}

AnalogArray& GoldenTile::at(host::Array array) {
  check_range("array", static_cast<std::int64_t>(array), 0, static_cast<std::int64_t>(arrays_.size()) - 1);
  return arrays_[static_cast<std::size_t>(array)];
}

void GoldenTile::program(const host::Matrix<std::int32_t>& weight_codes, host::Array array) {
  at(array).program(weight_codes);
}

void GoldenTile::set_column_gain(const std::vector<float>& gain) {
  for (AnalogArray& array : arrays_) array.set_gain(host::Direction::forward, gain);
}

void GoldenTile::set_samples(int samples) {
  check_range("samples", samples, 1, variant_.readout.samples_max);
  samples_ = samples;
}

void GoldenTile::set_requantisation(const host::Requantisation& requantisation) {
  check_elements(requantisation.scale, spec::space_layout(variant_, spec::Space::scale));
  check_elements(requantisation.offset, spec::space_layout(variant_, spec::Space::offset));
  check_range("shift", requantisation.shift, 0, spec::shift_max(variant_));
  requantisation_ = requantisation;
}

host::Readout GoldenTile::forward(const host::Matrix<std::int32_t>& input_codes, host::Array array) {
  AnalogArray& source = at(array);
  if (input_codes.columns() != variant_.crossbar.rows) {
    throw std::invalid_argument(
        fmt::format("input codes: {} rows: allowed is {}", input_codes.columns(), variant_.crossbar.rows));
  }
  const std::int32_t limit = spec::input_code_max(variant_);
  for (const std::int32_t code : input_codes.values()) check_range("input code", code, -limit, limit);

  host::Readout readout{array_accumulators(source, variant_, input_codes, samples_),
                        {input_codes.rows(), variant_.crossbar.columns}};
  for (int vector = 0; vector < input_codes.rows(); ++vector) {
    const std::span<const std::int64_t> accumulators = readout.accumulators.row(vector);
    const std::span<std::int64_t> outputs = readout.outputs.row(vector);
    for (std::size_t column = 0; column < outputs.size(); ++column) {
      outputs[column] = requantise(variant_, accumulators[column], requantisation_.scale[column], requantisation_.shift,
                                   requantisation_.offset[column]);
    }
  }
  return readout;
}

}  // namespace spintile::refmodel
