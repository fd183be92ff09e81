#include "verif/lockstep_port.h"

#include <fmt/format.h>

#include <chrono>
#include <stdexcept>

#include "host/tile_state.h"
#include "spec/interface.h"
#include "spec/register_map.h"

namespace spintile::verif {
namespace {

std::uint64_t command_cycles(const host::TileActivity& activity) {
  std::uint64_t cycles = 0;
  for (const auto& [command, commands] : activity.commands) cycles += commands.cycles;
  return cycles;
}

/// The first value that differs between two states of one tile.
std::optional<Mismatch> first_difference(const host::State& expected, const host::State& got) {
  for (const auto& [name, array] : expected) {
    const auto other = got.find(name);
    if (other == got.end() || other->second.index() != array.index())
      return Mismatch{0, "state " + name, -1, "an array", "none, or of another kind"};
    const auto difference = std::visit(
        [&, &label = name](const auto& wanted) -> std::optional<Mismatch> {
          const auto& seen = std::get<std::decay_t<decltype(wanted)>>(other->second);
          if (wanted.size() != seen.size())
            return Mismatch{0, "size of state " + label, -1, fmt::format("{}", wanted.size()),
                            fmt::format("{}", seen.size())};
          for (std::size_t i = 0; i < wanted.size(); ++i) {
            if (wanted[i] != seen[i])
              return Mismatch{0, "state " + label, static_cast<int>(i), fmt::format("{}", wanted[i]),
                              fmt::format("{}", seen[i])};
          }
          return std::nullopt;
        },
        array);
    if (difference) return difference;
  }
  if (got.size() != expected.size())
    return Mismatch{0, "arrays of the state", -1, fmt::format("{}", expected.size()), fmt::format("{}", got.size())};
  return std::nullopt;
}

/// What a state does not hold: registers and spaces that only the tile writes.
std::vector<PortCall> reads_beside_state(const spec::Variant& variant) {
  std::vector<PortCall> calls;
  for (const spec::Register& one : spec::register_map(variant))
    if (one.readable()) calls.emplace_back(port_call::ReadRegister{one.offset});
  for (const spec::Space space : spec::spaces(variant))
    if (!spec::space_layout(variant, space).writable) calls.emplace_back(port_call::Read{space});
  return calls;
}

}  // namespace

LockstepPort::LockstepPort(host::SimulatedTile tile, std::unique_ptr<host::TilePort> golden,
                           std::unique_ptr<host::TilePort> rtl, LockstepOptions options)
    : golden_(std::move(golden)), rtl_(std::move(rtl)), options_(std::move(options)) {
  case_.tile = std::move(tile);
  if (options_.two_threads) pool_.emplace(2);
}

PortAnswer LockstepPort::both(PortCall call) {
  ++calls_;
  PortAnswer expected;
  PortAnswer got;
  const auto run = [&](int job, int) {
    const auto start = std::chrono::steady_clock::now();
    (job == 0 ? got : expected) = make_call(job == 0 ? *rtl_ : *golden_, call);
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
    (job == 0 ? seconds_.rtl : seconds_.golden) += taken.count();
  };
  const bool runs = std::holds_alternative<port_call::Run>(call) || std::holds_alternative<port_call::RunAndRead>(call);
  if (pool_ && runs) {
    pool_->run(2, run);
  } else {
    for (const int job : {0, 1}) run(job, 0);
  }
  case_.calls.push_back(std::move(call));
  if (const auto difference = verif::first_difference(case_.calls.back(), expected, got)) stop(*difference);
  if (expected.failure) std::rethrow_exception(expected.failure);
  return expected;
}

void LockstepPort::stop(Mismatch mismatch) {
  mismatch.cycle = command_cycles(rtl_->activity());
  // Calls count from the start of the case, so that a repetition says the same.
  mismatch.signal = fmt::format("call {}, {}", case_.calls.size(), mismatch.signal);
  case_.difference =
      fmt::format("{}{}: expected {}, got {}", mismatch.signal,
                  mismatch.line < 0 ? "" : fmt::format(", element {}", mismatch.line), mismatch.expected, mismatch.got);
  if (!options_.case_folder.empty()) write_case(options_.case_folder, case_);
  throw MismatchError(std::move(mismatch));
}

void LockstepPort::compare() {
  for (const PortCall& call : reads_beside_state(variant())) {
    const PortAnswer expected = make_call(*golden_, call);
    if (auto difference = verif::first_difference(call, expected, make_call(*rtl_, call))) {
      difference->signal = "then " + difference->signal;
      stop(*difference);
    }
  }
  host::State state = host::save_tile(*golden_);
  if (auto difference = first_difference(state, host::save_tile(*rtl_))) {
    difference->signal = "then " + difference->signal;
    stop(*difference);
  }
  case_.start = std::move(state);
  // Gains are not in the state.
  std::erase_if(case_.calls, [](const PortCall& call) { return !std::holds_alternative<port_call::SetGain>(call); });
}

void LockstepPort::write_register(std::uint32_t address, std::uint32_t value) {
  both(port_call::WriteRegister{address, value});
}

std::uint32_t LockstepPort::read_register(std::uint32_t address) {
  return both(port_call::ReadRegister{address}).value;
}

void LockstepPort::run(spec::Command command, std::uint32_t operand) { both(port_call::Run{command, operand}); }

void LockstepPort::write(spec::Space space, std::span<const std::int64_t> elements) {
  both(port_call::Write{space, {elements.begin(), elements.end()}});
}

std::vector<std::int64_t> LockstepPort::read(spec::Space space) { return both(port_call::Read{space}).elements; }

std::vector<std::int64_t> LockstepPort::run_and_read(spec::Command command, std::uint32_t operand, spec::Space space) {
  return both(port_call::RunAndRead{command, operand, space}).elements;
}

void LockstepPort::set_weights(host::Array array, const host::Matrix<float>& weights) {
  both(port_call::SetWeights{array, weights});
}

void LockstepPort::program(host::Array array, const host::Matrix<std::int32_t>& weight_codes) {
  both(port_call::Program{array, weight_codes});
}

void LockstepPort::set_gain(host::Array array, host::Direction direction, const std::vector<float>& gain) {
  both(port_call::SetGain{array, direction, gain});
}

void LockstepPort::set_analog_state(const host::State& state) { both(port_call::SetAnalogState{state}); }

}  // namespace spintile::verif
