#include <fmt/format.h>

#include <array>

#include "gen/cells/cells.h"

namespace spintile::gen::cells {

using namespace hdl;

namespace {

/// Taps of a maximal-length register of `least_lfsr_width` bits and more, the highest (the width) left out; 0 fills.
/// Source: P. Alfke, Xilinx XAPP 052, table 3. That each is primitive is a test of ours.
constexpr auto taps_below = std::to_array<std::array<int, 5>>({
    {2},          {3},          {3},          {5},          {6},          {6, 5, 4},    {5},
    {7},          {9},          {6, 4, 1},    {4, 3, 1},    {5, 3, 1},    {14},         {15, 13, 4},
    {14},         {11},         {6, 2, 1},    {17},         {19},         {21},         {18},
    {23, 22, 17}, {22},         {6, 2, 1},    {5, 2, 1},    {25},         {27},         {6, 4, 1},
    {28},         {22, 2, 1},   {20},         {27, 2, 1},   {33},         {25},         {5, 4, 3, 2, 1},
    {6, 5, 1},    {35},         {38, 21, 19}, {38},         {41, 20, 19}, {42, 38, 37}, {43, 18, 17},
    {44, 42, 41}, {45, 26, 25}, {42},         {47, 21, 20}, {40},         {49, 24, 23}, {50, 36, 35},
    {49},         {52, 38, 37}, {53, 18, 17}, {31},         {55, 35, 34}, {50},         {39},
    {58, 38, 37}, {59},         {60, 46, 45}, {61, 6, 5},   {62},         {63, 61, 60},
});
static_assert(taps_below.size() == most_lfsr_width - least_lfsr_width + 1);

}  // namespace

std::uint64_t lfsr_taps(int width) {
  if (width < least_lfsr_width || width > most_lfsr_width) {
    throw HdlError(fmt::format("an LFSR of {} bits: {} to {} are known", width, least_lfsr_width, most_lfsr_width));
  }
  std::uint64_t taps = std::uint64_t{1} << (width - 1);
  for (const int tap : taps_below[static_cast<std::size_t>(width - least_lfsr_width)]) {
    if (tap > 0) taps |= std::uint64_t{1} << (tap - 1);
  }
  return taps;
}

ModulePointer lfsr(Design& design) {
  Module m = design.clocked("lfsr",
                            "Linear-feedback shift register, Galois form, of the longest period: 2^Width - 1 steps "
                            "through all states but 0.\n"
                            "A step divides the state by x modulo the polynomial. A seed of 0, which would never "
                            "leave 0, counts as 1.\n"
                            "Word Width - 3 of Taps has bit e - 1 set where the polynomial has x^e, but for "
                            "x^Width. Source: Xilinx XAPP 052.\n"
                            "Latency: 1 cycle. load_i wins over enable_i.");
  const Width width = m.parameter("Width", 16, fmt::format("{} .. {}", least_lfsr_width, most_lfsr_width));
  const Expr load = m.input("load_i", 1);
  const Expr seed = m.input("seed_i", width);
  const Expr enable = m.input("enable_i", 1);
  const Expr state = m.output("state_o", width);

  std::vector<Expr> words;
  for (int known = most_lfsr_width; known >= least_lfsr_width; --known) {
    const std::uint64_t top = std::uint64_t{1} << (known - 1);
    words.push_back(literal(most_lfsr_width, static_cast<std::int64_t>(lfsr_taps(known) ^ top)));
  }
  const Expr taps = m.table("Taps", concat(std::move(words)));

  const Target state_q = m.reg("state_q", width, 1);
  const Expr below = slice(taps, (width - least_lfsr_width) * most_lfsr_width, width - 1);
  const Expr feedback = m.wire("feedback", concat({literal(1, 1), below}), "taps of this width");
  const Expr shifted = concat({literal(1, 0), slice(state_q, 1, width - 1)});
  m.clocked(when(load)
                .then(state_q <= mux(any(seed), seed, literal(width, 1)))
                .else_when(enable)
                .then(state_q <= (shifted ^ (repeat(bit(state_q, 0), width) & feedback))));
  m.assign(state, state_q);
  return design.add(std::move(m));
}

}  // namespace spintile::gen::cells
