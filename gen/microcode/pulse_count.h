// The number of pulses at a cell: an integer of few bits, and the same as one row a pulse.
#pragma once

#include "gen/microcode/assembler.h"

namespace spintile::gen::microcode {

/// rows <- value, in the lanes of the mask.
void store_constant(Assembler& p, const Bits& rows, int value);

/// rows <- min(rows, most), unsigned, in all lanes, for most below 2^rows.
void limit(Assembler& p, const Bits& rows, int most);

/// Row i of `thermometer` becomes 1 where n > i, in all lanes, for n from 0 up to the number of its rows. About two
/// steps a row.
void store_thermometer(Assembler& p, const Bits& n, const Bits& thermometer);

}  // namespace spintile::gen::microcode
