// The packets of a tile core: what takes them, the registers they write, and what sends the state out.
#pragma once

#include <optional>
#include <vector>

#include "gen/blocks/core_bus.h"
#include "gen/blocks/read_path.h"
#include "gen/blocks/unit_link.h"
#include "gen/hdl/design.h"
#include "spec/variant.h"

namespace spintile::gen::blocks {

/// Between packets and commands.
struct PacketCommands {
  hdl::Expr receive_start, receive_done, receive_error;
  hdl::Expr send_start, send_done;
  hdl::Expr space;          // of the running command
  hdl::Expr receive_space;  // of the packet that comes in: the same without a command queue
  std::optional<hdl::Expr> receive_ahead = {};
};

/// What the packets have brought.
struct PacketState {
  hdl::Expr shift, last, commit;  // of the packet under way
  Codes inputs;
  hdl::Expr scales, offsets;
  std::optional<Codes> errors = {};
  std::optional<Codes> voltages = {};
  std::optional<hdl::Expr> targets = {};
};

class StatePackets {
 public:
  /// Adds the modules to the design.
  StatePackets(hdl::Design& design, const spec::Variant& variant);

  /// Receiver and buffers. A monitor that leaves converters out gets its connections for packets of flags; what
  /// training holds is written there.
  PacketState receive(hdl::Module& core, const spec::Variant& variant, const PacketCommands& commands,
                      const StreamBus& stream, std::optional<MonitorSignals>& monitor,
                      std::optional<UnitLink>& training) const;
  void send(hdl::Module& core, const spec::Variant& variant, const PacketCommands& commands, const StreamBus& stream,
            const PacketState& state, const ReadResults& results, const std::optional<MonitorSignals>& monitor,
            std::optional<UnitLink>& training) const;

 private:
  hdl::ModulePointer receiver_, sender_, inputs_, scales_, offsets_;
  std::optional<hdl::ModulePointer> errors_, voltages_, targets_;
};

}  // namespace spintile::gen::blocks
