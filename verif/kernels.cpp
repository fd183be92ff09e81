#include "verif/kernels.h"

#include <fmt/format.h>

#include <vector>

#include "host/philox.h"
#include "refmodel/tile/golden_port.h"
#include "spec/derive.h"
#include "spec/resistive_device.h"
#include "verif/host_draws.h"
#include "verif/lockstep_port.h"
#include "verif/rtl_port.h"

namespace spintile::verif {
namespace {

using spec::Command;
using spec::Space;
namespace reg = spec::register_offset;

class Kernels {
 public:
  Kernels(const std::shared_ptr<const ModelLibrary>& library, const spec::Variant& variant, std::uint32_t seed)
      : variant_(variant),
        draws_({seed, host_draws::kernels}, 0),
        tile_{.variant = variant,
              .seed = seed,
              .weight = spec::device_preset("soft_bounds_20"),
              .fast = spec::device_preset("soft_bounds_20")},
        port_(tile_, std::make_unique<refmodel::GoldenPort>(tile_), std::make_unique<RtlPort>(tile_, library)) {}

  void run(int repeats) {
    for (const host::Array array : arrays()) set_cells(array);
    for (int i = 0; i < repeats; ++i) {
      for (const host::Array array : arrays()) {
        read(Command::forward, Space::input, array);
        if (spec::has_backward(variant_)) read(Command::backward, Space::output_error, array);
        if (!spec::has_outer_update(variant_)) continue;
        write(Space::input);
        write(Space::column_voltage);
        port_.run(Command::update, static_cast<std::uint32_t>(array));
        ++report_.kernels;
        write_row(array);
      }
    }
    port_.compare();
    const spec::Readout& readout = variant_.readout;
    const std::uint64_t slots = std::uint64_t{1} << variant_.input.stream_bits;
    const std::uint64_t steps = std::uint64_t{1} << readout.ramp_bits;
    const auto guards = static_cast<std::uint64_t>(readout.settle_cycles + readout.synchroniser_stages + 1);
    const auto requantise = static_cast<std::uint64_t>(spec::requantise_cycles(variant_));
    check(Command::forward, report_.vmm = {0, slots + steps, guards, requantise});
    check(Command::backward, report_.mvm = {0, slots + steps, guards, 0});
    check(Command::update, report_.opu = {0, 4 * slots, 1, 0});
  }

  const KernelReport& report() const { return report_; }

 private:
  std::vector<host::Array> arrays() const {
    if (variant_.crossbar.fast_array) return {host::Array::weight, host::Array::fast};
    return {host::Array::weight};
  }

  std::int64_t any(std::int64_t least, std::int64_t most) {
    return least + static_cast<std::int64_t>(draws_.below(static_cast<std::uint32_t>(most - least + 1)));
  }

  void set_cells(host::Array array) {
    const spec::Crossbar& crossbar = variant_.crossbar;
    const std::int32_t most = spec::weight_code_max(variant_);
    if (!spec::has_update(variant_)) {
      host::Matrix<std::int32_t> codes(crossbar.rows, crossbar.columns);
      for (std::int32_t& code : codes.values()) code = static_cast<std::int32_t>(any(-most, most));
      return port_.program(array, codes);
    }
    host::Matrix<float> weights(crossbar.rows, crossbar.columns);
    for (float& weight : weights.values()) weight = 2.0F * draws_.uniform() - 1.0F;
    port_.set_weights(array, weights);
  }

  void write(Space space) {
    const spec::SpaceLayout layout = spec::space_layout(variant_, space);
    std::vector<std::int64_t> codes(static_cast<std::size_t>(layout.elements));
    for (std::int64_t& code : codes) code = any(layout.minimum(), layout.maximum());
    port_.write(space, codes);
  }

  void read(Command command, Space codes, host::Array array) {
    write(codes);
    port_.run(command, static_cast<std::uint32_t>(array));
    port_.read(Space::accumulator);
    port_.read(Space::ramp_flags);
    if (command == Command::forward) port_.read(Space::output);
    ++report_.kernels;
  }

  /// PROGRAM of a row, CALIBRATE, and a CARRY from another row; how long they take is compared too.
  void write_row(host::Array array) {
    constexpr std::uint32_t attempts = 2;
    const auto rows = static_cast<std::uint32_t>(variant_.crossbar.rows);
    write(Space::target);
    port_.write_register(reg::row, draws_.below(rows));
    port_.write_register(reg::attempts, attempts);
    port_.write_register(reg::program_slots, 1 + draws_.below(static_cast<std::uint32_t>(spec::input_slots(variant_))));
    port_.run(Command::program, static_cast<std::uint32_t>(array));
    port_.read_register(reg::failures);
    port_.read(Space::accumulator);
    if (spec::has_offset_row(variant_)) {
      port_.run(Command::calibrate, static_cast<std::uint32_t>(array));
      port_.read_register(reg::failures);
    }
    if (!spec::has_carry(variant_)) return;
    port_.write_register(reg::row, draws_.below(rows));
    port_.write_register(reg::carry_threshold, 1);
    port_.run(Command::carry);
    port_.read_register(reg::carries);
    port_.read(Space::ramp_flags);
  }

  void check(Command command, KernelCycles& cycles) const {
    const auto found = port_.activity().commands.find(command);
    if (found == port_.activity().commands.end()) return;
    cycles.simulated = found->second.cycles / found->second.count;
    const std::uint64_t expected = cycles.published + cycles.guards + cycles.requantise;
    if (found->second.cycles == found->second.count * expected) return;
    throw MismatchError({0, fmt::format("cycles of {}", spec::name(command)), -1, fmt::format("{}", expected),
                         fmt::format("{}", cycles.simulated)});
  }

  spec::Variant variant_;
  host::PhiloxSequence draws_;
  host::SimulatedTile tile_;
  LockstepPort port_;
  KernelReport report_;
};

}  // namespace

KernelReport compare_kernels(const std::shared_ptr<const ModelLibrary>& library, const spec::Variant& variant,
                             std::uint32_t seed, int repeats) {
  Kernels kernels(library, variant, seed);
  std::optional<Mismatch> mismatch = mismatch_of([&] { kernels.run(repeats); });
  KernelReport report = kernels.report();
  report.mismatch = std::move(mismatch);
  return report;
}

}  // namespace spintile::verif
