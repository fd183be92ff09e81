// What the self-check of a package does, and what the golden model says must come of it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "spec/variant.h"

namespace spintile::verif {

struct SelfCheckStep {
  enum class Action : std::uint8_t {
    end,      // of the script
    write,    // data to the register at address; flag: answered OKAY
    read,     // the register at address, which holds data; flag: answered OKAY
    send,     // a beat into the tile; flag: tlast
    receive,  // a beat out of the tile, which is data; flag: tlast
    wait,     // until interrupt_o; data: cycles since the last command, not compared when 0
    reset,    // data: how many samples (low 32 bits) and reads (high 32 bits) the converters have behind them then
  };

  Action action = Action::end;
  std::uint8_t address = 0;
  std::uint64_t data = 0;
  bool flag = false;
  std::string comment = {};  // for the reader of the vectors
};

struct SelfCheckScript {
  std::vector<SelfCheckStep> steps;
  /// Answers of the converters, a sample after the other: converter i is bit i % 64 of word i / 64.
  std::vector<std::vector<std::uint64_t>> samples;
  /// With a ramp, instead: the first steps of its lines, a read after the other; lines that are no outputs have any.
  std::vector<std::vector<std::int32_t>> ramps;
  struct Read {
    std::vector<std::int32_t> rows;     // R signed levels; of a time code signed active slots
    std::vector<std::int32_t> columns;  // C, of a variant with a BACKWARD
    bool reverse = false;
  };
  std::vector<Read> reads;

  std::size_t conversions() const { return samples.size() + ramps.size(); }
};

/// Registers, packets, FORWARDs at several numbers of samples, an UPDATE and a BACKWARD where they exist, refusals of
/// every kind, a reset in the middle of a FORWARD. A function of the variant alone.
SelfCheckScript self_check_script(const spec::Variant& variant);

}  // namespace spintile::verif
