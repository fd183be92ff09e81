// Commands that wait in the front end of a tile, and the packet that may come in before its command: docs/contract.md,
// "Command queue".
#pragma once

#include "gen/hdl/module.h"
#include "spec/variant.h"

namespace spintile::gen::blocks {

/// The queue behind the running command.
struct Waiting {
  hdl::Expr count, head;
  hdl::Expr any;       // one waits
  hdl::Expr occupied;  // one runs or waits
};

/// Wires; the queue itself drives count and head.
Waiting waiting_commands(hdl::Module& module, const spec::Variant& variant, const hdl::Expr& busy);

/// What starts where a command does: of the write, or with a queue of the oldest that waits.
struct NextCommand {
  hdl::Expr command, operand;
};

NextCommand next_command(hdl::Module& module, const Waiting& waiting, const hdl::Expr& command,
                         const hdl::Expr& operand);

/// The packet of the oldest command that waits.
struct PacketAhead {
  hdl::Target taken;  // it has begun
  hdl::Expr begins;   // a packet may begin: of the command that starts, or of the oldest that waits
};

/// `keeps_packets_out`: the command that starts with `launch` takes a packet or can fail.
PacketAhead packet_ahead(hdl::Module& module, const Waiting& waiting, const hdl::Expr& busy, const hdl::Expr& launch,
                         const hdl::Expr& keeps_packets_out);

/// Clocks it; declares and drives the ports that tell the receiver what comes, `space` at its start.
void keep_packet_ahead(hdl::Module& module, const PacketAhead& ahead, const hdl::Expr& launch,
                       const hdl::Expr& receive_start, const hdl::Expr& space);

}  // namespace spintile::gen::blocks
