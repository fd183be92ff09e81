#include "gen/blocks/core_bus.h"

#include "spec/interface.h"

namespace spintile::gen::blocks {

using namespace hdl;

// Ports are declared in the order in which a braced list is evaluated: from left to right.

RegisterBus register_ports(Module& module) {
  return {.write = module.input("write_i", 1),
          .write_address = module.input("write_address_i", spec::register_address_bits),
          .write_data = module.input("write_data_i", 32),
          .write_full = module.input("write_full_i", 1),
          .write_refused = module.output("write_refused_o", 1),
          .read_address = module.input("read_address_i", spec::register_address_bits),
          .read_data = module.output("read_data_o", 32),
          .read_refused = module.output("read_refused_o", 1)};
}

std::vector<Connection> connections(const RegisterBus& registers) {
  return {{"write_i", registers.write},
          {"write_address_i", registers.write_address},
          {"write_data_i", registers.write_data},
          {"write_full_i", registers.write_full},
          {"write_refused_o", registers.write_refused},
          {"read_address_i", registers.read_address},
          {"read_data_o", registers.read_data},
          {"read_refused_o", registers.read_refused}};
}

StreamBus stream_ports(Module& module) {
  return {.in_data = module.input("in_data_i", spec::stream_bits),
          .in_valid = module.input("in_valid_i", 1),
          .in_last = module.input("in_last_i", 1),
          .in_ready = module.output("in_ready_o", 1),
          .out_data = module.output("out_data_o", spec::stream_bits),
          .out_valid = module.output("out_valid_o", 1),
          .out_last = module.output("out_last_o", 1),
          .out_ready = module.input("out_ready_i", 1)};
}

std::vector<Connection> connections(const StreamBus& stream) {
  return {{"in_data_i", stream.in_data},   {"in_valid_i", stream.in_valid},  {"in_last_i", stream.in_last},
          {"in_ready_o", stream.in_ready}, {"out_data_o", stream.out_data},  {"out_valid_o", stream.out_valid},
          {"out_last_o", stream.out_last}, {"out_ready_i", stream.out_ready}};
}

}  // namespace spintile::gen::blocks
