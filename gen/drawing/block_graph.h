// The blocks of a tile or a float unit and what they say to each other, read from the Verilog tree: instances by
// module, however deep they lie, and the signals that lead from one to the other through wires, assignments and ports.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "gen/hdl/design.h"

namespace spintile::gen::drawing {

struct Block {
  std::string name;  // of its module, without the variant's prefix; of pins: the port
  int count = 1;     // instances
  bool is_pin = false;
};

struct Connection {
  std::size_t from = 0;  // index of a block
  std::size_t to = 0;
  int bits = 1;  // of the widest signal between them

  friend bool operator==(const Connection&, const Connection&) = default;
};

struct BlockGraph {
  std::vector<Block> blocks;            // in the order of the tree, the pins of the top last
  std::vector<Connection> connections;  // by from, then to; none from a block to itself
};

/// Modules that `is_block` says yes to are blocks, others are looked into. Throws std::invalid_argument naming a module
/// without instances that is none: nothing is left out of a picture by mistake. Clock and reset are not followed.
BlockGraph block_graph(const hdl::Design& design, const std::function<bool(const std::string&)>& is_block);

}  // namespace spintile::gen::drawing
