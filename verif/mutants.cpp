#include "verif/mutants.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace spintile::verif {
namespace {

// Patterns are the text that the generator emits for mutant_variant().
constexpr Mutant table[] = {
    {"array_sequencer", "integrates a cycle too early", "", "state_d == StateSettle && timer_d == 2'd0",
     "state_d == StateSettle && timer_d == 2'd1"},
    {"array_sequencer", "reads for a cycle too few", "timer_d = ", "2'd2", "2'd1"},
    {"array_sequencer", "takes a sample too few", "", "sample_q != 2'd0", "sample_q > 2'd1"},
    {"array_sequencer", "starts with the least significant stream",
     "sample_d = samples_i - 2'd1;\n          stream_d = ", "1'b1", "1'b0"},
    {"array_sequencer", "never clears the counters", "clear_counters_o = ", "integ_rst_q", "1'b0"},
    {"array_sequencer", "adds the last FORWARD to this one", "", "integ_rst_q && first", "1'b0"},
    {"array_sequencer", "starts over for the second column of a line", "", "stream_q == 1'b1 && phase_q == 1'b0",
     "stream_q == 1'b1"},
    {"array_sequencer", "gives a stream to the columns of the next phase", "", "takes_over && combined_phase_q == 1'b1",
     "takes_over && combined_phase_q == 1'b0"},
    {"array_sequencer", "always samples the first MTJ of a line", "pair_d = ", "!pair_q", "pair_q"},
    {"array_sequencer", "resets the MTJ that is being read", "", "~chosen", "chosen"},
    {"array_sequencer", "resets an MTJ that takes no more sample", "", "sample_d != 2'd0", "1'b1"},
    {"array_sequencer", "drives the rows in a BACKWARD too", "drive_o = begins && ", "!reverse_d", "1'b1"},
    {"array_sequencer", "knows one direction", "reverse_d = ", "backward_i", "1'b0"},
    {"array_sequencer", "stays in reverse", "state_d = StateIdle;\n        reverse_d = ", "1'b0", "reverse_q"},
    {"axi_lite_port", "takes a write before its data", "", "awvalid_i && wvalid_i && !bvalid_q",
     "awvalid_i && !bvalid_q"},
    {"axi_lite_port", "answers OKAY to a refused write", "write_error_q <= ", "write_refused_i", "1'b0"},
    {"axi_lite_port", "takes part of a word for the whole", "", "&wstrb_i", "|wstrb_i"},
    {"axi_lite_port", "drops the read response when nobody waits for it", "end else if (", "rready_i", "1'b1"},
    {"command_frontend", "lets a command interrupt another", "", "busy_q && !to_status", "1'b0"},
    {"command_frontend", "keeps the last error", "", "clear_error || !error_q", "1'b1"},
    {"command_frontend", "an error at the edge of a clear is lost", "", "clear_error || !error_q", "!error_q"},
    {"command_frontend", "takes a shift one too large", "", "write_data_i > 32'd16", "write_data_i > 32'd17"},
    {"command_frontend", "takes no samples for a number of samples", "", "write_data_i == 32'd0", "1'b0"},
    {"command_frontend", "FORWARD takes any array", "(command == CommandForward) ? (", "|operand[7:1]", "1'b0"},
    {"command_frontend", "BACKWARD takes any array", "(command == CommandBackward) ? (", "|operand[7:1]", "1'b0"},
    {"command_frontend", "BACKWARD reads the array of the FORWARD before", "launch && (", "is_forward || is_backward",
     "is_forward"},
    {"command_frontend", "HEALTH takes its read-only bit", "", "|write_data_i[31:2]", "|write_data_i[31:3]"},
    {"command_frontend", "enabling the monitors again restarts them", "write_data_i[0] && ", "!monitor_q", "1'b1"},
    {"command_frontend", "a failed WRITE is done", "done_q <= ", "!(|receive_error_i)", "1'b1"},
    {"packet_receiver", "takes a short packet", "", "is_last != tlast_i", "is_last && !tlast_i"},
    {"packet_receiver", "checks only the last beat", "", "bad_range_q || out_of_range_i", "out_of_range_i"},
    {"packet_receiver", "does not swallow a long packet", "", "tvalid_i && tlast_i", "tvalid_i"},
    {"packet_sender", "drops a beat when stalled", "", "tvalid_q && tready_i", "tvalid_q"},
    {"packet_sender", "skips a beat", "", "index_q + 4'd1", "index_q + 4'd2"},
    {"packet_sender", "loses the sign of a code", "", "sign_beat[0] ? 8'd0 - magnitude_0 : magnitude_0", "magnitude_0"},
    {"packet_sender", "loses the sign of an error", "",
     "error_sign_beat[0] ? 8'd0 - error_magnitude_0 : error_magnitude_0", "error_magnitude_0"},
    {"packet_sender", "does not extend the sign of an accumulator", "", "{7{accumulator_beat[8]}}", "7'd0"},
    {"input_buffer", "a negative code keeps its two's complement", "", "code_3[4] ? 4'd0 - code_3[3:0] : code_3[3:0]",
     "code_3[3:0]"},
    {"input_buffer", "takes the most negative pattern", "", "beat_i[4] && !(|beat_i[3:0])", "1'b0"},
    {"error_buffer", "a negative code keeps its two's complement", "", "code_3[4] ? 4'd0 - code_3[3:0] : code_3[3:0]",
     "code_3[3:0]"},
    {"error_digit_plane", "replaces the state before the packet has proved good", "end else if (", "commit_i", "1'b1"},
    {"error_digit_plane_staging", "an element too far", "", "staging_q[19:0]", "staging_q[21:2]"},
    {"error_sign_plane", "never replaces the state", "end else if (", "commit_i", "1'b0"},
    {"error_sign_plane_staging", "beats in the wrong order", "", "{beat_i, staging_q[15:8]}",
     "{staging_q[15:8], beat_i}"},
    {"digit_plane", "replaces the state before the packet has proved good", "end else if (", "commit_i", "1'b1"},
    {"digit_plane_staging", "stages every cycle", "end else if (", "shift_i", "1'b1"},
    {"sign_plane", "never replaces the state", "end else if (", "commit_i", "1'b0"},
    {"sign_plane_staging", "beats in the wrong order", "", "{beat_i, staging_q[15:8]}", "{staging_q[15:8], beat_i}"},
    {"offset_buffer", "takes an offset out of range", "", "|beat_i[7:5] && !(&beat_i[7:5])", "1'b0"},
    {"offset_register", "starts at 1", "", "{10{6'd0}}", "60'd1"},
    {"offset_register_staging", "an element too far", "", "staging_q[59:0]", "staging_q[65:6]"},
    {"scale_buffer", "reads its neighbour's lane", "", "beat_i[47:40]", "beat_i[39:32]"},
    {"scale_register", "starts at 0 instead of 1", "", "{10{8'd1}}", "80'd0"},
    {"scale_register_staging", "drops the upper half of a beat", "", "{beat_i, staging_q[127:64]}",
     "{32'd0, beat_i[31:0], staging_q[127:64]}"},
    {"row_streamer", "drives the wrong rail", "row_sign_q <= ", "signs_i", "~signs_i"},
    {"row_streamer", "leaves the rows driven", "end else if (", "release_i", "1'b0"},
    {"column_streamer", "drives the wrong rail", "col_sign_q <= ", "signs_i", "~signs_i"},
    {"column_streamer", "drives the least significant digit twice", "col_level_q <= ", "digits_i[39:20]",
     "digits_i[19:0]"},
    {"column_streamer", "leaves the columns driven", "end else if (", "release_i", "1'b0"},
    {"synchroniser", "converters off by one", "data_o = ", "chain_q[Stages*Width-1:Stages*Width-Width]",
     "{chain_q[Stages*Width-2:Stages*Width-Width], chain_q[Stages*Width-1]}"},
    {"subarray_sum", "leaves a sub-array out", "", "{1'b0, bits_i[2]}", "2'd0"},
    {"counter", "counts down", "", "count_q + step_i", "count_q - step_i"},
    {"line_counters", "both slices read the first one's arrays", "", "ones[one_sum*3 +: 3]", "ones[0 +: 3]"},
    {"line_counters", "counts what is left out", "", "bits_i & taken", "bits_i"},
    {"line_counters", "takes every sample for one that counts", "", "~left_out_i", "~6'd0"},
    {"health_monitor", "a run is one longer", "", "run > 4'd8", "run > 4'd9"},
    {"health_monitor", "a window holds one more of its first bit", "", "count > 5'd11", "count > 5'd12"},
    {"health_monitor", "a run goes on over a change", "", "run_q != 4'd0 && bit_i == last_q", "run_q != 4'd0"},
    {"health_monitor", "counts the other bit", "", "bit_i == reference_q", "bit_i != reference_q"},
    {"health_monitor", "forgets its flag", "flag_q <= ", "load_flag_i", "1'b0"},
    {"health_monitors", "a window too long", "watch_i[0] ? ((position_0 == ", "4'd15", "4'd14"},
    {"health_monitors", "leaves out in the same FORWARD", "left_out_o = ", "left_out_q", "flags"},
    {"health_staging", "beats in the wrong order", "", "{beat_i, staging_q[63:8]}", "{staging_q[63:8], beat_i}"},
    {"shift_and_add", "adds zeros as ones", "", "{counts_i[7:4], 1'b0} - {1'b0, totals_i[7:4]}",
     "{counts_i[7:4], 1'b0} + {1'b0, totals_i[7:4]}"},
    {"shift_and_add", "slices weigh 2^i whatever their width", "", "{{{2{value_1[4]}}, value_1}, 2'd0}",
     "{{{3{value_1[4]}}, value_1}, 1'd0}"},
    {"shift_and_add", "streams weigh 2^m whatever their width", "", "{accumulator_q[6:0], 2'd0}",
     "{accumulator_q[7:0], 1'd0}"},
    {"requantiser", "rounds halves up", "", "|shifted[AccumulatorBits+ScaleBits-3:0] || quotient[0]", "1'b1"},
    {"requantiser", "wraps instead of saturating", "", "&above || !(|above)", "1'b1"},
    {"requantiser", "shifts zeros into negative products", "",
     "$signed({product_q, {(AccumulatorBits+ScaleBits-1){1'b0}}}) >>> shift_i",
     "$signed({product_q, {(AccumulatorBits+ScaleBits-1){1'b0}}}) >> shift_i"},
    {"requantise_columns", "leaves the last column out", "", "column_q == 4'd9", "column_q == 4'd8"},
    {"core", "every packet replaces the scales", "", "commit && to_scale", "commit"},
    {"core", "counts a converter of the wrong slice", "pair ? placed[15 + line*2] : ", "placed[14 + line*2]",
     "placed[line*2]"},
    {"core", "both columns of a line take a stream", "", "combine[(adder % 2)]", "|combine"},
    {"core", "takes the converters of a FORWARD in a BACKWARD", "placed = ", "reverse_o", "1'b0"},
    {"core", "leaves out those of a FORWARD in a BACKWARD", "placed_left_out = ", "reverse_o", "1'b0"},
    {"core", "watches converters that a BACKWARD does not use", "watch_rest = watch && ", "!reverse_o", "1'b1"},
    {"core", "requantises after a BACKWARD", ".start_i(read_out && ", "!reverse_o", "1'b1"},
    {"core", "watches when it should not", "", "capture_sample && monitor", "capture_sample"},
    {"tile", "never resets", "core_reset = ", "aresetn", "1'b1"},
};

/// Position of the only occurrence of `pattern` in the file.
std::size_t find_once(const gen::File& file, const std::string& pattern) {
  const std::size_t position = file.text.find(pattern);
  if (position == std::string::npos || file.text.find(pattern, position + 1) != std::string::npos) {
    throw std::runtime_error(fmt::format("{}: `{}` is {}; a pattern of a mutant must be there exactly once", file.path,
                                         pattern,
                                         position == std::string::npos ? "not there" : "there more than once"));
  }
  return position;
}

gen::File& file_of(gen::Package& package, const std::string& module) {
  const std::string path = fmt::format("rtl/{}.v", module);
  const auto found = std::find_if(package.files.begin(), package.files.end(),
                                  [&](const gen::File& file) { return file.path == path; });
  if (found == package.files.end()) throw std::runtime_error(fmt::format("{}: not in the package", path));
  return *found;
}

}  // namespace

