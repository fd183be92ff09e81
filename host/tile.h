// A tile that learns in place, by its commands: what a layer's weight matrix (host/tile_matrix.h) works on. The one
// implementation, CommandedTile (host/commanded_tile.h), drives a TilePort.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "host/inference_tile.h"
#include "host/pulse_probabilities.h"
#include "host/state.h"
#include "spec/sot_program.h"

namespace spintile::host {

/// What a TRANSFER works with: all that a host sets once.
struct TransferSettings {
  spec::sot::Program program;           // of the variant's transfer
  std::array<std::int32_t, 8> bases{};  // BASE0 .. BASE7, of row 0
  int samples = 1;                      // of the one-hot read
  std::uint32_t warm_up = 0;            // sweeps without pulses
  bool regular_flips = false;
  bool random_flips = false;
  std::uint32_t flip_probability = 0;  // x 2^16
  std::uint32_t flip_period = 2;       // Pn, sweeps
};

class Tile : public InferenceTile {
 public:
  /// The accumulators of forward() alone, B x C: for a host that makes numbers of them itself.
  virtual Matrix<std::int64_t> forward_accumulators(const Matrix<std::int32_t>& input_codes,
                                                    Array array = Array::weight) = 0;
  /// B x C error codes in +-input_code_max through an array from its columns -> B x R accumulators.
  virtual Matrix<std::int64_t> backward(const Matrix<std::int32_t>& error_codes, Array array = Array::weight) = 0;
  /// Analog gain before the converters, one positive value an output: C forward, R backward.
  virtual void set_gain(Array array, Direction direction, const std::vector<float>& gain) = 0;

  /// States of the random generators of an update and of the choppers, none of them 0.
  virtual void set_generators(std::span<const std::uint32_t> states) = 0;
  /// `probabilities.slots` slots of pulses; none for 0 slots.
  virtual void update(const PulseProbabilities& probabilities, Array array) = 0;
  /// Registers and program of a transfer, which begins afresh: row 0, sweep 0, no chopper turned, the SOT array all 0.
  virtual void set_up_transfer(const TransferSettings& settings) = 0;
  /// Words of the arithmetic as region 6 of the program has them (host/constant_words.h): 4 for agad, else 2. After
  /// set_up_transfer().
  virtual void set_transfer_constants(std::span<const std::uint32_t> words) = 0;
  /// The next row of A into W.
  virtual void transfer() = 0;

  /// Of W, as it reads.
  virtual Matrix<float> weights() const = 0;
  virtual void set_weights(const Matrix<float>& weights) = 0;

  /// All registers and state spaces that can be written, the SOT array, and the analog side.
  virtual State save() = 0;
  /// std::invalid_argument for what save() would not give, and then nothing has changed. A tile of the same variant and
  /// seed goes on with the same bits. Gains are not part of it: they are the host's to set.
  virtual void restore(const State& state) = 0;
};

}  // namespace spintile::host
