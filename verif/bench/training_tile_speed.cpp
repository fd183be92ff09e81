#include "verif/bench/training_tile_speed.h"

#include <memory>

#include "host/commanded_tile.h"
#include "spec/resistive_device.h"
#include "verif/bench/random_codes.h"
#include "verif/bench/thread_time.h"
#include "verif/rtl_port.h"
#include "verif/transfer_layout.h"
#include "verif/verify.h"

namespace spintile::verif {
namespace {

constexpr int samples = 64;
constexpr int repeats = 50;
constexpr int idle_cycles = 20'000;

spec::Variant first_layer() {
  spec::Variant variant;
  variant.name = "training_speed";
  variant.crossbar.rows = 784;
  variant.crossbar.columns = 64;
  variant.crossbar.array_rows = 112;
  variant.crossbar.fast_array = true;
  variant.input = {.streams = 2, .stream_bits = 2};
  variant.readout.samples_max = samples;
  variant.update.kind = spec::UpdateKind::stochastic;
  variant.update.pulse_slots = 5;
  variant.update.probability_bits = 16;
  variant.transfer.kind = spec::TransferKind::agad;
  variant.transfer.pulses = 1;
  variant.sot.rows = 512;
  variant.sot.program_words = 2048;
  return with_room_for_transfer(variant);
}

/// Time and clock cycles of one phase, over all samples.
struct Phase {
  double seconds = 0.0;
  std::uint64_t cycles = 0;

  double nanoseconds_a_cycle() const { return 1e9 * seconds / static_cast<double>(cycles); }
};

template <class Work>
void measure(Phase& phase, const RtlPort& port, const Work& work) {
  const double start = thread_seconds();
  const std::uint64_t first = port.cycles();
  work();
  phase.seconds += thread_seconds() - start;
  phase.cycles += port.cycles() - first;
}

double idle_nanoseconds(const std::shared_ptr<const ModelLibrary>& library) {
  BusHarness model(library, {});
  model.set_reset(false);
  model.step();
  const double start = thread_seconds();
  for (int i = 0; i < idle_cycles; ++i) model.tick();
  return 1e9 * (thread_seconds() - start) / idle_cycles;
}

}  // namespace

TrainingTileSpeed training_tile_speed() {
  const spec::Variant variant = first_layer();
  const auto library = load_model(variant);
  const spec::ResistiveDevice device = spec::device_preset("soft_bounds_20");
  auto owned =
      std::make_unique<RtlPort>(host::SimulatedTile{.variant = variant, .weight = device, .fast = device}, library);
  RtlPort& port = *owned;
  host::CommandedTile tile(std::move(owned));
  const TransferLayout layout = transfer_layout(variant);
  host::TransferSettings settings{.program = layout.program, .samples = samples, .regular_flips = true};
  for (std::size_t base = 0; base < settings.bases.size(); ++base) {
    settings.bases[base] = static_cast<std::int32_t>(layout.bases[base]);
  }
  tile.set_up_transfer(settings);

  const auto inputs = random_codes(repeats, variant.crossbar.rows, 15, 0);
  const auto rows = random_codes(repeats, variant.crossbar.rows, 1 << 14, 1);
  const auto columns = random_codes(repeats, variant.crossbar.columns, 1 << 14, 2);
  const auto write = [&](spec::Space space, std::span<const std::int32_t> codes) {
    port.write(space, std::vector<std::int64_t>(codes.begin(), codes.end()));
  };
  port.write_register(spec::register_offset::slots, 5);
  Phase forward, transfer, packets, rest;
  for (int i = 0; i < repeats; ++i) {
    measure(rest, port, [&] { write(spec::Space::input, inputs.row(i)); });
    measure(forward, port, [&] { port.run(spec::Command::forward); });
    measure(packets, port, [&] {
      write(spec::Space::row_probability, rows.row(i));
      write(spec::Space::column_probability, columns.row(i));
    });
    measure(rest, port, [&] {
      port.read(spec::Space::accumulator);
      port.run(spec::Command::update, static_cast<std::uint32_t>(host::Array::fast));
    });
    measure(transfer, port, [&] { port.run(spec::Command::transfer); });
  }
  const double seconds = forward.seconds + transfer.seconds + packets.seconds + rest.seconds;
  return {.sample_milliseconds = 1e3 * seconds / repeats,
          .idle_nanoseconds = idle_nanoseconds(library),
          .forward_nanoseconds = forward.nanoseconds_a_cycle(),
          .transfer_nanoseconds = transfer.nanoseconds_a_cycle(),
          .packet_nanoseconds = packets.nanoseconds_a_cycle()};
}

}  // namespace spintile::verif
