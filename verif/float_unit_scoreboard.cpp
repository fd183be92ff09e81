#include "verif/float_unit_scoreboard.h"

#include <fmt/format.h>

#include "verif/mismatch.h"
#include "verif/sot_comparison.h"

namespace spintile::verif {
namespace {

using spec::Command;
namespace reg = spec::register_offset;

constexpr std::uint64_t axi_okay = 0;
constexpr std::uint64_t axi_slverr = 2;

}  // namespace

FloatUnitScoreboard::FloatUnitScoreboard(std::shared_ptr<const ModelLibrary> library, const spec::Variant& variant,
                                         const HarnessOptions& options)
    : golden_(variant), harness_(std::move(library), variant, options), ports_(harness_.bus().ports()) {
  if (harness_.macro()) harness_.macro()->set_distraction(true);
  adopt_faults();
}

void FloatUnitScoreboard::adopt_faults() {
  if (!harness_.macro()) return;
  harness_.macro()->set_program_runs(false);
  if (golden_.cell_faults()) harness_.macro()->set_faults(*golden_.cell_faults());
}

template <class Value>
void FloatUnitScoreboard::compare(const char* signal, Value expected, Value got) const {
  if (expected != got) {
    throw MismatchError({cycle(), signal, -1, fmt::format("{:#x}", expected), fmt::format("{:#x}", got)});
  }
}

void FloatUnitScoreboard::step() {
  begin_cycle();
  const BusHarness::Edge edge = harness_.step();
  // All that moved at one edge saw the state before it.
  if (edge.read_taken) read_taken(harness_.bus().reader().address());
  if (harness_.bus().reader().response()) read_answered();
  if (harness_.bus().writer().response()) write_response_.reset();
  if (edge.beat_in) incoming_.push_back(*edge.beat_in);
  if (edge.beat_out) {
    ++given_;
    beat_waits_ = false;
  }
  if (edge.write_taken) write_taken(harness_.bus().writer().request());
}

void FloatUnitScoreboard::begin_cycle() {
  if (golden_.busy() && !golden_.interrupt() && ports_.interrupt.get()) finish_command();
  if (!golden_.busy() || golden_.interrupt()) compare("interrupt_o", golden_.interrupt(), ports_.interrupt.get());
  check_responses();
  check_streams();
}

void FloatUnitScoreboard::check_responses() const {
  const RegisterBusPorts& registers = ports_.registers;
  if (registers.bvalid.get()) {
    compare("s_axil_bvalid", write_response_.has_value(), true);
    compare("s_axil_bresp", *write_response_ ? axi_okay : axi_slverr, registers.bresp.get());
  }
  if (registers.rvalid.get()) {
    compare("s_axil_rvalid", read_response_.has_value(), true);
    compare("s_axil_rresp", read_response_->okay ? axi_okay : axi_slverr, registers.rresp.get());
    const std::string data = fmt::format("s_axil_rdata, register {:#04x}", read_address_);
    compare(data.c_str(), std::uint64_t{read_response_->value | read_ignores_}, registers.rdata.get() | read_ignores_);
  }
}

void FloatUnitScoreboard::check_streams() {
  const bool ended = !incoming_.empty() && incoming_.back().last;
  if (ports_.stream_in.tready.get()) compare("s_axis_tready", golden_.running() == Command::write && !ended, true);
  const bool valid = ports_.stream_out.tvalid.get();
  if (beat_waits_) compare("m_axis_tvalid", true, valid);
  beat_waits_ = valid;
  if (!valid) return;
  compare("m_axis_tvalid", golden_.running() == Command::read && given_ < outgoing_.size(), true);
  const refmodel::Beat& expected = outgoing_[given_];
  if (expected.data != ports_.stream_out.tdata.get()) {
    throw MismatchError({cycle(), fmt::format("m_axis_tdata, {}", spec::name(golden_.space())),
                         static_cast<int>(given_), fmt::format("{:#018x}", expected.data),
                         fmt::format("{:#018x}", ports_.stream_out.tdata.get())});
  }
  compare("m_axis_tlast", expected.last, ports_.stream_out.tlast.get());
}

void FloatUnitScoreboard::read_taken(std::uint32_t address) {
  constexpr std::uint32_t busy_and_done = 3;
  read_response_ = golden_.read_register(address);
  read_address_ = address;
  read_ignores_ = 0;
  if (address == reg::status && end_is_hidden()) read_ignores_ = busy_and_done;
  const bool counts = address == reg::cycles || address == reg::write_failures;
  if (counts && golden_.running() == Command::sot) read_ignores_ = ~std::uint32_t{0};
}

void FloatUnitScoreboard::read_answered() {
  constexpr std::uint32_t busy = 1;
  const std::uint32_t value = harness_.bus().reader().response()->value;
  const bool shows_end = read_address_ == reg::status && read_ignores_ != 0 && (value & busy) == 0;
  read_response_.reset();
  if (!shows_end || !golden_.busy()) return;
  finish_command();
  // The error that was there stays, so done tells whether the command ended well.
  compare("STATUS", golden_.read_register(reg::status).value, value);
}

void FloatUnitScoreboard::write_taken(const WriteRequest& request) {
  const bool was_busy = golden_.busy();
  write_response_ = golden_.write_register(request.address, request.value, request.strobes);
  if (request.address == reg::wait && harness_.macro()) {
    const refmodel::AccessWaits& waits = golden_.waits();
    harness_.macro()->set_waits({waits.read, waits.write, waits.search});
  }
  if (!was_busy && golden_.busy()) command_taken();
}

void FloatUnitScoreboard::command_taken() {
  first_cycle_ = cycle();
  incoming_.clear();
  outgoing_.clear();
  given_ = 0;
  if (harness_.macro()) accesses_ = harness_.macro()->accesses();
  if (golden_.running() == Command::write) return;
  refmodel::GoldenFloatUnit ahead = golden_;
  if (golden_.running() == Command::read) {
    outgoing_ = ahead.give_packet();
  } else {
    program_cycles_ = ahead.run().cycles;
    if (harness_.macro()) harness_.macro()->set_program_runs(true);
  }
}

void FloatUnitScoreboard::finish_command() {
  if (golden_.running() == Command::sot) {
    finish_program();
  } else if (golden_.running() == Command::read) {
    compare("beats of a READ", outgoing_.size(), given_);
    golden_.give_packet();
  } else {
    compare("beats of a WRITE up to tlast", true, !incoming_.empty() && incoming_.back().last);
    golden_.take_packet(incoming_);
  }
}

void FloatUnitScoreboard::finish_program() {
  const bool hidden = end_is_hidden();
  const refmodel::ProgramRun run = golden_.run();
  // The last of them is cycle `cycles`; interrupt_o is high from the next one on.
  if (!hidden) compare("cycles of a SOT", run.cycles, cycle() - first_cycle_);
  std::optional<SotMacro>& macro = harness_.macro();
  if (!macro) return;
  macro->set_program_runs(false);
  compare_accesses(cycle(), run, *macro, accesses_);
  compare_cells(cycle(), golden_.array(), *macro);
}

void FloatUnitScoreboard::reset(int cycles) {
  // The reset begins in the middle of this cycle; what the unit shows at its start still counts.
  begin_cycle();
  harness_.bus().set_reset(true);
  golden_.reset();
  if (harness_.macro()) harness_.macro()->set_waits({});
  adopt_faults();
  write_response_.reset();
  read_response_.reset();
  incoming_.clear();
  outgoing_.clear();
  given_ = 0;
  beat_waits_ = false;
  for (int i = 0; i < cycles; ++i) {
    harness_.step();
    begin_cycle();
  }
  harness_.bus().set_reset(false);
}

}  // namespace spintile::verif
