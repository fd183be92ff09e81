#include "verif/bus_harness.h"

namespace spintile::verif {

BusHarness::BusHarness(std::shared_ptr<const ModelLibrary> library, const HarnessOptions& options)
    : model_(std::move(library), options.random_state),
      ports_(bind_bus_ports(model_)),
      writer_(ports_.registers),
      reader_(ports_.registers),
      source_(ports_.stream_in),
      sink_(ports_.stream_out),
      protocol_(ports_),
      recorder_(options.recorder) {
  for (const auto& [name, value] : options.held_inputs) model_.port(name).set(value);
  if (!options.wave.empty()) open_wave(options.wave);
  if (recorder_ != nullptr) recorder_->attach(model_, "aclk");
  apply_reset();
  half_cycle(true);
  tick();
}

void BusHarness::apply_reset() {
  in_reset_ = reset_wanted_;
  ports_.reset_n.set(!in_reset_);
  if (!in_reset_) return;
  writer_.abort();
  reader_.abort();
  source_.abort();
  sink_.abort();
}

BusHarness::Edge BusHarness::step() {
  if (in_reset_ != reset_wanted_) apply_reset();
  if (!in_reset_) {
    writer_.drive();
    reader_.drive();
    source_.drive();
    sink_.drive();
  }
  half_cycle(false);
  protocol_.check(cycle_);
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
