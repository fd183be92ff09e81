// The analog side as the tile's pins see it: collects what the drivers do while the array integrates, asks the
// converters once a strobe, and answers on mtj_bit_i; collects the slots of an update and hands them on at its end.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "refmodel/analog/update_drive.h"
#include "spec/variant.h"
#include "verif/converter_source.h"
#include "verif/tile_ports.h"

namespace spintile::verif {

class AnalogBoundary {
 public:
  AnalogBoundary(const spec::Variant& variant, const AnalogPorts& ports, ConverterSource& converters);

  /// Once a cycle, after the clock edge that begins it.
  void observe();

  using FullScale = ConverterSource::FullScale;
  /// Of the reads from now on.
  void set_full_scale(FullScale full_scale) { full_scale_ = full_scale; }
  /// A command is over: what its slots did, if there were any, is done to the array that array_sel_o shows.
  void end_update();

 private:
  /// The drivers of one side: what they show, read once a strobe.
  struct Side {
    Side(const LinePorts& drivers, int lines, int bits_a_level);
    void look();
    bool negative(std::size_t line) const { return (sign[line / 64] >> (line % 64) & 1) != 0; }
    std::uint32_t level(std::size_t line) const;
    /// Adds the signed level of each line to its active-slot count.
    void integrate();

    LinePorts ports;
    int level_bits;
    std::vector<std::uint64_t> sign, levels;
    std::vector<std::int32_t> drive;  // signed active-slot count of each line
  };

  Side& driven() { return ports_.reverse.get() && columns_ ? *columns_ : rows_; }
  void show_bits(bool second_pair);
  void observe_update();
  void collect_slot();

  bool ping_pong_;
  AnalogPorts ports_;
  ConverterSource& converters_;
  std::uint8_t previous_ = 0;  // strobes of the last cycle
  int sample_ = 0;             // the next one of this read
  Side rows_;
  std::optional<Side> columns_;      // with column pins
  std::vector<std::uint64_t> bits_;  // of the last sample
  std::vector<std::uint64_t> mask_;  // which bits of those words exist
  FullScale full_scale_ = FullScale::subarray;
  bool pulses_ = false;           // update_en_o in the last cycle
  int slot_ = 0;                  // the next one of this update
  refmodel::UpdateDrive update_;  // its slots so far
};

}  // namespace spintile::verif
