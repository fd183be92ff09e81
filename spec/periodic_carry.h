// A weight as digits on several devices: Agarwal et al., "Achieving ideal accuracies in analog neuromorphic computing
// using periodic carry", Symposium on VLSI Technology 2017.
#pragma once

namespace spintile::spec {

inline constexpr int periodic_carry_digits_max = 8;

/// W = sum over digits i of base^(i + 1 - digits) w_i, w_i the weight of a device: the highest digit counts fully.
/// Updates go to digit 0. Every so many of them each digit that has reached the threshold gives whole thresholds of
/// what it holds to the next.
struct PeriodicCarry {
  int digits = 1;  // 1: a weight is a device, and there is no carry
  double base = 5.0;
  double threshold = 0.5;    // in weights of a device
  int every = 100;           // updates; published: 100 to 1000
  double tolerance = 0.01;   // of a write, in weights of a device
  int writes = 30;           // most of a row of a digit, in a carry
  double write_gain = 0.75;  // share of what is missing that a write asks for: below 1, as steps may be above the mean

  friend bool operator==(const PeriodicCarry&, const PeriodicCarry&) = default;
};

}  // namespace spintile::spec
