#include "verif/port_recorder.h"

namespace spintile::verif {

void PortRecorder::attach(const VerilatedModel& model, std::string_view clock) {
  for (const PortInfo& info : model.library().ports()) {
    if (info.name != clock) tracks_.push_back({info, model.port(info.name), {}});
  }
}

void PortRecorder::record() {
  if (cycles_ == most_cycles_) return;
  for (Track& track : tracks_) {
    const std::size_t begin = track.words.size();
    track.words.resize(begin + track.port.words());
    track.port.copy_to(std::span(track.words).subspan(begin));
  }
  ++cycles_;
}

}  // namespace spintile::verif
