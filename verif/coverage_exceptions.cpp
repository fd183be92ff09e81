#include <algorithm>
#include <array>

#include "spec/derive.h"
#include "spec/interface.h"
#include "verif/coverage.h"

namespace spintile::verif {
namespace {

bool one_way(const spec::Variant& variant) { return !spec::has_backward(variant); }
bool one_stream(const spec::Variant& variant) { return variant.input.streams == 1; }
bool one_sample(const spec::Variant& variant) { return variant.readout.samples_max == 1; }
bool one_phase(const spec::Variant& variant) { return one_stream(variant) && variant.readout.column_mux == 1; }
bool one_conversion(const spec::Variant& variant) {
  return one_sample(variant) && spec::counted_subarrays(variant) == 1;
}
bool one_array(const spec::Variant& variant) { return !variant.crossbar.fast_array; }

bool one_beat(const spec::Variant& variant) {
  const std::vector<spec::Space> spaces = spec::spaces(variant);
  return std::all_of(spaces.begin(), spaces.end(),
                     [&](spec::Space space) { return spec::space_layout(variant, space).beats() == 1; });
}

// Of a float unit, alone or inside a tile.
spec::Sot sot_of(const spec::Variant& variant) {
  return variant.unit == spec::Unit::tile ? spec::float_unit_of(variant).sot : variant.sot;
}
bool one_lane(const spec::Variant& variant) { return sot_of(variant).lanes == 1; }
bool one_block(const spec::Variant& variant) { return sot_of(variant).lanes <= variant.sot.transpose_lanes; }
bool whole_blocks(const spec::Variant& variant) {
  constexpr int group = 8;  // lanes that move together in the transposer
  const int lanes = sot_of(variant).lanes;
  const int block = std::min(lanes, variant.sot.transpose_lanes);
  const int last = (lanes - 1) % block + 1;
  return (last + group - 1) / group == (block + group - 1) / group;
}

bool one_bit_in_time(const spec::Variant& variant) {
  return variant.input.coding == spec::InputCoding::time && variant.input.stream_bits == 1;
}

/// The rows that a transfer stores, and their numbers: as many as there are.
bool store_is_full(const spec::Variant& variant) {
  const int rows = spec::transfer_code_bits(variant) + 2;
  return spec::has_choppers(variant) && rows == 1 << spec::ceil_log2(rows);
}

template <spec::Space space>
bool fills_its_element(const spec::Variant& variant) {
  const spec::SpaceLayout layout = spec::space_layout(variant, space);
  return layout.value_bits == layout.element_bits();
}

constexpr std::string_view constant_stream = "there is one stream, number 0";
constexpr std::string_view constant_sample = "there is one sample, number 0";
constexpr std::string_view constant_samples = "n is always 1";
constexpr std::string_view constant_total = "one conversion of one sub-array: the total is always 1";
constexpr std::string_view constant_beat = "every packet has one beat, which is its last";
constexpr std::string_view constant_lane = "one lane: a packet of the lanes has one beat, number 0";
constexpr std::string_view constant_bit = "a magnitude of one bit, number 0";
constexpr std::string_view any_element = "every value of an element is legal, as the number fills it";

constexpr std::array exceptions = {
    CoverageException{"array_sequencer", "cover", "!first)", one_phase, "a FORWARD has one phase, its first"},
    CoverageException{"array_sequencer", "cover", "!samples_i)", one_sample, constant_samples},
    CoverageException{"array_sequencer", "cover", " sample_d)", one_sample, constant_sample},
    CoverageException{"array_sequencer", "cover", " sample_q)", one_sample, constant_sample},
    CoverageException{"array_sequencer", "cover", " stream_d)", one_stream, constant_stream},
    CoverageException{"array_sequencer", "cover", " stream_o)", one_stream, constant_stream},
    CoverageException{"array_sequencer", "cover", " stream_q)", one_stream, constant_stream},
    CoverageException{"command_frontend", "cover", "!samples_o)", one_sample, constant_samples},
    CoverageException{"command_frontend", "cover", "!samples_q)", one_sample, constant_samples},
    CoverageException{"core", "cover", " deciding_bit)", one_bit_in_time, constant_bit},
    CoverageException{"core", "cover", "!samples)", one_sample, constant_samples},
    CoverageException{"core", "cover", "!total)", one_conversion, constant_total},
    CoverageException{"core", "cover", " stream)", one_stream, constant_stream},
    CoverageException{"core", "cover", " offset_out_of_range)", fills_its_element<spec::Space::offset>, any_element},
    CoverageException{"core", "cover", " scale_out_of_range)", fills_its_element<spec::Space::scale>, any_element},
    CoverageException{"sot_unit", "cover", " last_beat)", one_lane, constant_lane},
    CoverageException{"float_packets", "cover", " last_of_lanes_i)", one_lane, constant_lane},
    CoverageException{"offset_buffer", "cover", " out_of_range)", fills_its_element<spec::Space::offset>, any_element},
    CoverageException{"offset_buffer", "cover", " out_of_range_o)", fills_its_element<spec::Space::offset>,
                      any_element},
    CoverageException{"packet_receiver", "cover", " last_beat)", one_beat, constant_beat},
    CoverageException{"packet_receiver", "else", "else if (is_last)", one_beat, constant_beat},
    CoverageException{"packet_sender", "cover", " last_beat)", one_beat, constant_beat},
    CoverageException{"row_streamer", "cover", " stream_i)", one_stream, constant_stream},
    CoverageException{"row_temporal_drivers", "cover", " bit_i)", one_bit_in_time, constant_bit},
    CoverageException{"scale_buffer", "cover", " out_of_range)", fills_its_element<spec::Space::scale>, any_element},
    CoverageException{"scale_buffer", "cover", " out_of_range_o)", fills_its_element<spec::Space::scale>, any_element},
    CoverageException{"shift_and_add", "cover", "!total_i)", one_conversion, constant_total},
    CoverageException{"slot_counter", "cover", " bit_o)", one_bit_in_time, constant_bit},
    CoverageException{"sot_transposer", "cover", " last_beat_o)", one_lane, constant_lane},
    CoverageException{"sot_transposer", "cover", " last_of_packet)", one_lane, constant_lane},
    CoverageException{"sot_transposer", "cover", " skip)", whole_blocks, "the last block lacks no group of lanes"},
    CoverageException{"sot_transposer", "else", "else if (sent)", one_lane, constant_lane},
    CoverageException{"sot_transposer", "else", "if (push ", one_lane, "one lane: a beat fills the block"},
    CoverageException{"sot_transposer", "if", "else if (sent)", one_block, "there is one block, after which is none"},
    CoverageException{"tile", "cover", " array_sel_o)", one_array, "array W is the only one"},
    CoverageException{"tile", "cover", " reverse_o)", one_way, "FORWARD reads columns; no command reads rows"},
    CoverageException{"transfer_unit", "case", "default", store_is_full, "every number stands for a row to store"},
};

}  // namespace

std::span<const CoverageException> coverage_exceptions() { return exceptions; }

const CoverageException* find_exception(const CoveragePoint& point, const spec::Variant& variant) {
  const auto found = std::find_if(exceptions.begin(), exceptions.end(), [&](const CoverageException& exception) {
    return exception.block == point.block && exception.kind == point.kind &&
           point.text.find(exception.text) != std::string::npos && exception.holds(variant);
  });
  return found == exceptions.end() ? nullptr : &*found;
}

}  // namespace spintile::verif
