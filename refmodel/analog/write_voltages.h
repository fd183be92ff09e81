// Voltages at the cells of a crossbar while an outer product writes it, and what they do to devices: the V/3 scheme,
// rails of which the step is proportional to the code, disturb. Marinella et al., JETCAS 2018; docs/contract.md,
// "Analog effects".
#pragma once

#include <vector>

#include "host/matrix.h"

namespace spintile::refmodel {

/// A device moves by exp(slope (V - minimum)) - 1 where |V| is above `minimum`, up for V > 0 and down for V < 0; below
/// it stands still. Of one polarity, voltages as magnitudes.
struct WriteThreshold {
  double minimum = 0.9;  // V, above 0
  double slope = 5.0;    // 1 / V, above 0
};

struct WriteDevice {
  WriteThreshold up;
  WriteThreshold down;
};

/// Signed step of a device in a slot at this voltage, in units of its law.
double write_step(const WriteDevice& device, double voltage);

/// The voltages of columns: rail k of `codes` is V_k = minimum + ln(1 + k c) / slope, so that the step is k c; the last
/// is the full write voltage. Rails exist at both polarities.
class WriteRails {
 public:
  /// std::invalid_argument unless codes >= 1, both minima are above 0 and below `full`, both slopes above 0, and no
  /// rail is below a third of `full` (where a cell not selected would see more than a third).
  WriteRails(const WriteDevice& device, double full, int codes);

  enum class Polarity { up, down };

  int codes() const { return static_cast<int>(up_.size()) - 1; }
  double full() const { return full_; }
  /// Magnitude in V of rail 1 .. codes; std::out_of_range otherwise.
  double rail(Polarity polarity, int code) const;
  /// c: the step of code 1.
  double unit_step(Polarity polarity) const;

 private:
  const std::vector<double>& rails(Polarity polarity) const { return polarity == Polarity::up ? up_ : down_; }

  WriteDevice device_;
  double full_;
  std::vector<double> up_;  // by code; 0: standby
  std::vector<double> down_;
};

/// What the lines of a crossbar do in a slot of one sign phase.
struct WriteLines {
  WriteRails::Polarity polarity = WriteRails::Polarity::up;
  std::vector<bool> rows;    // active or at standby
  std::vector<int> columns;  // code, 0: standby
};

/// V across every cell, row minus column, R x C. Up: an active row is at full, others at a third of it; a column of
/// code k at full - V_k, others at two thirds. Down: the same with the other sign. So a selected cell sees V_k, and
/// every other at most a third of the full voltage in magnitude.
host::Matrix<double> cell_voltages(const WriteRails& rails, const WriteLines& lines);

}  // namespace spintile::refmodel
