#include "verif/bench/analog_block_speed.h"

#include <memory>

#include "spec/derive.h"
#include "spec/resistive_device.h"
#include "verif/bench/random_codes.h"
#include "verif/bench/thread_time.h"
#include "verif/rtl_port.h"
#include "verif/verify.h"

namespace spintile::verif {
namespace {

constexpr int repeats = 20;

spec::Variant block() {
  constexpr int lines = 1024;
  spec::Variant variant;
  variant.name = "analog_block_speed";
  variant.crossbar = {.rows = lines, .columns = lines, .array_rows = lines};
  variant.input = {.coding = spec::InputCoding::time, .streams = 1, .stream_bits = 7};
  variant.backward.array_columns = lines;
  variant.readout.kind = spec::ReadoutKind::ramp;
  variant.readout.samples_max = 1;
  variant.readout.ramp_bits = 8;
  variant.update.kind = spec::UpdateKind::opu;
  variant.update.voltage_bits = 8;
  return variant;
}

}  // namespace

AnalogBlockSpeed analog_block_speed() {
  const spec::Variant variant = block();
  const spec::ResistiveDevice device = spec::device_preset("soft_bounds_20");
  RtlPort port({.variant = variant, .weight = device, .fast = device}, load_model(variant));
  const auto codes = random_codes(3 * repeats, variant.crossbar.rows, spec::input_code_max(variant), 0);
  const auto milliseconds = [&](spec::Space space, spec::Command command, int first) {
    double seconds = 0.0;
    for (int i = 0; i < repeats; ++i) {
      const std::span<const std::int32_t> vector = codes.row(first + i);
      port.write(space, std::vector<std::int64_t>(vector.begin(), vector.end()));
      const double start = thread_seconds();
      port.run(command);
      seconds += thread_seconds() - start;
    }
    return 1e3 * seconds / repeats;
  };
  AnalogBlockSpeed speed;
  speed.vmm = milliseconds(spec::Space::input, spec::Command::forward, 0);
  speed.mvm = milliseconds(spec::Space::output_error, spec::Command::backward, repeats);
  speed.opu = milliseconds(spec::Space::column_voltage, spec::Command::update, 2 * repeats);
  return speed;
}

}  // namespace spintile::verif
