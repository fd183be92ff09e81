#include "verif/scoreboard.h"

#include <fmt/format.h>

#include <algorithm>

#include "spec/derive.h"
#include "verif/mismatch.h"

namespace spintile::verif {
namespace {

constexpr std::uint64_t axi_okay = 0;
constexpr std::uint64_t axi_slverr = 2;
// A register access may take this long with the heaviest stalls on our side; beyond it the tile hangs.
constexpr int patience = 2000;

bool takes_packet(std::optional<spec::Command> command) {
  return command == spec::Command::load_x || command == spec::Command::write;
}

}  // namespace

Scoreboard::Scoreboard(std::shared_ptr<const ModelLibrary> library, const spec::Variant& variant,
                       FuzzConverters& converters, const HarnessOptions& options)
    : variant_(variant),
      golden_(variant),
      converters_(converters),
      harness_(std::move(library), variant, converters, options) {}

template <class Value>
void Scoreboard::compare(const char* signal, Value expected, Value got) const {
  if (expected != got) {
    throw MismatchError({cycle(), signal, -1, fmt::format("{:#x}", expected), fmt::format("{:#x}", got)});
  }
}

void Scoreboard::step() {
  begin_cycle();
  check_progress();
  const std::uint64_t now = cycle();
  const TileHarness::Edge edge = harness_.step();
  // All that moved at one edge saw the state before it.
  if (edge.read_taken) read_taken(harness_.reader().address());
  if (harness_.reader().response()) {
    read_response_.reset();
    read_wait_ = 0;
  }
  if (harness_.writer().response()) {
    write_response_.reset();
    write_wait_ = 0;
  }
  if (edge.beat_in) {
    incoming_.push_back(*edge.beat_in);
    if (edge.beat_in->last) idle_cycle_ = now + 2;
  }
  if (edge.beat_out && ++given_ == outgoing_.size()) idle_cycle_ = now + 1;
  if (edge.write_taken) write_taken(harness_.writer().request());
}

void Scoreboard::read_taken(std::uint32_t address) {
  constexpr std::uint32_t any_flag = 4;
  read_response_ = golden_.read_register(address);
  // A FORWARD may show the flags it raises before it ends.
  const bool flags_on_their_way =
      address == spec::register_offset::health && golden_.running() == spec::Command::forward;
  read_ignores_ = flags_on_their_way ? any_flag : 0;
}

void Scoreboard::write_taken(const WriteRequest& request) {
  const bool was_busy = golden_.busy();
  if (idle_cycle_ == cycle() && end_error_comes_first(request)) return;
  write_response_ = golden_.write_register(request.address, request.value, request.strobes);
  if (was_busy || !golden_.busy()) return;
  first_cycle_ = cycle();
  idle_cycle_ = 0;
  incoming_.clear();
  outgoing_.clear();
  given_ = 0;
  if (golden_.running() == spec::Command::forward) {
    begin_forward();
  } else if (!takes_packet(golden_.running())) {
    refmodel::GoldenBus ahead = golden_;
    outgoing_ = ahead.give_packet();
  }
}

void Scoreboard::begin_forward() {
  const std::vector<std::int64_t> input = golden_.space(spec::Space::input);
  harness_.expect_forward(std::vector<std::int32_t>(input.begin(), input.end()), golden_.samples(), golden_.array());
  first_read_ = converters_.reads();
  idle_cycle_ = first_cycle_ + static_cast<std::uint64_t>(spec::forward_cycles(variant_, golden_.samples()));
}

bool Scoreboard::end_error_comes_first(const WriteRequest& request) {
  // A command that ends with an error and a write that is refused, at one edge: the command's code is the first.
  const auto error = [](const refmodel::GoldenBus& bus) {
    return bus.read_register(spec::register_offset::status).value >> 8;
  };
  refmodel::GoldenBus refused = golden_;
  refmodel::GoldenBus ended = golden_;
  if (error(golden_) != 0 || refused.write_register(request.address, request.value, request.strobes)) return false;
  finish_command(ended);
  if (error(ended) == 0) return false;
  golden_ = ended;
  idle_cycle_ = 0;
  write_response_ = false;
  return true;
}

void Scoreboard::finish_command(refmodel::GoldenBus& bus) const {
  if (bus.running() == spec::Command::forward) {
    bus.run_forward([&](int stream, int phase, int sample, std::span<std::uint64_t> bits) {
      const int read = (variant_.input.streams - 1 - stream) * variant_.readout.column_mux + phase;
      converters_.fill(first_read_ + static_cast<std::uint64_t>(read), sample, bits);
    });
  } else if (takes_packet(bus.running())) {
    bus.take_packet(incoming_);
  } else {
    bus.give_packet();
  }
}

void Scoreboard::begin_cycle() {
  if (idle_cycle_ != 0 && cycle() == idle_cycle_) {
    idle_cycle_ = 0;
    finish_command(golden_);
  }
  check_outputs();
}

void Scoreboard::check_outputs() const {
  const TilePorts& ports = harness_.ports();
  compare("interrupt_o", golden_.interrupt(), ports.interrupt.get());

  const RegisterBusPorts& registers = ports.registers;
  if (registers.bvalid.get()) {
    compare("s_axil_bvalid", write_response_.has_value(), true);
    compare("s_axil_bresp", *write_response_ ? axi_okay : axi_slverr, registers.bresp.get());
  }
  if (registers.rvalid.get()) {
    compare("s_axil_rvalid", read_response_.has_value(), true);
    compare("s_axil_rresp", read_response_->okay ? axi_okay : axi_slverr, registers.rresp.get());
    compare("s_axil_rdata", std::uint64_t{read_response_->value | read_ignores_},
            registers.rdata.get() | read_ignores_);
  }

  const bool packet_ended = !incoming_.empty() && incoming_.back().last;
  compare("s_axis_tready", takes_packet(golden_.running()) && !packet_ended, ports.stream_in.tready.get());
  const bool gives = given_ < outgoing_.size() && cycle() > first_cycle_;
  compare("m_axis_tvalid", gives, ports.stream_out.tvalid.get());
  if (gives) check_packet_out();
}

void Scoreboard::check_packet_out() const {
  const refmodel::Beat expected = outgoing_[given_];
  const refmodel::Beat got{harness_.ports().stream_out.tdata.get(), harness_.ports().stream_out.tlast.get()};
  compare("m_axis_tlast", expected.last, got.last);
  if (expected.data == got.data) return;
  // Which element it is, the first of those that differ.
  for (const spec::Space space : spec::spaces(variant_)) {
    const spec::SpaceLayout layout = spec::space_layout(variant_, space);
    if (refmodel::encode_packet(layout, golden_.space(space)) != outgoing_) continue;
    const int bits = layout.element_bits();
    const int lane = std::countr_zero(expected.data ^ got.data) / bits;
    const auto element = [&](std::uint64_t data) {
      return fmt::format("{:#x}", data >> (lane * bits) & (~std::uint64_t{0} >> (64 - bits)));
    };
    throw MismatchError({cycle(), fmt::format("m_axis_tdata, {}", layout.name),
                         static_cast<int>(given_) * layout.elements_per_beat() + lane, element(expected.data),
                         element(got.data)});
  }
  compare("m_axis_tdata", expected.data, got.data);
}

void Scoreboard::check_progress() {
  const auto wait = [&](bool idle, int& cycles, const char* signal) {
    cycles = idle ? 0 : cycles + 1;
    if (cycles > patience) {
      throw MismatchError({cycle(), signal, -1, "a response", fmt::format("none in {} cycles", patience)});
    }
  };
  wait(harness_.writer().idle(), write_wait_, "register write");
  wait(harness_.reader().idle(), read_wait_, "register read");
}

void Scoreboard::reset(int cycles) {
  // The reset begins in the middle of this cycle; what the tile shows at its start still counts.
  begin_cycle();
  harness_.set_reset(true);
  golden_.reset();
  write_response_.reset();
  read_response_.reset();
  incoming_.clear();
  outgoing_.clear();
  given_ = 0;
  idle_cycle_ = 0;
  for (int i = 0; i < cycles; ++i) {
    harness_.step();
    check_outputs();
  }
  harness_.set_reset(false);
}

}  // namespace spintile::verif
