// What current a cell carries at a voltage: a resistance, with a nonlinear access device in series or without. Circuit
// figures: Marinella et al., JETCAS 2018. docs/contract.md, "Analog effects".
#pragma once

#include <optional>

namespace spintile::refmodel {

/// The circuit of a cell: its device at 0.785 V in the on state carries 1 nA, at 1.8 V 10.3 nA.
struct CellCircuit {
  double on_resistance = 100e6;  // ohm
  double on_off_ratio = 10.0;
  double read_voltage = 0.785;  // V
  double write_voltage = 1.8;   // V
};

/// I = sign(V) saturation_current (exp(|V| / voltage_scale) - 1).
struct AccessDevice {
  double saturation_current = 8.7e-18;  // A, above 0
  double voltage_scale = 0.037;         // V, above 0
};

struct CellPoint {
  double current = 0.0;  // A
  double slope = 0.0;    // dI / dV, S

  friend bool operator==(const CellPoint&, const CellPoint&) = default;
};

/// Of a conductance (S, 0 or above) at a voltage (V): with an access device in series, or alone. Odd in the voltage.
/// The current is right to 2^-44 (|I| + saturation_current), the same bits on every machine.
CellPoint cell_point(const std::optional<AccessDevice>& access, double conductance, double voltage);

/// V at which the conductance (above 0) and the access device in series carry this current.
double cell_voltage(const AccessDevice& access, double conductance, double current);

/// Conductance (S) of a device at level g of its range (0: off, 1: on).
double device_conductance(const CellCircuit& circuit, double level);

}  // namespace spintile::refmodel
