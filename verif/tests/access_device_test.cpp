// A cell with an access device against the closed form by Lambert's W in long double, and the published points.
#include "refmodel/analog/access_device.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace spintile::refmodel {
namespace {

/// W(x) of x >= 0 by Halley's steps.
long double lambert_w(long double x) {
  long double w = x < 3.0L ? x / (1.0L + x) : std::log(x) - std::log(std::log(x));
  for (int step = 0; step < 50; ++step) {
    const long double e = std::exp(w);
    const long double f = w * e - x;
    w -= f / (e * (w + 1.0L) - (w + 2.0L) * f / (2.0L * w + 2.0L));
  }
  return w;
}

/// I = V0 G W(I0 / (V0 G) exp((V + I0 / G) / V0)) - I0.
long double closed_form(const AccessDevice& access, double conductance, double voltage) {
  const long double scale = access.voltage_scale;
  const long double saturation = access.saturation_current;
  const long double resistive = scale * conductance;
  return resistive * lambert_w(saturation / resistive *
                               std::exp((static_cast<long double>(voltage) + saturation / conductance) / scale)) -
         saturation;
}

TEST(AccessDevice, IsTheClosedFormByLambertsW) {
  const std::vector<AccessDevice> devices = {{}, {.saturation_current = 1e-12, .voltage_scale = 0.05}};
  for (const AccessDevice& access : devices) {
    for (const double conductance : {1e-11, 1e-9, 1e-8, 1e-6, 1e-3}) {
      for (int step = 1; step <= 400; ++step) {
        const double voltage = 0.005 * step;
        const long double expected = closed_form(access, conductance, voltage);
        const long double found = cell_point(access, conductance, voltage).current;
        // The promise, and what long double leaves of the oracle.
        const long double promised = (0x1p-44L + 0x1p-52L) * (expected + access.saturation_current);
        ASSERT_LE(std::abs(found - expected), promised) << conductance << " S at " << voltage << " V";
      }
    }
  }
}

TEST(AccessDevice, PassesThePublishedPoints) {
  const CellCircuit circuit;
  const AccessDevice access;
  const double on = device_conductance(circuit, 1.0);
  EXPECT_NEAR(cell_point(access, on, circuit.read_voltage).current, 1e-9, 0.02e-9);
  EXPECT_NEAR(cell_point(access, on, circuit.write_voltage).current, 10.3e-9, 0.05e-9);
  EXPECT_NEAR(cell_voltage(access, on, 1e-9), 0.785, 0.003);
  EXPECT_NEAR(cell_voltage(access, on, 10.3e-9), 1.8, 0.005);
}

TEST(AccessDevice, IsOddAndItsSlopeIsThatOfTheCurrent) {
  const AccessDevice access;
  for (const double voltage : {0.05, 0.3, 0.6, 0.785, 1.8}) {
    const CellPoint at = cell_point(access, 1e-8, voltage);
    EXPECT_EQ(cell_point(access, 1e-8, -voltage), (CellPoint{-at.current, at.slope}));
    constexpr double h = 1e-5;
    const double difference =
        cell_point(access, 1e-8, voltage + h).current - cell_point(access, 1e-8, voltage - h).current;
    EXPECT_NEAR(difference / (2.0 * h), at.slope, 1e-6 * at.slope + 1e-20) << voltage;
  }
  EXPECT_EQ(cell_point(access, 1e-8, 0.0).current, 0.0);
  EXPECT_EQ(cell_point(access, 0.0, 1.0), CellPoint{});
}

TEST(AccessDevice, WithoutOneOhmsLawHolds) {
  EXPECT_EQ(cell_point({}, 1e-8, -0.5), (CellPoint{-0.5e-8, 1e-8}));
  const CellCircuit circuit;
  EXPECT_DOUBLE_EQ(device_conductance(circuit, 1.0), 1e-8);
  EXPECT_DOUBLE_EQ(device_conductance(circuit, 0.0), 1e-9);
}

TEST(AccessDevice, VoltageAndCurrentAreInverse) {
  const AccessDevice access;
  for (double current = 1e-15; current < 1e-6; current *= 3.0) {
    const double voltage = cell_voltage(access, 1e-8, current);
    EXPECT_NEAR(cell_point(access, 1e-8, voltage).current, current,
                1e-11 * current + 1e-12 * access.saturation_current);
    EXPECT_EQ(cell_voltage(access, 1e-8, -current), -voltage);
  }
}

}  // namespace
}  // namespace spintile::refmodel
