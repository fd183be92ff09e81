// What drives the rows, or the columns, of an array with codes: a streamer digit by digit, a temporal driver slot by
// slot.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gen/blocks/read_path.h"

namespace spintile::gen::blocks {

/// Its steps in a read.
struct DriverSteps {
  hdl::Expr drive;    // a digit, or a slot, begins in the next cycle
  hdl::Expr release;  // none does
};

/// The connections that both kinds have, all but those of the digits; `side`: "row", "col".
std::vector<hdl::Connection> of_line_driver(const std::string& side, const hdl::Expr& signs, const DriverSteps& steps,
                                            const LinePins& pins, const std::optional<LinePulses>& pulses);

}  // namespace spintile::gen::blocks
