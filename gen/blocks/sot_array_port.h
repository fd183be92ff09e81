// What sequencer and lanes say to the array, and hear from it, whatever the array is made of.
#pragma once

#include <vector>

#include "gen/hdl/design.h"
#include "spec/variant.h"

namespace spintile::gen::blocks {

struct ArrayPort {
  // From the sequencer. The first four are high in the first cycle of an access; the rest is stable until done.
  hdl::Expr read, write, search, clear;
  hdl::Expr raddr;           // of a read, and the first row of a search
  hdl::Expr waddr0, waddr1;  // of a write, the second if dual; the first row of a clear
  hdl::Expr dual;
  hdl::Expr operation;  // 0 store, 1 and, 2 or, 3 xor
  hdl::Expr count;      // rows of a search or a clear
  hdl::Expr key;
  hdl::Expr pair;
  // From the lanes.
  hdl::Expr wdata, wmask;
  // To them, in the last cycle of an access.
  hdl::Expr done;
  hdl::Expr row;
  hdl::Expr match;
};

/// The pins of an array (`sot_*`), those that `inside` has, become ports of a module around it: connections to them.
std::vector<hdl::Connection> sot_pins(hdl::Module& module, const hdl::ModulePointer& inside);

/// Declares these ports.
ArrayPort sot_array_port(hdl::Module& module, const spec::Variant& variant);

}  // namespace spintile::gen::blocks
