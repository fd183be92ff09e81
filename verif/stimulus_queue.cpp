// The operations of tiles with a command queue: as many commands as it takes and more, one after the other.
#include <utility>

#include "spec/derive.h"
#include "verif/random_packet.h"
#include "verif/stimulus.h"

namespace spintile::verif {
namespace {

using spec::Command;
using spec::Space;
namespace reg = spec::register_offset;

}  // namespace

void Stimulus::queue_commands() {
  const bool with_transfer = has_transfer() && chance(40);
  if (with_transfer) set_up_transfer();
  const bool withheld = chance(40);  // packets: behind the last command
  std::vector<refmodel::Beat> packets;
  const std::uint32_t commands = 1 + draws_.below(static_cast<std::uint32_t>(variant_.commands.queue) + 3);
  for (std::uint32_t i = 0; i < commands; ++i) {
    if (chance(35)) {
      const std::vector<refmodel::Beat> packet = queue_write();
      packets.insert(packets.end(), packet.begin(), packet.end());
    } else {
      queue_command(with_transfer);
    }
    if (!withheld) send(std::exchange(packets, {}));
    if (chance(5)) random_write();  // refused, most often: what follows is too, until the error is cleared
    if (chance(30)) steps(draws_.below(8));
  }
  if (chance(4)) reset_soon();
  if (chance(50)) steps(draws_.below(40));
  send(packets);
}

void Stimulus::queue_command(bool with_transfer) {
  const std::uint32_t array = variant_.crossbar.fast_array ? draws_.below(2) : 0;
  if (with_transfer && chance(40)) return command(chance(80) ? Command::transfer : Command::sot);
  if (spec::has_update(variant_) && chance(40)) return command(Command::update, array);
  if (spec::has_outer_update(variant_) && chance(20)) return command(Command::program, array);
  if (spec::has_carry(variant_) && chance(20)) return command(Command::carry);
  if (spec::has_offset_row(variant_) && chance(20)) return command(Command::calibrate, array);
  if (chance(50)) return command(any_read(), array);
  const Space space = spaces_[draws_.below(static_cast<std::uint32_t>(spaces_.size()))];
  command(Command::read, space_code(refmodel::SotUnit::owns(space) ? Space::accumulator : space));
}

/// The packet of a WRITE; none where it was refused, most often.
std::vector<refmodel::Beat> Stimulus::queue_write() {
  const Space space = writable_spaces_[draws_.below(static_cast<std::uint32_t>(writable_spaces_.size()))];
  const PacketFault fault = chance(85) ? PacketFault::none : random_fault(draws_);
  command(Command::write, space_code(space));
  const bool taken = *board_.harness().writer().response();
  if (!taken && chance(70)) return {};
  return random_packet(board_.golden().layout(space), fault, draws_);
}

}  // namespace spintile::verif
