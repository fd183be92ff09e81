// Where each block stands in the drawing, and which of its connections are shown.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gen/drawing/block_graph.h"

namespace spintile::gen::drawing {

/// Columns go from the buses on the left to the right; the upper band reads, the lower one trains.
struct BlockPlace {
  std::string_view block;
  int column;
  int band;
  bool steers = false;  // what it says is control, whatever its width
};

/// Of one column and band the upper block stands first.
const std::vector<BlockPlace>& block_places();
const BlockPlace* find_place(std::string_view block);

/// Title of the group of blocks in a column and band.
std::string_view group_title(int column, int band);

enum class FlowKind { data, control, state };  // state: to the packet sender, for read-back

struct Flow {
  std::size_t from = 0;  // index of a block
  std::size_t to = 0;
  FlowKind kind = FlowKind::data;
  int bits = 1;
};

/// Buses on the left, the analog array on top, the SOT array on the right.
enum class PinSide { left, top, right };

/// Pins that one block has on one side: "row_sign_o", "row_level_o".
struct PinGroup {
  std::size_t block = 0;
  PinSide side = PinSide::top;
  bool is_input = false;
  std::vector<std::string> pins;
};

struct ShownGraph {
  std::vector<Block> blocks;  // without pins
  std::vector<Flow> flows;
  std::vector<PinGroup> pins;
};

/// Of all connections those that explain: data of more than a bit, and what steering blocks say to others; the front
/// end's settings are left out, and its word to those that steer stays. The pins of a bus belong to the block that
/// answers it.
ShownGraph shown(const BlockGraph& graph);

}  // namespace spintile::gen::drawing
