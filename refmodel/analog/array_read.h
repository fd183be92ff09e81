// What the periphery sees of an array of weights: forward and backward products and one-hot reads, ideal, through
// converters with noise (the read model of Rasch et al., "A flexible and fast PyTorch toolkit for simulating training
// and inference on analog crossbar arrays", AICAS 2021), or through the stochastic converters of a tile.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "host/matrix.h"
#include "host/philox.h"
#include "refmodel/analog/converter_read.h"
#include "refmodel/analog/randomness.h"
#include "refmodel/analog/read_kernel.h"
#include "refmodel/analog/simd.h"
#include "spec/training_algorithm.h"

namespace spintile::refmodel {

/// Reads of one kind; each vector is a read, and has draws of its own number.
/// Noisy: the input is divided by its largest magnitude and rounded to 2^input_bits - 1 levels over [-1, 1]; to each
/// output output_noise N is added, it is rounded to 2^output_bits - 1 levels over +-output_bound and clipped; then the
/// division is undone. Forward with bound management: where an output clips, again with half the input, at the most 4
/// times. An input of zeros reads as zeros.
/// Stochastic: converter_read.h. Backward reads go through converters of their own at the columns, whose draws have
/// array number 2^30 higher; a one-hot read is that of a tile with one row.
class ArrayRead {
 public:
  ArrayRead(const spec::Read& read, host::PhiloxKey key, Purpose purpose, Simd simd = best_simd());

  /// y = x W. Bit for bit the same for any split of a batch.
  void forward(const host::Matrix<float>& x, const host::Matrix<float>& weights, host::Matrix<float>& y);
  /// x = d W^T; bound management is for forward reads.
  void backward(const host::Matrix<float>& d, const host::Matrix<float>& weights, host::Matrix<float>& x);
  /// One-hot: row k alone is driven, with 1.
  void row(const host::Matrix<float>& weights, int k, std::span<float> read);

  /// Vectors read so far: the number of the next read.
  std::uint64_t reads() const { return reads_; }
  void set_reads(std::uint64_t reads) { reads_ = reads; }

 private:
  using Product = void (*)(const host::Matrix<float>&, const host::Matrix<float>&, host::Matrix<float>&, Simd);
  void read(const host::Matrix<float>& in, const host::Matrix<float>& weights, host::Matrix<float>& out,
            Product product, bool manage_bound);
  /// Through the converters of this direction, made when they are first used.
  void read_stochastic(std::optional<ConverterRead>& converters, host::PhiloxKey key, const host::Matrix<float>& in,
                       const host::Matrix<float>& cells, host::Matrix<float>& out);
  bool convert(std::span<float> values, std::uint64_t read, std::uint32_t attempt) const;

  spec::Read read_;
  host::PhiloxKey key_;
  Purpose purpose_;
  Simd simd_;
  ReadKernel kernel_;
  std::uint64_t reads_ = 0;
  std::optional<ConverterRead> forward_converters_;
  std::optional<ConverterRead> backward_converters_;
  std::optional<ConverterRead> row_converters_;
  host::Matrix<float> driven_;  // the inputs as they are driven: kept to spare allocations
};

}  // namespace spintile::refmodel
