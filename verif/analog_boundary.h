// The analog side as the tile's pins see it: collects what the drivers do while the array integrates, asks the
// converters once a strobe, and answers on mtj_bit_i or cmp_i; collects the slots of an update and hands them on at its
// end.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "refmodel/analog/update_drive.h"
#include "spec/variant.h"
#include "verif/comparator_pins.h"
#include "verif/converter_source.h"
#include "verif/line_drivers.h"
#include "verif/outer_product_pins.h"
#include "verif/tile_ports.h"

namespace spintile::verif {

class AnalogBoundary {
 public:
  AnalogBoundary(const spec::Variant& variant, const AnalogPorts& ports, ConverterSource& converters);

  /// Once a cycle, after the clock edge that begins it.
  void observe(std::uint64_t cycle = 0);

  using FullScale = ConverterSource::FullScale;
  /// Of the reads from now on.
  void set_full_scale(FullScale full_scale) { full_scale_ = full_scale; }
  /// What slots do from now on is pulses of a row, each done to its array when it is over, or whole outer products.
  void set_row_pulses(bool row_pulses) { row_pulses_ = row_pulses; }
  /// A command is over: what its slots did, if there were any, is done to the array that array_sel_o shows. Slots that
  /// are no outer product where that is meant: MismatchError with `cycle`.
  void end_update(std::uint64_t cycle = 0);
  /// A reset cuts a command short: what there is of an outer product, or of a pulse of a row, is forgotten.
  void forget_phases() {
    if (outer_) outer_->forget();
  }
  /// A reset has cut a command short: what pulses it had made are done, an outer product is forgotten.
  void cut_update();
  /// Signed active-slot count of each line in the last read, or in the one at hand.
  std::span<const std::int32_t> counts(host::Direction direction) const {
    return direction == host::Direction::backward ? columns_.value().drive : rows_.drive;
  }

 private:
  /// The drivers of one side, and what they did while the array integrated.
  struct Side {
    Side(const LinePorts& ports, int lines, int level_bits)
        : drivers(ports, lines, level_bits), drive(static_cast<std::size_t>(lines)) {}

    LineDrivers drivers;
    std::vector<std::int32_t> drive;  // signed active-slot count of each line
  };

  bool backward() const { return ports_.reverse.get() && columns_; }
  Side& driven() { return backward() ? *columns_ : rows_; }
  void integrate();
  void read();
  void answer_samples(std::uint16_t now);
  void show_bits(bool second_pair);
  void observe_pulses();
  void collect_slot();
  void observe_phases(std::uint64_t cycle);

  bool ping_pong_;
  int outputs_, backward_outputs_;
  AnalogPorts ports_;
  ConverterSource& converters_;
  std::uint16_t previous_ = 0;  // strobes of the last cycle
  int sample_ = 0;              // the next one of this read
  Side rows_;
  std::optional<Side> columns_;                // with column pins
  std::vector<std::uint64_t> bits_;            // of the last sample
  std::vector<std::uint64_t> mask_;            // which bits of those words exist
  std::optional<ComparatorPins> comparators_;  // with a ramp
  std::vector<std::int32_t> steps_;            // of the last read with it
  FullScale full_scale_ = FullScale::subarray;
  bool pulses_ = false;                    // update_en_o in the last cycle
  int slot_ = 0;                           // the next one of this update
  refmodel::UpdateDrive update_;           // its slots so far
  std::optional<OuterProductPins> outer_;  // with outer products
  bool row_pulses_ = false;
  host::Array written_ = host::Array::weight;  // of the last slot of an outer product
};

}  // namespace spintile::verif
