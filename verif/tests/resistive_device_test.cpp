#include "spec/resistive_device.h"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>
#include <string>

namespace spintile::spec {
namespace {

TEST(DevicePreset, ReramSoftBounds) {
  const ResistiveDevice device = device_preset("reram_sb");
  EXPECT_EQ(device.step, StepKind::soft_bounds_reference);
  EXPECT_TRUE(device.additive_noise);
  EXPECT_EQ(device.dw_min, 0.002);
  EXPECT_EQ(device.dw_min_dtod, 0.3);
  EXPECT_EQ(device.dw_min_std, 3.75);
  EXPECT_EQ(device.write_noise_std, 56.0);
  EXPECT_EQ(device.up_down_dtod, 0.01);
  EXPECT_EQ(device.w_max, 1.25);
  EXPECT_EQ(device.w_min, -0.75);
  EXPECT_DOUBLE_EQ(device.w_max_dtod, 0.24);
  EXPECT_DOUBLE_EQ(device.w_min_dtod, 0.4);
}

TEST(DevicePreset, ReramExponentialSteps) {
  const ResistiveDevice device = device_preset("reram_es");
  EXPECT_EQ(device.step, StepKind::exponential);
  EXPECT_EQ(device.dw_min, 0.00135);
  EXPECT_EQ(device.up_down, 0.259359);
  EXPECT_EQ(device.dw_min_dtod, 0.2);
  EXPECT_EQ(device.up_down_dtod, 0.05);
  EXPECT_EQ(device.w_max_dtod, 0.3);
  EXPECT_EQ(device.w_min_dtod, 0.3);
  EXPECT_EQ(device.dw_min_std, 5.0);
  EXPECT_EQ(device.write_noise_std, 75.0);
  EXPECT_EQ(device.a, -0.5);
  EXPECT_EQ(device.b, -0.5);
  EXPECT_EQ(device.gamma_up, 5.0);
  EXPECT_EQ(device.gamma_down, 5.0);
  EXPECT_EQ(device.amplitude_up, -1.18445);
  EXPECT_EQ(device.amplitude_down, -0.081404);
}

/// Its thousand pulses lead from bound to bound along the curve that its nonlinearity of 5 is defined by.
TEST(DevicePreset, TaoxLikeFollowsItsNonlinearity) {
  const ResistiveDevice device = device_preset("taox_like");
  EXPECT_EQ(device.step, StepKind::linear);
  EXPECT_EQ(device.gamma_up, device.gamma_down);
  EXPECT_GT(device.dw_min_std, 0.0);
  double w = device.w_min;
  for (int n = 1; n <= 1000; ++n) {
    w += device.dw_min * (1.0 - device.gamma_up * w / device.w_max);
    const double on_the_way = (1.0 - std::exp(-5.0 * n / 1000.0)) / (1.0 - std::exp(-5.0));
    ASSERT_NEAR(w, -1.0 + 2.0 * on_the_way, 3e-3);
  }
}

/// As many pulses from bound to bound as the ramps it is fitted to, and most of the way up in the second half.
TEST(DevicePreset, FittedRampsLastAsLongAsTheMeasuredOnes) {
  const ResistiveDevice device = device_preset("fitted_ramps");
  EXPECT_EQ(device.step, StepKind::linear);
  const double up = device.dw_min * (1.0 + device.up_down);
  double w = device.w_min;
  int pulses = 0;
  double halfway = 0.0;
  for (; w < device.w_max; ++pulses) {
    if (pulses == 95) halfway = w;
    w += up * (1.0 - device.gamma_up * w / device.w_max);
  }
  EXPECT_NEAR(pulses, 195, 5);
  EXPECT_LT(halfway, -0.2);
  for (pulses = 0; w > device.w_min; ++pulses) w -= device.dw_min * (1.0 - device.gamma_down * w / device.w_min);
  EXPECT_NEAR(pulses, 150, 15);
}

TEST(DevicePreset, MeasuredArrays) {
  const ResistiveDevice om = device_preset("reram_array_om");
  EXPECT_EQ(om.dw_min, 0.0949);
  EXPECT_EQ(om.dw_min_dtod, 0.7829);
  EXPECT_TRUE(om.log_normal);
  EXPECT_EQ(om.w_max_dtod, 0.3499);
  EXPECT_EQ(om.w_min_dtod, 0.5695);
  EXPECT_EQ(om.dw_min_std, 0.4158);
  EXPECT_EQ(om.write_noise_std, 1.4113);
  EXPECT_EQ(om.reference_std, 0.05);
  EXPECT_TRUE(om.subtract_symmetry_point);
  const ResistiveDevice hfo2 = device_preset("hfo2");
  EXPECT_EQ(hfo2.dw_min, 0.4622);
  EXPECT_EQ(hfo2.dw_min_dtod, 0.7125);
  EXPECT_TRUE(hfo2.log_normal);
  EXPECT_EQ(hfo2.w_max_dtod, 0.4295);
  EXPECT_EQ(hfo2.w_min_dtod, 0.5990);
  EXPECT_EQ(hfo2.dw_min_std, 0.2174);
  EXPECT_EQ(hfo2.write_noise_std, 0.5841);
}

TEST(DevicePreset, OthersOfTheDocument) {
  const ResistiveDevice ecram = device_preset("ecram");
  EXPECT_EQ(ecram.step, StepKind::linear);
  EXPECT_EQ(ecram.dw_min, 0.002);
  EXPECT_EQ(ecram.w_max, 1.1724);
  EXPECT_EQ(ecram.w_min, -0.8276);
  EXPECT_EQ(ecram.gamma_up, 0.1153);
  EXPECT_EQ(ecram.gamma_down, 0.5085);
  const ResistiveDevice ideal = device_preset("ideal");
  EXPECT_EQ(ideal.step, StepKind::constant);
  EXPECT_EQ(ideal.dw_min, 0.0002);
  const ResistiveDevice states = device_preset("soft_bounds_20");
  EXPECT_EQ(states.step, StepKind::soft_bounds_reference);
  EXPECT_EQ(states.dw_min, 0.1);
  EXPECT_EQ(device_preset("soft_bounds_100").dw_min, 0.02);
}

TEST(DevicePreset, InUnitsAPulseIsAsLargeAndAsNoisyInAll) {
  const ResistiveDevice device = device_preset("reram_sb");
  const ResistiveDevice fine = in_units(device, 16.0);
  EXPECT_DOUBLE_EQ(16.0 * fine.dw_min, device.dw_min);
  // 16 units: the root of 16 deviations of one.
  EXPECT_DOUBLE_EQ(4.0 * fine.dw_min_std * fine.dw_min, device.dw_min_std * device.dw_min);
  EXPECT_DOUBLE_EQ(fine.write_noise_std * fine.dw_min, device.write_noise_std * device.dw_min);
  EXPECT_EQ(fine.w_max, device.w_max);
  EXPECT_THROW(in_units(device, 0.0), std::invalid_argument);
}

TEST(DevicePreset, EveryNameIsThereAndAnotherNamesThemAll) {
  for (const std::string_view name : device_presets()) EXPECT_NO_THROW(device_preset(name));
  try {
    device_preset("pcm");
    FAIL();
  } catch (const std::invalid_argument& error) {
    const std::string message = error.what();
    EXPECT_NE(message.find("'pcm'"), std::string::npos);
    for (const std::string_view name : device_presets()) EXPECT_NE(message.find(name), std::string::npos) << name;
  }
}

}  // namespace
}  // namespace spintile::spec
