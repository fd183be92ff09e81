#include "verif/port_call.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace spintile::verif {
namespace {

using namespace port_call;
using nlohmann::json;

template <class... Cases>
struct Overload : Cases... {
  using Cases::operator()...;
};
template <class... Cases>
Overload(Cases...) -> Overload<Cases...>;

using Commands = std::vector<spec::Command>;

Commands commands_of(const PortCall& call) {
  return std::visit(Overload{[](const Run& run) { return Commands{run.command}; },
                             [](const Write&) { return Commands{spec::Command::write}; },
                             [](const Read&) { return Commands{spec::Command::read}; },
                             [](const RunAndRead& run) {
                               return Commands{run.command, spec::Command::read};
                             },
                             [](const auto&) { return Commands(); }},
                    call);
}

std::uint64_t cycles_of(const host::TilePort& port, const Commands& commands) {
  std::uint64_t cycles = 0;
  for (const spec::Command command : commands) {
    const auto found = port.activity().commands.find(command);
    cycles += found == port.activity().commands.end() ? 0 : found->second.cycles;
  }
  return cycles;
}

void answer_call(host::TilePort& port, const PortCall& call, PortAnswer& answer) {
  std::visit(Overload{[&](const WriteRegister& c) { port.write_register(c.address, c.value); },
                      [&](const ReadRegister& c) { answer.value = port.read_register(c.address); },
                      [&](const Run& c) { port.run(c.command, c.operand); },
                      [&](const Write& c) { port.write(c.space, c.elements); },
                      [&](const Read& c) { answer.elements = port.read(c.space); },
                      [&](const RunAndRead& c) { answer.elements = port.run_and_read(c.command, c.operand, c.space); },
                      [&](const SetWeights& c) { port.set_weights(c.array, c.weights); },
                      [&](const Program& c) { port.program(c.array, c.weight_codes); },
                      [&](const SetGain& c) { port.set_gain(c.array, c.direction, c.gain); },
                      [&](const SetAnalogState& c) { port.set_analog_state(c.state); }},
             call);
}

/// "no error", "error row_range", "an exception: ...".
std::string outcome(const PortAnswer& answer) {
  if (answer.error) return fmt::format("error {}", spec::name(*answer.error));
  if (!answer.failure) return "no error";
  try {
    std::rethrow_exception(answer.failure);
  } catch (const MismatchError& error) {  // without its cycle, which a repetition reaches at another time
    const Mismatch& mismatch = error.mismatch();
    return fmt::format("{}: {} instead of {}", mismatch.signal, mismatch.got, mismatch.expected);
  } catch (const std::exception& exception) {
    return fmt::format("an exception: {}", exception.what());
  }
}

bool is_open(spec::Space space) { return space == spec::Space::program || space == spec::Space::lanes; }

bool promises_cycles(const PortCall& call) {
  return std::visit(
      Overload{[](const Write& c) { return !is_open(c.space); }, [](const Read& c) { return !is_open(c.space); },
               [](const RunAndRead& c) { return !is_open(c.space); }, [](const auto&) { return true; }},
      call);
}

// --- JSON ---

template <class Value>
json matrix_to_json(const host::Matrix<Value>& matrix) {
  return {{"rows", matrix.rows()},
          {"columns", matrix.columns()},
          {"values", std::vector<Value>(matrix.values().begin(), matrix.values().end())}};
}

template <class Value>
host::Matrix<Value> matrix_from(const json& object) {
  host::Matrix<Value> matrix(object.at("rows").get<int>(), object.at("columns").get<int>());
  const auto values = object.at("values").get<std::vector<Value>>();
  if (values.size() != matrix.values().size()) throw std::runtime_error("a matrix of another size than it says");
  std::ranges::copy(values, matrix.values().begin());
  return matrix;
}

json state_to_json(const host::State& state) {
  json object = json::object();
  for (const auto& [name, array] : state) {
    const std::size_t kind = array.index();
    object[name] = std::visit([&](const auto& values) { return json{{"kind", kind}, {"values", values}}; }, array);
  }
  return object;
}

host::State state_from(const json& object) {
  host::State state;
  for (const auto& [name, array] : object.items()) {
    const json& values = array.at("values");
    switch (array.at("kind").get<int>()) {
      case 0:
        state[name] = values.get<std::vector<float>>();
        break;
      case 1:
        state[name] = values.get<std::vector<std::uint32_t>>();
        break;
      case 2:
        state[name] = values.get<std::vector<std::uint64_t>>();
        break;
      default:
        throw std::runtime_error(fmt::format("state {}: no such kind of array", name));
    }
  }
  return state;
}

json object_of(const PortCall& call) {
  return std::visit(
      Overload{
          [](const WriteRegister& c) {
            return json{{"call", "write_register"}, {"address", c.address}, {"value", c.value}};
          },
          [](const ReadRegister& c) {
            return json{{"call", "read_register"}, {"address", c.address}};
          },
          [](const Run& c) {
            return json{{"call", "run"}, {"command", c.command}, {"operand", c.operand}};
          },
          [](const Write& c) {
            return json{{"call", "write"}, {"space", c.space}, {"elements", c.elements}};
          },
          [](const Read& c) {
            return json{{"call", "read"}, {"space", c.space}};
          },
          [](const RunAndRead& c) {
            return json{{"call", "run_and_read"}, {"command", c.command}, {"operand", c.operand}, {"space", c.space}};
          },
          [](const SetWeights& c) {
            return json{{"call", "set_weights"}, {"array", c.array}, {"weights", matrix_to_json(c.weights)}};
          },
          [](const Program& c) {
            return json{{"call", "program"}, {"array", c.array}, {"weight_codes", matrix_to_json(c.weight_codes)}};
          },
          [](const SetGain& c) {
            return json{{"call", "set_gain"}, {"array", c.array}, {"direction", c.direction}, {"gain", c.gain}};
          },
          [](const SetAnalogState& c) {
            return json{{"call", "set_analog_state"}, {"state", state_to_json(c.state)}};
          }},
      call);
}

PortCall call_of(const json& object) {
  const auto name = object.at("call").get<std::string>();
  const auto number = [&](const char* key) { return object.at(key).get<std::uint32_t>(); };
  const auto space = [&] { return object.at("space").get<spec::Space>(); };
  const auto array = [&] { return object.at("array").get<host::Array>(); };
  if (name == "write_register") return WriteRegister{number("address"), number("value")};
  if (name == "read_register") return ReadRegister{number("address")};
  const auto command = [&] { return object.at("command").get<spec::Command>(); };
  if (name == "run") return Run{command(), number("operand")};
  if (name == "run_and_read") return RunAndRead{command(), number("operand"), space()};
  if (name == "write") return Write{space(), object.at("elements").get<std::vector<std::int64_t>>()};
  if (name == "read") return Read{space()};
  if (name == "set_weights") return SetWeights{array(), matrix_from<float>(object.at("weights"))};
  if (name == "program") return Program{array(), matrix_from<std::int32_t>(object.at("weight_codes"))};
  if (name == "set_gain") {
    return SetGain{array(), object.at("direction").get<host::Direction>(), object.at("gain").get<std::vector<float>>()};
  }
  if (name == "set_analog_state") return SetAnalogState{state_from(object.at("state"))};
  throw std::runtime_error(fmt::format("call: {}: no such call of a tile", name));
}

}  // namespace

