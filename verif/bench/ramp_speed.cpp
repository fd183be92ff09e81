#include "verif/bench/ramp_speed.h"

#include <algorithm>
#include <cstdint>
#include <limits>

#include "host/matrix.h"
#include "host/philox.h"
#include "refmodel/analog/ramp_array.h"
#include "spec/variant.h"
#include "verif/bench/thread_time.h"
#include "verif/host_draws.h"

namespace spintile::verif {
namespace {

spec::Variant ramp_tile(int size) {
  spec::Variant variant;
  variant.name = "ramp_tile";
  variant.crossbar = {.rows = size, .columns = size, .array_rows = size};
  variant.input = {.coding = spec::InputCoding::time, .streams = 1, .stream_bits = 7};
  variant.readout.kind = spec::ReadoutKind::ramp;
  variant.readout.samples_max = 1;
  variant.device.column_gain = 30.0;
  return variant;
}

}  // namespace

double ramp_read_milliseconds(int size, int vectors) {
  constexpr int slices = 25;  // the best counts, for other work disturbs all but a few
  refmodel::RampArray array(ramp_tile(size), 1);
  host::PhiloxSequence random({1, host_draws::benchmark}, 0x313);
  host::Matrix<float> cells(size, size);
  for (float& cell : cells.values()) cell = 2.0F * random.uniform() - 1.0F;
  array.set_cells(cells);
  host::Matrix<std::int32_t> counts(vectors, size);
  for (std::int32_t& count : counts.values()) count = static_cast<std::int32_t>(random.below(255)) - 127;

  double best = std::numeric_limits<double>::max();
  array.codes(counts);
  for (int slice = 0; slice < slices; ++slice) {
    const double start = thread_seconds();
    array.codes(counts);
    best = std::min(best, thread_seconds() - start);
  }
  return 1e3 * best / vectors;
}

}  // namespace spintile::verif
