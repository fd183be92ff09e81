#include "verif/cosimulation.h"

#include <gtest/gtest.h>

#include <set>

#include "verif/host_draws.h"
#include "verif/random_stalls.h"
#include "verif/tests/mutated_model.h"

namespace spintile::verif {
namespace {

/// A tile whose faults can be switched on: the model that mutants_test builds.
class Cosimulation : public testing::Test {
 protected:
  static void SetUpTestSuite() { library_ = mutated_model(mutant_variant(), mutant_table()); }
  static void TearDownTestSuite() { library_.reset(); }

  /// Runs a case with the first fault of that meaning, or none.
  static CaseResult run(std::uint32_t seed, std::uint32_t number, std::string_view fault = {}) {
    return run_case(library_, mutant_variant(), seed, number, with_fault(mutant_table(), fault));
  }

  static inline std::shared_ptr<const ModelLibrary> library_;
};

TEST_F(Cosimulation, ACaseDependsOnSeedAndNumberAlone) {
  const CaseResult alone = run(3, 17);
  for (std::uint32_t number = 0; number < 5; ++number) run(3, number);
  EXPECT_EQ(run(3, 17).cycles, alone.cycles);
  EXPECT_NE(run(3, 18).cycles, alone.cycles);
  EXPECT_NE(run(4, 17).cycles, alone.cycles);
  EXPECT_FALSE(alone.mismatch);
}

TEST_F(Cosimulation, TheFirstDifferenceIsNamedWithItsLine) {
  // Four accumulators a beat; the fault is in the first lane.
  constexpr std::string_view fault = "does not extend the sign of an accumulator";
  const CaseResult result = run(1, 2, fault);
  ASSERT_TRUE(result.mismatch);
  EXPECT_EQ(result.mismatch->signal, "m_axis_tdata, accumulator");
  EXPECT_EQ(result.mismatch->line % 4, 0);
  EXPECT_TRUE(result.mismatch->expected.starts_with("0xff") || result.mismatch->expected.starts_with("0xfe"))
      << result.mismatch->expected;
  EXPECT_EQ(to_string(*run(1, 2, fault).mismatch), to_string(*result.mismatch));
}

TEST_F(Cosimulation, AFaultAtThePinsIsSeenInItsCycle) {
  const CaseResult result = run(1, 0, "drives the wrong rail");
  ASSERT_TRUE(result.mismatch);
  EXPECT_EQ(result.mismatch->signal, "row_sign_o");
  EXPECT_EQ(result.cycles, result.mismatch->cycle);
}

TEST_F(Cosimulation, EveryChannelIsStalledInSomeCase) {
  const spec::Variant variant = mutant_variant();
  std::set<std::string> seen;
  for (std::uint32_t number = 0; number < 40; ++number) {
    BusHarness bus(library_, {});
    bus.set_reset(false);
    host::PhiloxSequence draws({1, host_draws::stimulus}, number);
    set_random_stalls(bus, 1, number, draws);
    const RegisterBusPorts& registers = bus.ports().registers;
    const auto step_until = [&](const auto& done, auto look) {
      for (int i = 0; i < 5000 && !done(); ++i) {
        bus.step();
        look();
      }
    };
    const auto write = [&](std::uint32_t address, std::uint32_t value) {
      bus.writer().start({address, value});
      bool decided = false;  // which of the two comes first
      step_until([&] { return bus.writer().idle(); },
                 [&] {
                   const bool address_shown = registers.awvalid.get();
                   const bool data_shown = registers.wvalid.get();
                   if (!decided && address_shown && !data_shown) seen.insert("address before data");
                   if (!decided && data_shown && !address_shown) seen.insert("data before address");
                   decided = decided || address_shown || data_shown;
                 });
    };
    write(spec::register_offset::samples, 1);
    bus.reader().start(spec::register_offset::samples);
    step_until([&] { return bus.reader().idle(); },
               [&, first = true]() mutable {
                 if (first && !registers.arvalid.get()) seen.insert("read address");
                 first = false;
               });
    const spec::SpaceLayout layout = spec::space_layout(variant, spec::Space::scale);
    for (const refmodel::Beat& beat : refmodel::encode_packet(layout, std::vector<std::int64_t>(10, 1))) {
      bus.source().push(beat);
    }
    write(spec::register_offset::command, 10 | 4 << 8);
    step_until([&] { return bus.source().idle(); },
               [&] {
                 const StreamPorts& in = bus.ports().stream_in;
                 if (in.tready.get() && !in.tvalid.get()) seen.insert("stream in");
               });
    for (int i = 0; i < 4; ++i) bus.step();  // the WRITE comes to its end
    write(spec::register_offset::command, 9 | 4 << 8);
    step_until([&] { return bus.protocol().traffic().packets_out == 1; }, [] {});
    EXPECT_EQ(bus.protocol().traffic().packets_out, 1U);
    for (const auto& [channel, name] :
         {std::pair(BusChannel::write_response, "write response"), std::pair(BusChannel::read_data, "read data"),
          std::pair(BusChannel::stream_out, "stream out")}) {
      if (bus.protocol().waits(channel) > 0) seen.insert(name);
    }
  }
  EXPECT_EQ(seen, (std::set<std::string>{"address before data", "data before address", "write response", "read address",
                                         "read data", "stream in", "stream out"}));
}

}  // namespace
}  // namespace spintile::verif
