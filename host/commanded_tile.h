// The driver of a tile: everything by registers, commands and packets, as a processor beside it would do it.
// docs/contract.md, "Buses" and "UPDATE and TRANSFER".
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <vector>

#include "host/tile.h"
#include "host/tile_port.h"

namespace spintile::host {

/// How a PROGRAM or CALIBRATE works.
struct RowProgramming {
  std::int32_t tolerance = 0;  // codes, 0 .. F
  int attempts = 16;           // most pulses, 1 .. 255
  int slots = 1;               // of each pulse
};

/// What it came to.
struct RowOutcome {
  int failures = 0;  // columns beyond the tolerance
  int pulses = 0;

  friend bool operator==(const RowOutcome&, const RowOutcome&) = default;
};

/// Illegal arguments throw std::invalid_argument naming the value and what is allowed, before anything is sent; what
/// the tile refuses all the same, or the variant does not have, comes as the port's TileError. A register that holds a
/// value already is not written again.
class CommandedTile final : public Tile {
 public:
  /// Of a tile that nobody else drives from now on.
  explicit CommandedTile(std::unique_ptr<TilePort> port);

  const TilePort& port() const { return *port_; }
  TilePort& port() { return *port_; }

  const spec::Variant& variant() const override { return port_->variant(); }
  void program(const Matrix<std::int32_t>& weight_codes, Array array = Array::weight) override;
  void set_column_gain(const std::vector<float>& gain) override;
  void set_samples(int samples) override;
  void set_requantisation(const Requantisation& requantisation) override;
  Readout forward(const Matrix<std::int32_t>& input_codes, Array array = Array::weight) override;

  Matrix<std::int64_t> forward_accumulators(const Matrix<std::int32_t>& input_codes,
                                            Array array = Array::weight) override;
  Matrix<std::int64_t> backward(const Matrix<std::int32_t>& error_codes, Array array = Array::weight) override;
  void set_gain(Array array, Direction direction, const std::vector<float>& gain) override;
  void set_generators(std::span<const std::uint32_t> states) override;
  void update(const PulseProbabilities& probabilities, Array array) override;
  void set_up_transfer(const TransferSettings& settings) override;
  void set_transfer_constants(std::span<const std::uint32_t> words) override;
  void transfer() override;
  /// Writes and verifies row `row` of an array, of a variant with outer products: C target codes in +-F of its one-hot
  /// read.
  RowOutcome program_row(Array array, int row, std::span<const std::int32_t> targets,
                         const RowProgramming& programming = {});
  /// Writes the offset row of an array until an input of zeros reads as zeros, of a variant that has one.
  RowOutcome calibrate(Array array, const RowProgramming& programming = {});

  Matrix<float> weights() const override { return port_->weights(Array::weight); }
  void set_weights(const Matrix<float>& weights) override { port_->set_weights(Array::weight, weights); }

  State save() override;
  void restore(const State& state) override;

 private:
  void write_register(std::uint32_t address, std::uint32_t value);
  template <class Element>
  void write(spec::Space space, std::span<const Element> elements);
  /// Through `array` in one direction: vector after vector `input` is written, `command` run and a row of accumulators
  /// read, then `read_out` may read more.
  template <class ReadOut>
  void run_vectors(const Matrix<std::int32_t>& codes, spec::Space input, spec::Command command, Array array,
                   Matrix<std::int64_t>& accumulators, ReadOut read_out);
  /// Runs a PROGRAM or CALIBRATE.
  RowOutcome write_and_verify(spec::Command command, Array array, const RowProgramming& programming);
  void clear_sot_array();
  /// Words that the program of the variant's transfer takes.
  int constant_count() const;
  void write_program(std::span<const std::int64_t> words);

  std::unique_ptr<TilePort> port_;
  std::map<std::uint32_t, std::uint32_t> registers_;  // what was written last; only those that the tile never changes
  std::uint32_t constants_base_ = 0;
  std::vector<std::uint32_t> constants_;  // in the array; none where that is not known
};

}  // namespace spintile::host
