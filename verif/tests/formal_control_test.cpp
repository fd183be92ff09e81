// The control blocks keep their rules in every state they can reach, at the sizes of a small variant, and a seeded
// fault in each breaks them.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "gen/blocks/blocks.h"
#include "spec/derive.h"
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

/// What the properties of a block need to know of the variant.
PropertyParameters facts(const std::string& block, const spec::Variant& variant) {
  const auto number = [](std::int64_t value) { return std::to_string(value); };
  const auto beats = [&](spec::Space space) { return number(spec::space_layout(variant, space).beats()); };
  const std::map<std::string, PropertyParameters> all = {
      {"array_sequencer",
       {{"SettleCycles", number(variant.readout.settle_cycles)},
        {"ResetCycles", number(variant.readout.reset_cycles)},
        {"WriteCycles", number(variant.readout.write_cycles)},
        {"ReadCycles", number(variant.readout.read_cycles)},
        {"Streams", number(variant.input.streams)},
        {"StreamIndexBits", number(std::max(1, spec::ceil_log2(variant.input.streams)))},
        {"SamplesBits", number(spec::samples_bits(variant))},
        {"SamplesMax", number(variant.readout.samples_max)}}},
      {"command_frontend",
       {{"SamplesBits", number(spec::samples_bits(variant))},
        {"SamplesMax", number(variant.readout.samples_max)},
        {"ShiftBits", number(spec::shift_bits(variant))},
        {"ShiftMax", number(spec::shift_max(variant))}}},
      {"packet_receiver",
       {{"InputBeats", beats(spec::Space::input)},
        {"ScaleBeats", beats(spec::Space::scale)},
        {"OffsetBeats", beats(spec::Space::offset)}}},
      {"packet_sender",
       {{"InputBeats", beats(spec::Space::input)},
        {"OutputBeats", beats(spec::Space::output)},
        {"AccumulatorBeats", beats(spec::Space::accumulator)},
        {"CounterBeats", beats(spec::Space::counter)},
        {"ScaleBeats", beats(spec::Space::scale)},
        {"OffsetBeats", beats(spec::Space::offset)}}},
  };
  const auto found = all.find(block);
  return found != all.end() ? found->second : PropertyParameters{};
}

FormalSubject block(const std::string& name, const spec::Variant& variant) {
  gen::hdl::Design design(variant.name, gen::hdl::Reset::async_low);
  gen::blocks::tile(design, variant, 0);
  return formal_subject(design, name, {}, facts(name, variant));
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

struct Fault {
  std::string block;
  std::string original;
  std::string substitute;
  std::string assertion;  // that fails
};

void PrintTo(const Fault& fault, std::ostream* out) { *out << fault.block << ": " << fault.substitute; }

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
                          "refused_changes_nothing"},
                    Fault{"command_frontend", "clear_error || !error_q", "1'b1", "first_code_stands"},
                    Fault{"packet_receiver", "is_last != tlast_i", "is_last && !tlast_i", "commits_the_good"},
                    Fault{"packet_sender", "!tvalid_q || tready_i", "1'b1", "stays"}));

}  // namespace
}  // namespace spintile::verif
