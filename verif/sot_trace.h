// What the rows of a small SOT array hold before and after each word of a program.
#pragma once

#include <string>
#include <vector>

#include "refmodel/sot/sot_array.h"
#include "spec/sot_program.h"

namespace spintile::verif {

/// The program, without loops, on the array, which it changes; region by region from row 0 on. For each word but End a
/// line: its number, the mask under which it writes, its note, and each row it changes as "row before -> after". Lane 0
/// is the leftmost digit.
std::vector<std::string> trace(refmodel::SotArray& array, const spec::sot::Program& program);

/// Where the regions of a program lie in such an array.
refmodel::SotBases consecutive_bases(const spec::sot::Program& program);

/// "101001", lane 0 first.
std::string lane_text(const refmodel::LaneBits& bits, int lanes);

}  // namespace spintile::verif
