#include "refmodel/analog/converter_read.h"

#include <algorithm>
#include <vector>

#include "refmodel/analog/array_accumulators.h"

namespace spintile::refmodel {
namespace {

spec::Variant variant_of(const spec::Read& read, const host::ConverterScale& scale, int rows, int columns) {
  spec::Variant variant;
  variant.crossbar = {.rows = rows, .columns = columns, .array_rows = std::min(read.array_rows, rows)};
  variant.input = {.streams = read.streams, .stream_bits = read.stream_bits};
  variant.readout.samples_max = read.samples;
  variant.device.mtj_gain = read.mtj_gain;
  variant.device.column_gain = scale.gain();
  return variant;
}

}  // namespace

ConverterRead::ConverterRead(const spec::Read& read, int rows, int columns, host::PhiloxKey key, Simd simd)
    : scale_(read, rows),
      variant_(variant_of(read, scale_, rows, columns)),
      array_(variant_, key.seed, key.stream, simd) {}

void ConverterRead::read(const host::Matrix<float>& x, const host::Matrix<float>& cells, std::uint64_t first,
                         host::Matrix<float>& y) {
  host::Matrix<std::int32_t> codes(x.rows(), x.columns());
  std::vector<float> largest(static_cast<std::size_t>(x.rows()));
  for (int b = 0; b < x.rows(); ++b) largest[static_cast<std::size_t>(b)] = scale_.codes(x.row(b), codes.row(b));
  array_.set_cells(cells);
  array_.set_reads(first * static_cast<std::uint64_t>(variant_.input.streams));
  const host::Matrix<std::int64_t> sums = array_accumulators(array_, variant_, codes, variant_.readout.samples_max);
  y = host::Matrix<float>(x.rows(), columns());
  for (int b = 0; b < x.rows(); ++b) {
    const float magnitude = largest[static_cast<std::size_t>(b)];
    if (magnitude != 0.0F) scale_.numbers(sums.row(b), magnitude, y.row(b));
  }
}

}  // namespace spintile::refmodel
