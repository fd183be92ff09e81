#include "refmodel/tile/golden_bus.h"

#include <stdexcept>
#include <string>
#include <utility>
#include <variant>

#include "spec/derive.h"

namespace spintile::refmodel {
namespace {

using spec::Command;
using spec::Space;

std::map<Space, std::vector<std::int64_t>> reset_spaces(const spec::Variant& variant) {
  std::map<Space, std::vector<std::int64_t>> spaces;
  for (const Space space : spec::spaces(variant)) {
    if (SotUnit::owns(space) || space == Space::health || space == Space::chopper) continue;
    const spec::SpaceLayout layout = spec::space_layout(variant, space);
    std::vector<std::int64_t>& values = spaces[space];
    values.assign(static_cast<std::size_t>(layout.elements), layout.reset_value);
    if (space != Space::random) continue;
    for (int i = 0; i < layout.elements; ++i) values[static_cast<std::size_t>(i)] = spec::random_reset(i);
  }
  return spaces;
}

std::optional<SotUnit> sot_unit(const spec::Variant& variant) {
  if (!spec::has_transfer(variant)) return std::nullopt;
  return SotUnit(spec::float_unit_of(variant));
}

std::optional<spec::Variant> backward_tile(const spec::Variant& variant) {
  if (!spec::has_backward(variant)) return std::nullopt;
  return spec::backward_of(variant);
}

}  // namespace

GoldenBus::GoldenBus(spec::Variant variant)
    : variant_(std::move(variant)),
      forward_(spec::forward_of(variant_)),
      backward_(backward_tile(variant_)),
      frontend_(variant_),
      health_(variant_),
      spaces_(reset_spaces(variant_)),
      sot_(sot_unit(variant_)) {}

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

spec::SpaceLayout GoldenBus::layout(Space space) const {
  return SotUnit::owns(space) ? sot().packet(frontend_.sot(), space) : spec::space_layout(variant_, space);
}

std::vector<std::int64_t> GoldenBus::space(Space space) const {
  if (space == Space::health) return health_.flags();
  if (space != Space::chopper) return spaces_.at(space);
  const ChopperBank& choppers = frontend_.training().choppers();
  std::vector<std::int64_t> elements(choppers.negative.size());
  for (std::size_t row = 0; row < elements.size(); ++row) {
    elements[row] = choppers.negative[row] | choppers.fresh[row] << 1;
  }
  return elements;
}

void GoldenBus::store(Space space, std::vector<std::int64_t> elements) {
  if (space == Space::health) return health_.set_flags(elements);
  if (space != Space::chopper) {
    values(space) = std::move(elements);
    return;
  }
  ChopperBank& choppers = frontend_.training().choppers();
  for (std::size_t row = 0; row < elements.size(); ++row) {
    choppers.negative[row] = static_cast<std::uint8_t>(elements[row] & 1);
    choppers.fresh[row] = static_cast<std::uint8_t>(elements[row] >> 1);
  }
}

void GoldenBus::expect_running(bool expected, const char* what) const {
  if (!expected) throw std::logic_error(std::string(what) + ": the running command does not wait for this");
}

void GoldenBus::take_packet(std::span<const Beat> beats) {
  expect_running(running() == Command::load_x || running() == Command::load_d || running() == Command::write,
                 "take_packet");
  const Space space = frontend_.space();
  if (SotUnit::owns(space)) return frontend_.end(sot().take_packet(frontend_.sot(), space, beats));
  auto packet = decode_packet(layout(space), beats);
  if (const auto* error = std::get_if<spec::Error>(&packet)) {
    frontend_.end(*error);
  } else {
    store(space, std::get<std::vector<std::int64_t>>(std::move(packet)));
    frontend_.end();
  }
}

std::vector<Beat> GoldenBus::give_packet() {
  expect_running(running() == Command::read_y || running() == Command::read, "give_packet");
  const Space read_space = frontend_.space();
  frontend_.end();
  if (SotUnit::owns(read_space)) return sot().give_packet(frontend_.sot(), read_space);
  return encode_packet(layout(read_space), space(read_space));
}

void GoldenBus::reset() {
  frontend_ = CommandFrontend(variant_);
  health_ = HealthMonitor(variant_);
  program_pulses_ = 0;
  spaces_ = reset_spaces(variant_);
}

}  // namespace spintile::refmodel
