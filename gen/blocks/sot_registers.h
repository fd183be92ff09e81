// The registers PROGRAM .. CYCLES in the front end of every unit with a SOT array: docs/contract.md, "Float unit".
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gen/hdl/module.h"
#include "spec/register_map.h"

namespace spintile::gen::blocks {

struct NamedWidth {
  std::string name;
  int bits;
};

/// What those registers hold, as it goes from a front end (ports <name>_o) to a sot_unit (ports <name>_i).
std::vector<NamedWidth> sot_settings(const spec::Variant& unit);

struct SotRegisters {
  hdl::Target program_first, program_words, lanes_first, lanes_bits, wait, cycles, running;
  std::vector<hdl::Target> bases;
  hdl::Expr to_program, to_lanes, to_wait;
  std::vector<hdl::Expr> to_base;
  hdl::Expr addressed;  // one bit: a write goes to one of them
  hdl::Expr bad_value;  // one bit: and must not
};

/// Declares them and the ports of sot_settings(); `unit` is a float unit, `map` says where its registers lie.
SotRegisters sot_registers(hdl::Module& module, const spec::Variant& unit, const std::vector<spec::Register>& map,
                           const hdl::Expr& write_address, const hdl::Expr& data);

/// What changes them, all of one cycle.
struct SotEvents {
  hdl::Expr accept;  // a write, of `data`
  hdl::Expr data;
  hdl::Expr start, done;                     // of a program
  std::optional<hdl::Expr> row_failed = {};  // a verified write left a row wrong; with sot.rewrites
};

/// Clocks them, and adds what they read to `readable`.
void keep_sot_registers(hdl::Module& module, const SotRegisters& registers, const std::vector<spec::Register>& map,
                        const SotEvents& events, std::vector<hdl::Labelled>& readable);

}  // namespace spintile::gen::blocks
