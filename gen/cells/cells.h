// Leaf cells, a library that stands on its own: one function and one file each adds a module with real parameters,
// right at every value its description allows. They know no variant. Ports, latency and source stand in the description
// that each emitted module carries; what each promises is in verif/formal/<cell>_properties.v, and is proved.
#pragma once

#include <cstdint>
#include <vector>

#include "gen/hdl/design.h"

namespace spintile::gen::cells {

hdl::ModulePointer counter(hdl::Design& design);
hdl::ModulePointer leading_one(hdl::Design& design);
hdl::ModulePointer lfsr(hdl::Design& design);
hdl::ModulePointer ram(hdl::Design& design);
hdl::ModulePointer requantiser(hdl::Design& design);
hdl::ModulePointer skid_buffer(hdl::Design& design);
hdl::ModulePointer synchroniser(hdl::Design& design);
hdl::ModulePointer xorshift(hdl::Design& design);

/// Widths of an LFSR.
inline constexpr int least_lfsr_width = 3;
inline constexpr int most_lfsr_width = 64;
/// The exponents of the LFSR's polynomial but for x^0: bit e - 1 is set for x^e. The highest is the width.
std::uint64_t lfsr_taps(int width);

/// All of them, in alphabetical order.
std::vector<hdl::ModulePointer> all(hdl::Design& design);

}  // namespace spintile::gen::cells
