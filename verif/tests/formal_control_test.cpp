// The control blocks keep their rules in every state they can reach, at the sizes of a small variant, and a seeded
// fault in each breaks them.
#include <gtest/gtest.h>

#include "verif/external_program.h"
#include "verif/formal_files.h"
#include "verif/scratch_folder.h"
#include "verif/tests/formal_subject.h"

namespace spintile::verif {
namespace {

spec::Variant small_variant() {
  spec::Variant variant;
  variant.name = "small";
  variant.crossbar = {.rows = 20, .columns = 3, .array_rows = 10, .weight_slices = 2};
  variant.input = {.streams = 3, .stream_bits = 1};
  variant.readout = {.samples_max = 3, .settle_cycles = 3, .reset_cycles = 1, .write_cycles = 2, .read_cycles = 3};
  return variant;
}

FormalSubject block(const std::string& name, const spec::Variant& variant) {
  return formal_subject(gen::design(variant), name, {}, property_parameters(name, variant));
}

/// With choppers, a transfer and a BACKWARD.
spec::Variant small_training_variant() {
  spec::Variant variant;
  variant.name = "small";
  variant.crossbar = {.rows = 3, .columns = 2, .array_rows = 3, .fast_array = true};
  variant.input = {.streams = 2, .stream_bits = 1};
  variant.backward.array_columns = 1;
  variant.readout = {.samples_max = 3};
  variant.update = {.kind = spec::UpdateKind::stochastic, .pulse_slots = 5, .pulse_cycles = 2};
  variant.transfer = {.kind = spec::TransferKind::c_ttv2, .pulses = 3};
  variant.sot.rows = 64;
  return variant;
}

class TrainingControl : public testing::TestWithParam<std::string> {};

TEST_P(TrainingControl, KeepsItsProperties) { expect_proved(block(GetParam(), small_training_variant())); }

INSTANTIATE_TEST_SUITE_P(Formal, TrainingControl,
                         testing::Values("array_sequencer", "chopper_bank", "command_frontend", "packet_receiver",
                                         "packet_sender", "sot_sequencer", "transfer_sequencer", "update_sequencer"));

/// With commands that wait.
spec::Variant queued(spec::Variant variant, int queue) {
  variant.commands.queue = queue;
  return variant;
}

/// A float unit of two lanes whose writes are verified.
spec::Variant small_verified_unit(int rewrites, spec::SotXor exclusive_or = spec::SotXor::toggle) {
  spec::Variant variant;
  variant.name = "small";
  variant.unit = spec::Unit::float_unit;
  variant.sot.lanes = 2;
  variant.sot.rows = 64;
  variant.sot.rewrites = rewrites;
  variant.sot.exclusive_or = exclusive_or;
  return variant;
}

TEST(ArrayPins, AccessOneAfterTheOther) {
  for (const auto exclusive_or : {spec::SotXor::toggle, spec::SotXor::read_modify_write}) {
    expect_proved(block("sot_array_pins", small_verified_unit(0, exclusive_or)));
  }
}

TEST(CommandsThatWait, StartOneAfterTheOther) {
  expect_proved(block("command_frontend", queued(small_training_variant(), 1)));
  expect_proved(block("command_frontend", queued(small_variant(), 2)));
}

TEST(CommandQueue, KeepsItsPropertiesAtEveryDepth) {
  for (const int depth : {1, 2, 3}) expect_proved(block("command_queue", queued(small_variant(), depth)));
}

/// With a ramp, outer products and a BACKWARD; more rows than columns.
spec::Variant small_analog_variant() {
  spec::Variant variant;
  variant.name = "small";
  variant.crossbar = {.rows = 4, .columns = 3, .array_rows = 4};
  variant.input = {.coding = spec::InputCoding::time, .streams = 1, .stream_bits = 3};
  variant.backward.array_columns = 3;
  variant.readout = {.kind = spec::ReadoutKind::ramp, .samples_max = 1, .settle_cycles = 3, .ramp_bits = 3};
  variant.update = {.kind = spec::UpdateKind::opu, .voltage_bits = 3};
  return variant;
}

class AnalogControl : public testing::TestWithParam<std::string> {};

TEST_P(AnalogControl, KeepsItsProperties) { expect_proved(block(GetParam(), small_analog_variant())); }

INSTANTIATE_TEST_SUITE_P(Formal, AnalogControl,
                         testing::Values("slot_counter", "ramp_sequencer", "ramp_capture", "row_temporal_drivers",
                                         "outer_sequencer", "voltage_drivers", "row_sequencer", "row_writer",
                                         "command_frontend", "packet_receiver", "packet_sender"));

/// The same with an offset row, a second array, whose digits carry, and commands that wait.
spec::Variant small_offset_variant() {
  spec::Variant variant = small_analog_variant();
  variant.crossbar.fast_array = true;
  variant.crossbar.offset_row = true;
  variant.commands.queue = 1;
  return variant;
}

class OffsetControl : public testing::TestWithParam<std::string> {};

TEST_P(OffsetControl, KeepsItsProperties) { expect_proved(block(GetParam(), small_offset_variant())); }

INSTANTIATE_TEST_SUITE_P(Formal, OffsetControl,
                         testing::Values("row_temporal_drivers", "row_sequencer", "row_writer", "command_frontend",
                                         "packet_receiver"));

TEST(AnalogControl, KeepsItsPropertiesAtTheSmallestSizes) {
  spec::Variant variant = small_analog_variant();
  variant.crossbar = {.rows = 1, .columns = 2, .array_rows = 1};
  variant.input.stream_bits = 1;
  variant.backward = {};
  variant.readout.settle_cycles = 2;
  variant.readout.synchroniser_stages = 4;
  variant.readout.ramp_bits = 2;
  variant.update.voltage_bits = 2;
  for (const auto* name :
       {"slot_counter", "ramp_sequencer", "ramp_capture", "row_temporal_drivers", "row_writer", "voltage_drivers"}) {
    expect_proved(block(name, variant));
  }
}

class Control : public testing::TestWithParam<std::string> {};

TEST_P(Control, KeepsItsProperties) { expect_proved(block(GetParam(), small_variant())); }

INSTANTIATE_TEST_SUITE_P(Formal, Control,
                         testing::Values("array_sequencer", "axi_lite_port", "command_frontend", "packet_receiver",
                                         "packet_sender"));

TEST(Sequencer, KeepsItsPropertiesAtTheShortestPhases) {
  spec::Variant variant = small_variant();
  variant.input.streams = 1;
  variant.readout = {.samples_max = 1, .settle_cycles = 2, .reset_cycles = 1, .write_cycles = 1, .read_cycles = 3};
  expect_proved(block("array_sequencer", variant));
}

TEST(Sequencer, KeepsItsPropertiesWithAColumnMuxAndPingPong) {
  spec::Variant variant = small_variant();
  variant.readout.column_mux = 2;
  variant.readout.ping_pong = true;
  expect_proved(block("array_sequencer", variant));
  variant.readout.reset_cycles = variant.readout.read_cycles + 1;  // the reset is the longer
  expect_proved(block("array_sequencer", variant));
}

/// A whole package with its properties bound to it, as a user's simulator compiles it.
void expect_binds(const spec::Variant& variant, std::size_t modules_with_properties) {
  gen::Package package = gen::generate(variant);
  std::vector<std::string> properties;
  for (gen::File& file : formal_files(variant)) {
    if (file.path.ends_with(".v")) properties.push_back(file.path);
    package.files.push_back(std::move(file));
  }
  EXPECT_EQ(properties.size(), modules_with_properties);
  const ScratchFolder folder;
  std::vector<std::string> command = {
      require_program("verilator"), "--lint-only", "--assert", "-DFORMAL", "--top-module", package.top};
  for (auto& file : write_package(package, folder.path())) command.push_back(file);
  command.insert(command.end(), properties.begin(), properties.end());
  command.emplace_back("formal/bind.sv");
  const ProgramResult result = run_program(command, folder.path());
  EXPECT_EQ(result.status, 0) << result.log;
}

TEST(FormalFiles, BindToAPackageUnderVerilator) {
  expect_binds(small_variant(), 8);
  expect_binds(small_training_variant(), 16);
  expect_binds(queued(small_training_variant(), 2), 17);
  expect_binds(small_analog_variant(), 15);
  expect_binds(small_offset_variant(), 16);
}

struct Fault {
  std::string block;
  std::string original;
  std::string substitute;
  std::string assertion;  // that fails
};

void PrintTo(const Fault& fault, std::ostream* out) { *out << fault.block << ": " << fault.substitute; }

class TrainingControlWith : public testing::TestWithParam<Fault> {};

TEST_P(TrainingControlWith, FaultIsRefuted) {
  const Fault& fault = GetParam();
  expect_refuted(with_fault(block(fault.block, small_training_variant()), fault.original, fault.substitute),
                 fault.assertion);
}

INSTANTIATE_TEST_SUITE_P(
    Formal, TrainingControlWith,
    testing::Values(Fault{"array_sequencer", "begins && reverse_d", "begins && reverse_q", "drives"},
                    Fault{"array_sequencer", "reverse_d = 1'b0;", "", "reverses"},
                    Fault{"array_sequencer", "one_stream_i ? 1'b0 : 1'b1;\n", "1'b1;\n", "most_significant_first"},
                    Fault{"command_frontend", "backward_start_o = launch && ", "backward_start_o = accept && ",
                          "starts_when_it_can"},
                    Fault{"command_frontend", " || backward_done_i", "", "busy_is_shown"},
                    Fault{"packet_receiver", "beat_q + 2'd1", "beat_q", "commits_the_good"},
                    Fault{"chopper_bank", "of_row[1] != flip", "flip", "fresh_is_flipped"},
                    Fault{"chopper_bank", "flip_some_i && ", "", "flips_as_it_should"},
                    Fault{"sot_sequencer", "distance_q <= word_i[19:16]", "distance_q <= {1'b0, word_i[18:16]}",
                          "a_move_keeps_its_distance"},
                    Fault{"sot_sequencer", "is_move && good_move", "is_move", "a_move_is_nothing_else"},
                    Fault{"transfer_sequencer", "StateStored && at_rest_i", "StateStored", "runs_after_the_stores"},
                    Fault{"transfer_sequencer", "ran && !program_failed_i", "ran", "begins_with_pulses"},
                    Fault{"transfer_sequencer", "index_q == 3'd3", "index_q == 3'd2", "ends_complete"},
                    Fault{"update_sequencer", "timer_q <= 2'd2", "timer_q <= 2'd1", "ends_in_time"}));

class VerifiedWritesWith : public testing::TestWithParam<Fault> {};

TEST_P(VerifiedWritesWith, FaultIsRefuted) {
  const Fault& fault = GetParam();
  expect_refuted(with_fault(block(fault.block, small_verified_unit(2)), fault.original, fault.substitute),
                 fault.assertion);
}

INSTANTIATE_TEST_SUITE_P(
    Formal, VerifiedWritesWith,
    testing::Values(Fault{"sot_array_pins", "stores_q != 2'd2", "1'b1", "done_when_all_is_read"},
                    Fault{"sot_array_pins", "differs && stores_q", "read_ends && stores_q", "done_when_all_is_read"},
                    Fault{"sot_array_pins", "(sot_rdata_i ^ wanted) & wmask_i", "sot_rdata_i ^ wanted",
                          "done_when_all_is_read"},
                    Fault{"sot_array_pins", "is_first ? combined : wanted_q", "combined", "done_when_all_is_read"},
                    Fault{"sot_array_pins", "write_i && verify_i", "write_i", "others_pass"},
                    Fault{"sot_array_pins", "dual_i && !second_q", "1'b0", "done_when_all_is_read"},
                    Fault{"sot_array_pins", "failed_o = row_ends && differs", "failed_o = differs", "says_what_failed"},
                    Fault{"sot_array_pins", "store_ends || (row_ends && more)", "row_ends && more", "goes_on"}));

class CommandsThatWaitWith : public testing::TestWithParam<Fault> {};

TEST_P(CommandsThatWaitWith, FaultIsRefuted) {
  const Fault& fault = GetParam();
  expect_refuted(with_fault(block(fault.block, queued(small_variant(), 2)), fault.original, fault.substitute),
                 fault.assertion);
}

INSTANTIATE_TEST_SUITE_P(
    Formal, CommandsThatWaitWith,
    testing::Values(
        Fault{"command_queue", "push_i && !pop_i", "push_i", "counts"},
        Fault{"command_queue", "if (flush_i)", "if (flush_i && !push_i)", "counts"},
        Fault{"command_queue", "count_q == 2'd1", "count_q != 2'd1", "in_order"},
        Fault{"command_queue", "{words_q[15:0], word_i}", "{word_i, words_q[31:16]}", "in_order"},
        Fault{"command_frontend", "waits && !busy_q", "waits", "starts_when_idle"},
        Fault{"command_frontend", "waiting == 2'd2", "waiting != 2'd0", "busy_when_full"},
        Fault{"command_frontend", "taken && occupied", "taken && busy_q", "waiting_is_shown"},
        Fault{"command_frontend", ".flush_i(|receive_error_i)", ".flush_i(1'b0)", "busy_is_shown"},
        Fault{"command_frontend", "error_q ? ErrorHalted : command_refusal", "command_refusal", "halts"},
        Fault{"command_frontend", "waits ? oldest[7:0] : command", "command", "starts_what_it_says"},
        Fault{"command_frontend", "waits ? oldest[15:8] : operand", "operand", "space_is_its_own"},
        Fault{"command_frontend", "!(waits || push)", "!waits", "busy_or_done"},
        Fault{"command_frontend", "(launch || comes_ahead) && !ahead_q", "launch || comes_ahead", "not_twice"},
        Fault{"command_frontend", "waits && busy_q && beside_q", "waits && busy_q", "waits_behind_what_may_fail"},
        Fault{"command_frontend", "waits && busy_q && beside_q", "1'b0", "welcomes_the_packet"},
        Fault{"command_frontend", "receive_space_o = receive_space_q", "receive_space_o = space_q",
              "space_of_the_packet"},
        Fault{"packet_receiver", "StateFinish && !ahead_i", "StateFinish", "done_at_the_end"},
        Fault{"packet_receiver", "StateReceive && tvalid_i", "StateReceive && tvalid_i && !ahead_i",
              "shifts_what_fits"},
        Fault{"command_frontend", "is_busy = to_command ? waiting == 2'd2 : occupied",
              "is_busy = to_command ? waiting == 2'd2 : busy_q", "stay"}));

/// Of a training tile: a packet must not come in beside what fails, or for the SOT unit.
class OneCommandThatWaitsWith : public testing::TestWithParam<Fault> {};

TEST_P(OneCommandThatWaitsWith, FaultIsRefuted) {
  const Fault& fault = GetParam();
  expect_refuted(with_fault(block(fault.block, queued(small_training_variant(), 1)), fault.original, fault.substitute),
                 fault.assertion);
}

INSTANTIATE_TEST_SUITE_P(Formal, OneCommandThatWaitsWith,
                         testing::Values(Fault{"command_frontend", "waiting == 1'b1", "1'b0", "as_many_as_may"},
                                         Fault{"command_frontend", "!(is_receive || is_transfer || is_sot)",
                                               "!(is_receive || is_transfer)", "waits_behind_what_may_fail"},
                                         Fault{"command_frontend", "!(is_receive || is_transfer || is_sot)",
                                               "!(is_receive || is_sot)", "waits_behind_what_may_fail"},
                                         Fault{"command_frontend", "begins_packet && is_receive && !of_sot",
                                               "begins_packet && is_receive", "one_start"}));

class OffsetControlWith : public testing::TestWithParam<Fault> {};

TEST_P(OffsetControlWith, FaultIsRefuted) {
  const Fault& fault = GetParam();
  expect_refuted(with_fault(block(fault.block, small_offset_variant()), fault.original, fault.substitute),
                 fault.assertion);
}

INSTANTIATE_TEST_SUITE_P(Formal, OffsetControlWith,
                         testing::Values(Fault{"row_temporal_drivers", "{!of_phase_i, magnitudes_i[3:0]}",
                                               "{1'b1, magnitudes_i[3:0]}", "active_as_its_bit_says"},
                                         Fault{"row_temporal_drivers", "{!of_phase_i, magnitudes_i[3:0]}",
                                               "{1'b0, magnitudes_i[3:0]}", "active_as_its_bit_says"},
                                         Fault{"row_temporal_drivers", "{1'b0, signs_i}", "{signs_i[3], signs_i}",
                                               "rail_of_its_sign"},
                                         Fault{"row_writer", "calibrate ? {1'b1, 4'd0} : ", "", "one_line"},
                                         Fault{"row_sequencer", "calibrate_q <= calibrate_start_i",
                                               "calibrate_q <= !program_start_i", "is_of_the_offset_row"},
                                         Fault{"command_frontend", "is_program_row || is_calibrate)", "is_program_row)",
                                               "array_is_its_own"}));

class AnalogControlWith : public testing::TestWithParam<Fault> {};

TEST_P(AnalogControlWith, FaultIsRefuted) {
  const Fault& fault = GetParam();
  expect_refuted(with_fault(block(fault.block, small_analog_variant()), fault.original, fault.substitute),
                 fault.assertion);
}

INSTANTIATE_TEST_SUITE_P(
    Formal, AnalogControlWith,
    testing::Values(Fault{"slot_counter", "bit_o[0] = leading[1]", "bit_o[0] = leading[0]", "as_often_as_it_weighs"},
                    Fault{"slot_counter", "|slot_q && !last", "|slot_q", "slots_follow"},
                    Fault{"ramp_sequencer", "mux_q <= 2'd0;\n    end else if (settled)",
                          "mux_q <= {backward_i, !backward_i};\n    end else if (settled)", "breaks_before_it_makes"},
                    Fault{"ramp_sequencer", "timer_d = 3'd7", "timer_d = 3'd6", "ramps"},
                    Fault{"ramp_sequencer", "capture_o = delayed_q[1]", "capture_o = delayed_q[0]", "captures"},
                    Fault{"ramp_sequencer", "capture_o && !(&step_q)", "capture_o", "last_step_stands"},
                    Fault{"ramp_capture", "takes = waiting_q & compare_i", "takes = compare_i", "first_step_stands"},
                    Fault{"ramp_capture", "if (!finish_i)", "if (1'b1)", "overflow_is_none"},
                    Fault{"ramp_capture", "waiting_q <= there", "waiting_q <= {4{1'b1}}", "first_step_stands"},
                    Fault{"row_temporal_drivers", "{4{!of_phase_i}}", "4'd0", "active_as_its_bit_says"},
                    Fault{"row_temporal_drivers", "shown_signs & matching", "shown_signs", "rail_of_its_sign"},
                    Fault{"row_temporal_drivers", "signs_i & ~{4{one_row_i}}", "signs_i", "active_as_its_bit_says"},
                    Fault{"outer_sequencer", "phase_ends && !is_last", "phase_ends && !phase_q[1]", "takes_each_phase"},
                    Fault{"outer_sequencer", "phase_q[1] || one_row_i", "phase_q[1]", "ends"},
                    Fault{"row_sequencer", "writes = any_i && ", "writes = ", "content"},
                    Fault{"row_sequencer", "if (program_start_i || pulsed)", "if (program_start_i)", "ends"},
                    Fault{"row_sequencer", "if (programmed)", "if (row_done_o || decide_o)", "failures_stand"},
                    Fault{"outer_sequencer", "row_negative_o = phase_q[1]", "row_negative_o = phase_q[0]",
                          "rows_of_the_phase"},
                    Fault{"voltage_drivers", "{2{matching[column]}}", "{2{1'b1}}", "voltage_of_its_phase"}));

class ControlWith : public testing::TestWithParam<Fault> {};

TEST_P(ControlWith, FaultIsRefuted) {
  const Fault& fault = GetParam();
  expect_refuted(with_fault(block(fault.block, small_variant()), fault.original, fault.substitute), fault.assertion);
}

INSTANTIATE_TEST_SUITE_P(
    Formal, ControlWith,
    testing::Values(Fault{"array_sequencer", "mtj_write_q <= state_d == StateWrite",
                          "mtj_write_q <= state_d == StateReset", "one_strobe"},
                    Fault{"axi_lite_port", "end else if (rready_i)", "end else if (1'b1)", "r_stays"},
                    Fault{"command_frontend", "accept && to_samples", "write_i && to_samples",
                          "refused_keeps_the_samples"},
                    Fault{"command_frontend", "clear_error || !error_q", "1'b1", "first_code_stands"},
                    Fault{"packet_receiver", "is_last != tlast_i", "is_last && !tlast_i", "commits_the_good"},
                    Fault{"packet_sender", "!tvalid_q || tready_i", "1'b1", "stays"}));

}  // namespace
}  // namespace spintile::verif
