// A transfer of one row as one program of the SOT array, lanes = columns: docs/contract.md, "The program of a
// transfer".
#pragma once

#include <array>

#include "gen/microcode/microcode.h"
#include "spec/sot_program.h"
#include "spec/transfer_rule.h"
#include "spec/variant.h"

namespace spintile::gen::microcode {

/// Base registers of the program, each that of a region.
namespace transfer_region {
inline constexpr int hidden = 0;
inline constexpr int mean = 1;
inline constexpr int reference = 2;
inline constexpr int read = 3;
inline constexpr int scratch = 4;
inline constexpr int pulses = 5;
inline constexpr int constants = 6;
}  // namespace transfer_region

/// The same arguments give the same program. code_bits: of the code of a read, two's complement, 2 .. 16. Throws
/// std::invalid_argument, naming what is allowed, for a transfer of kind none, for pulses, word_bits or code_bits out
/// of range, for `fixed` words too short for code or pulses, and for options with flags: a transfer has none.
spec::sot::Program compile_transfer(const spec::Transfer& transfer, int code_bits, const Options& options = {});

/// That of a tile with a transfer.
spec::sot::Program compile_transfer(const spec::Variant& tile);

/// Where the regions of the program may lie in the array of a tile: planes from row 0 on, then the others as they come.
struct TransferPlacement {
  std::array<int, spec::sot::base_registers> bases{};  // of row 0: the sequencer adds those of row k
  int plane_rows = 0;                                  // of one plane
  int rows = 0;                                        // of all

  TransferPlacement(const spec::Variant& tile, const spec::sot::Program& program);
};

/// Program store and array of the tile are large enough.
bool fits(const spec::Variant& tile, const spec::sot::Program& program);

}  // namespace spintile::gen::microcode