PortAnswer make_call(host::TilePort& port, const PortCall& call) {
  PortAnswer answer;
  const Commands commands = commands_of(call);
  const std::uint64_t before = cycles_of(port, commands);
  try {
    answer_call(port, call, answer);
    answer.cycles = cycles_of(port, commands) - before;
  } catch (const host::TileError& error) {
    answer.error = error.error();
    answer.failure = std::current_exception();
  } catch (const std::exception&) {
    answer.failure = std::current_exception();
  }
  return answer;
}

std::optional<Mismatch> first_difference(const PortCall& call, const PortAnswer& expected, const PortAnswer& got) {
  const auto difference = [&](const std::string& what, int line, const auto& wanted, const auto& seen) {
    return Mismatch{0, describe(call) + what, line, fmt::format("{}", wanted), fmt::format("{}", seen)};
  };
  if (expected.error != got.error || !expected.failure != !got.failure) {
    return difference("", -1, outcome(expected), outcome(got));
  }
  if (expected.failure) return std::nullopt;  // both refuse alike
  if (expected.value != got.value) {
    return difference("", -1, fmt::format("{:#x}", expected.value), fmt::format("{:#x}", got.value));
  }
  if (expected.elements.size() != got.elements.size()) {
    return difference(", elements", -1, expected.elements.size(), got.elements.size());
  }
  for (std::size_t i = 0; i < expected.elements.size(); ++i) {
    if (expected.elements[i] != got.elements[i])
      return difference("", static_cast<int>(i), expected.elements[i], got.elements[i]);
  }
  if (promises_cycles(call) && expected.cycles != got.cycles)
    return difference(", cycles", -1, expected.cycles, got.cycles);
  return std::nullopt;
}

std::string describe(const PortCall& call) {
  return std::visit(Overload{[](const WriteRegister& c) { return fmt::format("write of register {:#04x}", c.address); },
                             [](const ReadRegister& c) { return fmt::format("read of register {:#04x}", c.address); },
                             [](const Run& c) { return fmt::format("{} {}", spec::name(c.command), c.operand); },
                             [](const Write& c) { return fmt::format("write of {}", spec::name(c.space)); },
                             [](const Read& c) { return fmt::format("read of {}", spec::name(c.space)); },
                             [](const RunAndRead& c) {
                               return fmt::format("{} {} and read of {}", spec::name(c.command), c.operand,
                                                  spec::name(c.space));
                             },
                             [](const SetWeights&) { return std::string("set_weights"); },
                             [](const Program&) { return std::string("program"); },
                             [](const SetGain&) { return std::string("set_gain"); },
                             [](const SetAnalogState&) { return std::string("set_analog_state"); }},
                    call);
}

std::string to_json(const PortCall& call) { return object_of(call).dump(); }

PortCall port_call_from(std::string_view text) {
  try {
    return call_of(json::parse(text));
  } catch (const json::exception& error) {
    throw std::runtime_error(error.what());
  }
}

}  // namespace spintile::verif
