// A call of a host::TilePort as a value: made on any port, compared, kept in a file and made again.
#pragma once

#include <cstdint>
#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "host/tile_port.h"
#include "verif/mismatch.h"

namespace spintile::verif {

namespace port_call {

struct WriteRegister {
  std::uint32_t address = 0;
  std::uint32_t value = 0;
};
struct ReadRegister {
  std::uint32_t address = 0;
};
struct Run {
  spec::Command command = spec::Command::forward;
  std::uint32_t operand = 0;
};
struct Write {
  spec::Space space = spec::Space::input;
  std::vector<std::int64_t> elements;
};
struct Read {
  spec::Space space = spec::Space::input;
};
struct RunAndRead {
  spec::Command command = spec::Command::forward;
  std::uint32_t operand = 0;
  spec::Space space = spec::Space::accumulator;
};
struct SetWeights {
  host::Array array = host::Array::weight;
  host::Matrix<float> weights;
};
struct Program {
  host::Array array = host::Array::weight;
  host::Matrix<std::int32_t> weight_codes;
};
struct SetGain {
  host::Array array = host::Array::weight;
  host::Direction direction = host::Direction::forward;
  std::vector<float> gain;
};
struct SetAnalogState {
  host::State state;
};

}  // namespace port_call

using PortCall = std::variant<port_call::WriteRegister, port_call::ReadRegister, port_call::Run, port_call::Write,
                              port_call::Read, port_call::RunAndRead, port_call::SetWeights, port_call::Program,
                              port_call::SetGain, port_call::SetAnalogState>;

/// What a port answered.
struct PortAnswer {
  std::uint32_t value = 0;             // of a register that was read
  std::vector<std::int64_t> elements;  // of a READ
  std::uint64_t cycles = 0;            // of the command, or commands
  std::optional<spec::Error> error;    // TileError
  std::exception_ptr failure;          // any exception, a TileError too
};

/// Never throws but for want of memory: what the port throws is part of the answer.
PortAnswer make_call(host::TilePort& port, const PortCall& call);

/// The first difference between two answers to `call`, if there is one: `cycle` is left 0. Cycles of packets of program
/// words and lanes are no promise of docs/contract.md and are not compared.
std::optional<Mismatch> first_difference(const PortCall& call, const PortAnswer& expected, const PortAnswer& got);

/// "READ of accumulator".
std::string describe(const PortCall& call);

/// One line of JSON.
std::string to_json(const PortCall& call);
/// std::runtime_error for what to_json() never gives.
PortCall port_call_from(std::string_view json);

}  // namespace spintile::verif
