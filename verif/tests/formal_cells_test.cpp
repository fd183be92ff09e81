// Every leaf cell keeps its properties at its least, odd and larger parameter values, and a seeded fault in each breaks
// them.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "gen/cells/cells.h"
#include "verif/tests/formal_subject.h"

namespace spintile::verif {
namespace {

using gen::hdl::Design;
using gen::hdl::ParameterValues;
using gen::hdl::Reset;

/// x^Width and the rest of the polynomial, bit e for x^e.
PropertyParameters polynomial(int width) {
  std::string bits = "1";
  for (int e = width; e >= 1; --e)
    bits.insert(bits.size() - 1, ((gen::cells::lfsr_taps(width) >> (e - 1)) & 1) != 0 ? "1" : "0");
  return {{"Polynomial", fmt::format("{}'b{}", width + 1, bits)}};
}

FormalSubject cell(const std::string& name, const ParameterValues& parameters, Reset reset = Reset::async_low) {
  Design design("cell", reset);
  gen::cells::all(design);
  return formal_subject(design, name, parameters,
                        name == "lfsr" ? polynomial(parameters.at("Width")) : PropertyParameters{});
}

struct Case {
  std::string cell;
  ParameterValues parameters;
};

void PrintTo(const Case& one, std::ostream* out) { *out << one.cell << " " << testing::PrintToString(one.parameters); }

class CellAt : public testing::TestWithParam<Case> {};

TEST_P(CellAt, KeepsItsProperties) { expect_proved(cell(GetParam().cell, GetParam().parameters)); }

INSTANTIATE_TEST_SUITE_P(
    Formal, CellAt,
    testing::Values(
        Case{"counter", {{"Width", 1}}}, Case{"counter", {{"Width", 7}}}, Case{"counter", {{"Width", 32}}},
        Case{"leading_one", {{"Width", 1}}}, Case{"leading_one", {{"Width", 13}}}, Case{"leading_one", {{"Width", 32}}},
        Case{"lfsr", {{"Width", 3}}}, Case{"lfsr", {{"Width", 12}}}, Case{"lfsr", {{"Width", 37}}},
        Case{"lfsr", {{"Width", 64}}}, Case{"ram", {{"Width", 1}, {"Depth", 1}, {"AddressBits", 1}}},
        Case{"ram", {{"Width", 3}, {"Depth", 5}, {"AddressBits", 3}}},
        Case{"ram", {{"Width", 2}, {"Depth", 16}, {"AddressBits", 4}}},
        Case{"requantiser", {{"AccumulatorBits", 2}, {"ScaleBits", 2}, {"OutputBits", 2}, {"ShiftBits", 2}}},
        Case{"requantiser", {{"AccumulatorBits", 2}, {"ScaleBits", 3}, {"OutputBits", 6}, {"ShiftBits", 3}}},
        Case{"requantiser", {{"AccumulatorBits", 5}, {"ScaleBits", 4}, {"OutputBits", 3}, {"ShiftBits", 4}}},
        Case{"skid_buffer", {{"Width", 1}}}, Case{"skid_buffer", {{"Width", 5}}}, Case{"skid_buffer", {{"Width", 16}}},
        Case{"synchroniser", {{"Width", 1}, {"Stages", 2}}}, Case{"synchroniser", {{"Width", 5}, {"Stages", 3}}},
        Case{"synchroniser", {{"Width", 16}, {"Stages", 4}}}, Case{"xorshift", {{"Generators", 1}}},
        Case{"xorshift", {{"Generators", 3}}}));

class CellOfReset : public testing::TestWithParam<Reset> {};

TEST_P(CellOfReset, KeepsItsProperties) {
  for (const auto* name : {"counter", "skid_buffer"}) expect_proved(cell(name, {{"Width", 4}}, GetParam()));
}

INSTANTIATE_TEST_SUITE_P(Formal, CellOfReset,
                         testing::Values(Reset::async_low, Reset::async_high, Reset::sync_low, Reset::sync_high));

struct Fault {
  std::string cell;
  ParameterValues parameters;
  std::string original;
  std::string substitute;
  std::string assertion;  // that fails
};

void PrintTo(const Fault& fault, std::ostream* out) { *out << fault.cell << ": " << fault.substitute; }

class CellWith : public testing::TestWithParam<Fault> {};

TEST_P(CellWith, FaultIsRefuted) {
  const Fault& fault = GetParam();
  expect_refuted(with_fault(cell(fault.cell, fault.parameters), fault.original, fault.substitute), fault.assertion);
}

INSTANTIATE_TEST_SUITE_P(
    Formal, CellWith,
    testing::Values(
        Fault{"counter", {{"Width", 4}}, "if (clear_i)", "if (clear_i && !enable_i)", "clears"},
        Fault{"leading_one", {{"Width", 9}}, "~mirrored + ", "~mirrored - ", "none_above"},
        Fault{"lfsr", {{"Width", 8}}, "{1'b1, Taps", "{1'b0, Taps", "steps"},
        Fault{"lfsr", {{"Width", 8}}, "|seed_i", "1'b1", "loads_one"},
        Fault{"ram",
              {{"Width", 2}, {"Depth", 4}, {"AddressBits", 2}},
              "memory_q[write_address_i] <=",
              "memory_q[write_address_i | 2'd1] <=",
              "reads_what_was_written"},
        Fault{"requantiser",
              {{"AccumulatorBits", 3}, {"ScaleBits", 3}, {"OutputBits", 3}, {"ShiftBits", 3}},
              "|| quotient[0]",
              "|| !quotient[0]",
              "rounds"},
        Fault{"skid_buffer", {{"Width", 3}}, "ready_q ? data_i : skid_data_q", "data_i", "in_order"},
        Fault{"skid_buffer", {{"Width", 3}}, "ready_i || !out_valid_q", "ready_i", "offers_what_it_holds"},
        Fault{"xorshift",
              {{"Generators", 2}},
              "stepped[generator*32 +: 27], 5'd0",
              "stepped[generator*32 +: 26], 6'd0",
              "taken_back"},
        Fault{
            "synchroniser", {{"Width", 3}, {"Stages", 3}}, "data_o = chain_q", "data_o = ~chain_q", "properties.v:"}));

}  // namespace
}  // namespace spintile::verif
