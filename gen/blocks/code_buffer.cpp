#include <fmt/format.h>

#include <algorithm>

#include "gen/blocks/blocks.h"
#include "gen/blocks/code_planes.h"
#include "gen/blocks/element_lanes.h"
#include "spec/derive.h"

namespace spintile::gen::blocks {

using namespace hdl;

namespace {

/// Lane 0 lowest.
Expr pack(const std::vector<Expr>& lanes) { return concat({lanes.rbegin(), lanes.rend()}); }

struct Words {
  std::string prefix;  // of the planes' modules
  std::string name;
  std::string takes;  // what the buffer takes, and holds for whom
};

Words words(spec::Space space) {
  if (space == spec::Space::input) {
    return {"", "input_buffer",
            "Input buffer: takes the input codes, two's complement on the stream, and holds them as the row drivers\n"
            "want them"};
  }
  if (space == spec::Space::output_error) {
    return {
        "error_", "error_buffer",
        "Error buffer: takes the codes of the output errors, two's complement on the stream, and holds them as the\n"
        "column drivers want them"};
  }
  return {"voltage_", "voltage_buffer",
          "Voltage buffer: takes the voltage codes of the columns, two's complement on the stream, and holds them as\n"
          "the voltage drivers want them"};
}

const char* planes_of(const spec::Variant& variant, spec::Space space) {
  if (space == spec::Space::column_voltage) return "a plane of signs and one of magnitudes";
  return variant.input.coding == spec::InputCoding::time
             ? "a plane of signs and one for each bit of the magnitude"
             : "a plane of signs and one plane of magnitude digits for each stream";
}

}  // namespace

ModulePointer code_buffer(Design& design, const spec::Variant& variant, spec::Space space) {
  const auto [prefix, name, takes] = words(space);
  const auto layout = spec::space_layout(variant, space);
  const int count = layout.elements;
  const auto [streams, stream_bits] = code_planes(variant, space);
  const int lanes = std::min(layout.elements_per_beat(), count);
  const auto sign_plane = packet_register(design, {prefix + "sign_plane", count, lanes, 1, 0});
  const auto digit_plane = packet_register(design, {prefix + "digit_plane", count, lanes, stream_bits, 0});

  Module m = design.clocked(
      name, fmt::format("{}: {}.\nLatency: planes 1 cycle from commit_i.", takes, planes_of(variant, space)));
  const Expr beat = m.input("beat_i", spec::stream_bits);
  const Expr last = m.input("last_i", 1, "this is the last beat of the packet");
  const Expr shift = m.input("shift_i", 1);
  const Expr commit = m.input("commit_i", 1);
  const Expr out_of_range = m.output("out_of_range_o", 1);
  const Expr signs = m.output("signs_o", count);
  const Expr digits = m.output("digits_o", streams * count * stream_bits,
                               variant.input.coding == spec::InputCoding::time || space == spec::Space::column_voltage
                                   ? "the least significant lowest"
                                   : "stream 0, the least significant, lowest");

  const auto elements = element_lanes(m, beat, last, layout);
  m.assign(out_of_range, elements.out_of_range);

  const int magnitude_bits = streams * stream_bits;
  std::vector<Expr> sign_lanes;
  std::vector<Expr> magnitudes;
  for (std::size_t lane = 0; lane < elements.values.size(); ++lane) {
    const Expr code = m.wire(fmt::format("code_{}", lane), elements.values[lane]);
    const Expr sign = bit(code, magnitude_bits);
    const Expr low = slice(code, 0, magnitude_bits);
    sign_lanes.push_back(sign);
    magnitudes.push_back(m.wire(fmt::format("magnitude_{}", lane), mux(sign, literal(magnitude_bits, 0) - low, low)));
  }
  m.instance("signs", sign_plane,
             {{"beat_i", pack(sign_lanes)}, {"shift_i", shift}, {"commit_i", commit}, {"values_o", signs}});
  const int plane_bits = count * stream_bits;
  for (int stream = 0; stream < streams; ++stream) {
    std::vector<Expr> digit_lanes;
    for (const auto& magnitude : magnitudes) digit_lanes.push_back(slice(magnitude, stream * stream_bits, stream_bits));
    m.instance(fmt::format("digits_{}", stream), digit_plane,
               {{"beat_i", pack(digit_lanes)},
                {"shift_i", shift},
                {"commit_i", commit},
                {"values_o", slice(digits, stream * plane_bits, plane_bits)}});
  }
  return design.add(std::move(m));
}

}  // namespace spintile::gen::blocks