spec::Variant mutant_variant() {
  // Every block there is of a tile that reads, both ways; two slices, streams, columns a line and MTJs a line, packets
  // of two beats and more, three unequal sub-arrays, short windows: every kind of mistake can show.
  spec::Variant variant;
  variant.name = "mutant";
  variant.crossbar = {
      .rows = 13, .columns = 10, .array_rows = 5, .weight_slices = 2, .slice_bits = 2, .fast_array = true};
  variant.input = {.streams = 2, .stream_bits = 2};
  variant.backward.array_columns = 5;
  variant.readout.samples_max = 3;
  variant.readout.column_mux = 2;
  variant.readout.ping_pong = true;
  variant.readout.health_monitor = spec::HealthMonitor::exclude;
  variant.readout.repetition_cutoff = 9;
  variant.readout.proportion_window = 16;
  variant.readout.proportion_cutoff = 12;
  variant.requantise.scale_bits = 8;
  variant.requantise.output_bits = 6;
  return variant;
}

std::span<const Mutant> mutant_table() { return table; }

gen::Package with_mutants(gen::Package package, std::string_view variant_name, std::span<const Mutant> mutants) {
  for (std::size_t index = 0; index < mutants.size(); ++index) {
    const Mutant& mutant = mutants[index];
    gen::File& file = file_of(package, fmt::format("{}_{}", variant_name, mutant.block));
    const std::size_t position = find_once(file, fmt::format("{}{}", mutant.before, mutant.original));
    file.text.replace(position + mutant.before.size(), mutant.original.size(),
                      fmt::format("({}.{} == 16'd{} ? {} : {})", package.top, mutant_selector, index + 1,
                                  mutant.mutated, mutant.original));
  }
  gen::File& top = file_of(package, package.top);
  const std::string first_port = "input  wire aclk,";
  top.text.insert(find_once(top, first_port), fmt::format("input  wire [15:0] {},\n  ", mutant_selector));
  return package;
}

}  // namespace spintile::verif
