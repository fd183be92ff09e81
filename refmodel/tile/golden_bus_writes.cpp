// What a GoldenBus writes into arrays: pulses and outer products of an UPDATE, pulses of rows.
#include <algorithm>
#include <span>
#include <utility>
#include <vector>

#include "refmodel/analog/pulse_generator.h"
#include "refmodel/periphery/row_writer.h"
#include "refmodel/tile/golden_bus.h"
#include "spec/derive.h"

namespace spintile::refmodel {
namespace {

using spec::Command;
using spec::Space;

}  // namespace

int GoldenBus::written_row() const { return calibrates() ? variant_.crossbar.rows : frontend_.rows().row(); }

OpuDrive GoldenBus::run_outer_product() {
  expect_running(running() == Command::update && spec::has_outer_update(variant_), "run_outer_product");
  const std::vector<std::int64_t>& rows = values(Space::input);
  const std::vector<std::int64_t>& columns = values(Space::column_voltage);
  frontend_.end();
  OpuDrive drive{{rows.begin(), rows.end()}, {columns.begin(), columns.end()}};
  drive.rows.resize(static_cast<std::size_t>(spec::array_rows(variant_)));  // the offset row stands by
  return drive;
}

std::optional<OpuDrive> GoldenBus::run_program(FirstSteps steps) {
  expect_running(calibrates() || running() == Command::program, "run_program");
  capture(forward_, steps);
  RowRegisters& rows = frontend_.rows();
  const std::vector<std::int64_t>& written = values(Space::target);
  const std::vector<std::int64_t> targets = calibrates() ? std::vector<std::int64_t>(written.size()) : written;
  const auto codes = std::span<const std::int64_t>(values(Space::accumulator)).first(targets.size());
  std::vector<std::int32_t> voltages = program_voltages(variant_, rows.tolerance(), targets, codes);
  const int failures = count_active(voltages);
  if (failures > 0 && program_pulses_ < rows.attempts()) {
    ++program_pulses_;
    return row_pulse(variant_, written_row(), rows.program_slots(), std::move(voltages));
  }
  rows.set_failures(failures, std::exchange(program_pulses_, 0));
  frontend_.end();
  return std::nullopt;
}

CarryRun GoldenBus::run_carry(FirstSteps steps) {
  expect_running(running() == Command::carry, "run_carry");
  capture(forward_, steps);
  RowRegisters& rows = frontend_.rows();
  const auto columns = static_cast<std::size_t>(variant_.crossbar.columns);
  const std::vector<std::int32_t> digits =
      carries(rows.carry_threshold(), std::span<const std::int64_t>(values(Space::accumulator)).first(columns));
  const auto pulse = [&](const RowRegisters::Pulse& by, std::int32_t sign) {
    std::vector<std::int32_t> voltages(digits);
    for (std::int32_t& voltage : voltages) voltage *= sign * by.voltage;
    return row_pulse(variant_, rows.row(), by.slots, std::move(voltages));
  };
  rows.set_carries(count_active(digits));
  frontend_.select_array(host::Array::weight);
  frontend_.end();
  return {pulse(rows.carry_fast(), 1), pulse(rows.carry_weight(), -1)};
}

UpdateDrive GoldenBus::run_update() {
  expect_running(running() == Command::update && spec::has_pulsed_update(variant_), "run_update");
  const spec::Crossbar& crossbar = variant_.crossbar;
  PulseGenerator generator(crossbar.rows, crossbar.columns, variant_.update.random_words,
                           variant_.update.probability_bits);
  std::vector<std::int64_t>& states = values(Space::random);
  std::vector<std::uint32_t> words(states.begin(), states.begin() + static_cast<int>(generator.words().size()));
  generator.set_words(words);
  const std::vector<std::int64_t>& rows = values(Space::row_probability);
  const std::vector<std::int64_t>& columns = values(Space::column_probability);
  UpdateDrive drive =
      generator.fire({frontend_.training().slots(), {rows.begin(), rows.end()}, {columns.begin(), columns.end()}});
  std::copy(generator.words().begin(), generator.words().end(), states.begin());
  if (array() == host::Array::fast) {
    const ChopperBank& choppers = frontend_.training().choppers();
    for (std::size_t row = 0; row < drive.rows.negative.size(); ++row)
      drive.rows.negative[row] ^= choppers.negative[row];
  }
  frontend_.end();
  return drive;
}

}  // namespace spintile::refmodel
