// The drawing of a tile: what it knows of the Verilog tree, and that the one in docs/ is of today's.
#include "gen/drawing/block_diagram.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "gen/drawing/block_graph.h"
#include "gen/drawing/block_places.h"
#include "gen/generate.h"
#include "spec/parse.h"
#include "verif/tests/every_variant.h"

namespace spintile::gen::drawing {
namespace {

spec::Variant shipped(const std::string& name) {
  return spec::load_variant(std::string(SPINTILE_SOURCE_DIR) + "/variants/" + name + ".yaml");
}

BlockGraph graph_of(const std::string& name) {
  return block_graph(design(shipped(name)), [](const std::string& block) { return find_place(block) != nullptr; });
}

std::size_t index_of(const BlockGraph& graph, const std::string& name) {
  const auto found = std::ranges::find(graph.blocks, name, &Block::name);
  EXPECT_NE(found, graph.blocks.end()) << name;
  return static_cast<std::size_t>(found - graph.blocks.begin());
}

/// Bits of the connection, 0 for none.
int bits_between(const BlockGraph& graph, const std::string& from, const std::string& to) {
  const std::size_t source = index_of(graph, from);
  const std::size_t sink = index_of(graph, to);
  for (const Connection& one : graph.connections) {
    if (one.from == source && one.to == sink) return one.bits;
  }
  return 0;
}

TEST(BlockGraph, CountsInstancesOfLoopsAndOfTwoPlaces) {
  const BlockGraph graph = graph_of("training_agad");  // 8 x 6, read both ways
  EXPECT_EQ(graph.blocks[index_of(graph, "line_counters")].count, 8);
  EXPECT_EQ(graph.blocks[index_of(graph, "shift_and_add")].count, 8);
  EXPECT_EQ(graph.blocks[index_of(graph, "sot_sequencer")].count, 1);
  EXPECT_TRUE(graph.blocks[index_of(graph, "row_sign_o")].is_pin);
}

TEST(BlockGraph, FollowsWhatABlockSaysThroughPortsAndAssignments) {
  const BlockGraph graph = graph_of("training_agad");
  EXPECT_EQ(bits_between(graph, "input_buffer", "row_streamer"), 2 * 8);     // two planes, in the core
  EXPECT_EQ(bits_between(graph, "error_buffer", "column_streamer"), 2 * 6);  //
  EXPECT_GT(bits_between(graph, "synchroniser", "line_counters"), 0);        // by a choice of the direction
  EXPECT_GT(bits_between(graph, "shift_and_add", "sot_lanes"), 0);           // three modules deeper
  EXPECT_GT(bits_between(graph, "sot_lanes", "column_streamer"), 0);         // and back, through a register
  EXPECT_EQ(bits_between(graph, "col_level_o", "column_streamer"), 0);       // the other way round
  EXPECT_GT(bits_between(graph, "column_streamer", "col_level_o"), 0);
  EXPECT_EQ(bits_between(graph, "requantise_columns", "shift_and_add"), 0);
}

TEST(BlockGraph, LeavesNothingOut) {
  const hdl::Design tile = design(shipped("single_cell"));
  EXPECT_THROW(block_graph(tile, [](const std::string& block) { return block == "command_frontend"; }),
               std::invalid_argument);
}

TEST(BlockDiagram, EveryVariantHasOneWithAllItsBlocks) {
  for (const std::string& name : verif::variant_names()) {
    SCOPED_TRACE(name);
    const BlockGraph graph = graph_of(name);
    const std::string svg = block_diagram_svg(shipped(name), design(shipped(name)));
    const auto boxes = std::ranges::count_if(graph.blocks, [](const Block& block) { return !block.is_pin; });
    std::size_t drawn = 0;
    for (std::size_t at = svg.find("rx=\"5\""); at != std::string::npos; at = svg.find("rx=\"5\"", at + 1)) ++drawn;
    EXPECT_EQ(drawn, static_cast<std::size_t>(boxes));
    EXPECT_EQ(svg.find("nan"), std::string::npos);
    EXPECT_TRUE(svg.ends_with("</svg>\n"));
  }
}

TEST(BlockDiagram, TheOneInDocsIsOfToday) {
  std::ostringstream committed;
  committed << std::ifstream(SPINTILE_SOURCE_DIR "/docs/tile.svg", std::ios::binary).rdbuf();
  const spec::Variant variant = shipped("mnist_hidden");
  EXPECT_EQ(committed.str(), block_diagram_svg(variant, design(variant)))
      << "spintile draw variants/mnist_hidden.yaml -o docs/tile.svg";
}

}  // namespace
}  // namespace spintile::gen::drawing
