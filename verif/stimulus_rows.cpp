// The operations of tiles that write single rows: PROGRAM, CARRY and CALIBRATE.
#include <array>
#include <utility>

#include "refmodel/tile/golden_bus.h"
#include "spec/derive.h"
#include "verif/random_packet.h"
#include "verif/stimulus.h"

namespace spintile::verif {
namespace {

using spec::Command;
using spec::Space;
namespace reg = spec::register_offset;

}  // namespace

void Stimulus::write_row() {
  settle();
  change_row();
  if (chance(60)) {
    send_to(Space::target, random_packet(board_.golden().layout(Space::target), PacketFault::none, draws_));
    settle();
  }
  const bool carries = spec::has_carry(variant_) && chance(40);
  const bool calibrates = !carries && spec::has_offset_row(variant_) && chance(50);
  command(carries      ? Command::carry
          : calibrates ? Command::calibrate
                       : Command::program,
          !carries && variant_.crossbar.fast_array ? draws_.below(2) : 0);
  if (!board_.golden().busy()) return;
  const auto few_cycles = static_cast<std::uint32_t>(spec::program_cycles(variant_, 2));
  if (chance(6)) reset_countdown_ = 1 + draws_.below(few_cycles);
  if (chance(25)) {  // writes that are refused: the settings stay what they were
    steps(draws_.below(few_cycles));
    const std::array addresses = {reg::row, reg::tolerance, reg::attempts, reg::program_slots, reg::failures};
    write(addresses[draws_.below(addresses.size())], 1);
  }
  settle();
  read(carries ? reg::carries : reg::failures);
  for (const Space space : {Space::accumulator, Space::ramp_flags, Space::target, Space::output}) {
    if (!chance(30)) continue;
    command(Command::read, space_code(space));
    settle();
  }
}

void Stimulus::change_row() {
  // Ends and anything between; few attempts, for each takes a read and a pulse.
  const auto between = [this](std::uint32_t least, std::int32_t most) {
    const auto largest = static_cast<std::uint32_t>(most);
    const std::array values = {least, largest, least + draws_.below(largest - least + 1)};
    return values[draws_.below(values.size())];
  };
  const auto pulse = [&] {
    return between(1, spec::input_slots(variant_)) | between(1, spec::voltage_code_max(variant_)) << 8;
  };
  write(reg::row, between(0, variant_.crossbar.rows - 1));
  write(reg::attempts, 1 + draws_.below(4));
  if (chance(60)) write(reg::tolerance, between(0, spec::ramp_code_max(variant_)));
  if (chance(60)) write(reg::program_slots, between(1, spec::input_slots(variant_)));
  if (chance(30)) pass_an_end();
  if (!spec::has_carry(variant_)) return;
  if (chance(60)) write(reg::carry_threshold, between(1, spec::ramp_code_max(variant_)));
  if (chance(60)) write(reg::carry_fast, pulse());
  if (chance(60)) write(reg::carry_weight, pulse());
}

/// Just past what one of the registers takes.
void Stimulus::pass_an_end() {
  const auto past = [](std::int32_t most) { return static_cast<std::uint32_t>(most) + 1; };
  const std::uint32_t code = past(spec::ramp_code_max(variant_));
  const std::uint32_t slots = past(spec::input_slots(variant_));
  const std::array refused = {
      std::pair{reg::row, past(variant_.crossbar.rows - 1)},
      std::pair{reg::tolerance, code},
      std::pair{reg::attempts, 0U},
      std::pair{reg::attempts, 256U},
      std::pair{reg::program_slots, 0U},
      std::pair{reg::program_slots, slots},
      std::pair{reg::carry_threshold, 0U},
      std::pair{reg::carry_threshold, code},
      std::pair{reg::carry_fast, 0x100U},
      std::pair{reg::carry_fast, 0x100U | slots},
      std::pair{reg::carry_weight, 0x001U},
      std::pair{reg::carry_weight, 0x001U | past(spec::voltage_code_max(variant_)) << 8},
  };
  const auto& [address, value] = refused[draws_.below(refused.size())];
  write(address, value);
}

}  // namespace spintile::verif
