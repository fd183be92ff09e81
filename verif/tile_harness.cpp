#include "verif/tile_harness.h"

namespace spintile::verif {

TileHarness::TileHarness(std::shared_ptr<const ModelLibrary> library, const spec::Variant& variant,
                         ConverterSource& converters, const HarnessOptions& options)
    : model_(std::move(library), options.random_state),
      ports_(bind_tile_ports(model_)),
      monitor_(variant, ports_.analog),
      boundary_(variant, ports_.analog, converters),
      writer_(ports_.registers),
      reader_(ports_.registers),
      source_(ports_.stream_in),
      sink_(ports_.stream_out),
      recorder_(options.recorder),
      traced_(!options.wave.empty()) {
  for (const auto& [name, value] : options.held_inputs) model_.port(name).set(value);
  if (traced_) model_.open_wave(options.wave);
  if (recorder_ != nullptr) recorder_->attach(model_, "aclk");
  // Before the first clock edge in reset the pins may be anything, so that cycle is not checked.
  apply_reset();
  half_cycle(true);
  half_cycle(false);
  if (recorder_ != nullptr) recorder_->record();
  half_cycle(true);
  cycle_ = 1;
  for (int i = 0; i < 3; ++i) step();
  set_reset(false);
}

void TileHarness::half_cycle(bool clock) {
  ports_.clock.set(clock);
  model_.eval();
  if (traced_) model_.dump_wave(time_++);  // cycle k begins at time 2 k
}

void TileHarness::apply_reset() {
  in_reset_ = reset_wanted_;
  ports_.reset_n.set(!in_reset_);
  if (!in_reset_) return;
  writer_.abort();
  reader_.abort();
  source_.abort();
  sink_.abort();
  monitor_.expect_standby();
}

TileHarness::Edge TileHarness::step() {
  monitor_.check(cycle_);
  boundary_.observe();
  if (in_reset_ != reset_wanted_) apply_reset();
  if (!in_reset_) {
    writer_.drive();
    reader_.drive();
    source_.drive();
    sink_.drive();
  }
  half_cycle(false);
  Edge edge;
  if (!in_reset_) {
    edge.write_taken = writer_.sample();
    edge.read_taken = reader_.sample();
    edge.beat_in = source_.sample();
    edge.beat_out = sink_.sample();
  }
  if (recorder_ != nullptr) recorder_->record();
  half_cycle(true);
  ++cycle_;
  return edge;
}

}  // namespace spintile::verif
