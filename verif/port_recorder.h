// Records the ports of a model, cycle by cycle, for another simulator to replay.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "verif/verilated_model.h"

namespace spintile::verif {

class PortRecorder {
 public:
  /// Keeps the first `most_cycles` cycles.
  explicit PortRecorder(std::size_t most_cycles) : most_cycles_(most_cycles) {}

  /// All ports of the model but the clock.
  void attach(const VerilatedModel& model, std::string_view clock);
  /// Once a cycle, with the clock low, after the inputs have settled.
  void record();

  struct Track {
    PortInfo info;
    Port port;
    std::vector<std::uint64_t> words;  // cycle after cycle, port.words() each
  };
  const std::vector<Track>& tracks() const { return tracks_; }
  std::size_t cycles() const { return cycles_; }

 private:
  std::vector<Track> tracks_;
  std::size_t most_cycles_;
  std::size_t cycles_ = 0;
};

}  // namespace spintile::verif
