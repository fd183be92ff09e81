#include "spec/interface.h"

#include <stdexcept>
#include <string>

#include "spec/derive.h"

namespace spintile::spec {

int SpaceLayout::element_bits() const { return spec::element_bits(value_bits); }

int SpaceLayout::elements_per_beat() const { return stream_bits / element_bits(); }

int SpaceLayout::beats() const { return (elements + elements_per_beat() - 1) / elements_per_beat(); }

std::int64_t SpaceLayout::minimum() const {
  if (!is_signed) return 0;
  return symmetric ? -maximum() : -maximum() - 1;
}

std::int64_t SpaceLayout::maximum() const {
  const int magnitude_bits = is_signed ? value_bits - 1 : value_bits;
  return (std::int64_t{1} << magnitude_bits) - 1;
}

SpaceLayout space_layout(const Variant& variant, Space space) {
  const int rows = variant.crossbar.rows;
  const int columns = variant.crossbar.columns;
  switch (space) {
    case Space::input:
      return {.name = "input",
              .elements = rows,
              .value_bits = input_code_bits(variant),
              .writable = true,
              .symmetric = true};
    case Space::output:
      return {.name = "output", .elements = columns, .value_bits = variant.requantise.output_bits};
    case Space::accumulator:
      return {.name = "accumulator", .elements = columns, .value_bits = accumulator_bits(variant)};
    case Space::counter:
      return {.name = "counter",
              .elements = variant.crossbar.weight_slices * columns,
              .value_bits = counter_bits(variant),
              .is_signed = false};
    case Space::scale:
      return {.name = "scale",
              .elements = columns,
              .value_bits = variant.requantise.scale_bits,
              .writable = true,
              .reset_value = 1};
    case Space::offset:
      return {.name = "offset", .elements = columns, .value_bits = offset_bits(variant), .writable = true};
  }
  throw std::invalid_argument("space_layout: no state space " + std::to_string(static_cast<int>(space)));
}

std::uint32_t capabilities() {
  std::uint32_t bits = 0;
  for (const Command command : {Command::load_x, Command::forward, Command::read_y, Command::read, Command::write}) {
    bits |= std::uint32_t{1} << static_cast<unsigned>(command);
  }
  return bits;
}

}  // namespace spintile::spec
