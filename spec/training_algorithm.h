// How a tile of a training run learns: docs/contract.md, "Transfer", and what the host chooses beside it.
#pragma once

#include <string_view>

#include "spec/transfer_rule.h"

namespace spintile::spec {

/// floating: no devices, float32 descent. sgd: pulses on W. ttv1 .. agad: gradients gather in A and move to W by
/// transfers. mixed_precision: gradients gather in a digital matrix, whose whole steps become pulses on W.
enum class Algorithm { floating, sgd, ttv1, ttv2, c_ttv2, agad, mixed_precision };

/// "float", "sgd", ...: the words of configurations and command lines.
std::string_view name(Algorithm algorithm);

/// both: a row's chopper flips at random, and all do at the end of a period.
enum class ChopperKind { random, regular, both, none };

struct TrainingAlgorithm {
  Algorithm kind = Algorithm::agad;
  double fast_lr = 0.1;         // learning rate of A
  bool auto_scale = false;      // fast_lr in units of a full update of A: times slots g_A / (mean max|x| mean max|d|)
  double auto_momentum = 0.99;  // of those means
  double transfer_lr = 1.0;     // of W, relative to the learning rate
  int transfer_every = 1;       // vectors from one transfer to the next
  int transfer_pulses = 1;      // BL: most pulses of a transfer at a cell of W
  TransferArithmetic arithmetic = TransferArithmetic::fp32;  // of H and its companions
  int word_bits = 24;                                        // of fixed
  double buffer_granularity = 1.0;                           // threshold of H, in g_A
  double auto_granularity = 0.0;                             // above 0: times this / (rows x transfer_every)
  bool forget = true;  // H after pulses: momentum x w, or w less the pulses' share
  double momentum = 0.0;
  ChopperKind chopper = ChopperKind::random;  // c_ttv2, agad
  double chop_probability = 0.1;  // rho, at each transfer of a row; regular: every max(ceil(1 / rho), 2) sweeps
  double tail = 5.0;              // agad: beta = min(tail / max(ceil(1 / rho), 2), 1)

  friend bool operator==(const TrainingAlgorithm&, const TrainingAlgorithm&) = default;
};

/// The rule of its transfers; of kind none where it has none.
Transfer transfer_of(const TrainingAlgorithm& algorithm);

enum class ReadKind { ideal, noise, stochastic, ramp };

// The most that a stochastic read can have: as much as a tile.
inline constexpr int read_samples_max = 256;
inline constexpr int read_digits_max = 8;  // streams, and bits of each
inline constexpr int read_code_bits_max = 15;
inline constexpr int read_array_rows_max = 1024;

/// What a forward or backward pass and a transfer see of an array.
struct Read {
  ReadKind kind = ReadKind::ideal;
  // noise: inputs scaled to their largest magnitude and rounded; outputs with noise, rounded and clipped.
  // ramp: of a code of the tile's time-coded inputs, and of its ramp converter; both with the sign.
  int input_bits = 7;
  int output_bits = 9;
  double output_noise = 0.06;
  double output_bound = 12.0;
  bool bound_management = true;  // where an output clips, again with half the input
  // stochastic: the SOT-MTJ converters of a tile (level A). The driven lines are those of rows in a forward, of columns
  // in a backward read; a one-hot read is one stream of one line.
  int samples = 32;     // n: of a conversion
  int streams = 4;      // A: digits of an input
  int stream_bits = 1;  // z_a: of a digit
  int array_rows = 64;  // most driven lines of a sub-array
  double mtj_gain = 8.0;
  double column_gain = 0.5;  // stochastic, ramp: times the root of a sub-array's lines

  friend bool operator==(const Read&, const Read&) = default;
};

}  // namespace spintile::spec
