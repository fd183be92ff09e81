// Computes a transfer from its numbers, beside the golden tile, which runs the program in its SOT array: a wrong
// program is seen as well as a wrong sequencer.
#pragma once

#include <cstdint>
#include <vector>

#include "host/matrix.h"
#include "refmodel/periphery/transfer_arithmetic.h"
#include "refmodel/tile/golden_bus.h"
#include "spec/variant.h"
#include "verif/transfer_layout.h"

namespace spintile::verif {

class TransferWitness {
 public:
  /// H, M and Mref are all 0.
  TransferWitness(const spec::Variant& variant, const TransferLayout& layout,
                  const refmodel::TransferConstants& constants);

  /// Before a TRANSFER: takes its row and chopper.
  void begin(const refmodel::GoldenBus& golden);
  /// After it: from the codes that were read, what must be in the row's words, and how often W is pulsed. Throws
  /// MismatchError with `cycle` where the golden tile has another word or pulse. Returns the columns with pulses.
  int end(const refmodel::GoldenBus& golden, const refmodel::TransferRun& run, std::uint64_t cycle);

 private:
  void compare_words(const refmodel::GoldenBus& golden, int plane, std::uint64_t cycle);
  void compare_pulses(const refmodel::UpdateDrive& drive, std::uint64_t cycle) const;

  spec::Variant variant_;
  refmodel::SotBases bases_;
  refmodel::TransferConstants constants_;
  refmodel::TransferArithmetic arithmetic_;
  std::vector<host::Matrix<std::uint32_t>> planes_;  // H, and with agad M and Mref
  std::vector<std::int32_t> pulses_;
  int row_ = 0;
  bool negative_ = false;
  bool fresh_ = false;
};

}  // namespace spintile::verif
