#include "refmodel/analog/array_update.h"

#include <vector>

#include "host/outer_product_codes.h"
#include "host/pulse_probabilities.h"
#include "refmodel/analog/opu_drive.h"

namespace spintile::refmodel {
namespace {

template <class Values>
void turn(Values& values, std::span<const std::uint8_t> turned_rows) {
  for (std::size_t k = 0; k < turned_rows.size(); ++k)
    if (turned_rows[k] != 0) values[k] = -values[k];
}

}  // namespace

ArrayUpdate::ArrayUpdate(const spec::PulsedUpdate& update, int rows, int columns)
    : update_(update), generator_(rows, columns, update.random_words, update.probability_bits) {}

void ArrayUpdate::descend(ResistiveArray& array, std::span<const float> x, std::span<const float> d, double rate,
                          std::span<const std::uint8_t> turned_rows) {
  if (update_.kind == spec::PulseKind::implicit) {
    std::vector<float> turned(x.begin(), x.end());
    turn(turned, turned_rows);
    return array.pulse_implicit(turned, d, rate);
  }
  if (update_.kind == spec::PulseKind::opu) {
    host::OuterProductCodes codes = host::outer_product_codes(x, d, rate, array.granularity(), update_);
    turn(codes.rows, turned_rows);
    return array.outer({.rows = std::move(codes.rows), .columns = std::move(codes.columns)});
  }
  const host::PulseProbabilities probabilities = host::pulse_probabilities(x, d, rate, array.granularity(), update_);
  const bool is_mean = update_.kind == spec::PulseKind::mean_count;
  UpdateDrive drive =
      is_mean ? mean_count_drive(probabilities, update_.probability_bits) : generator_.fire(probabilities);
  for (std::size_t k = 0; k < turned_rows.size(); ++k) drive.rows.negative[k] ^= turned_rows[k];
  is_mean ? array.pulse_mean(drive, probabilities.slots) : array.pulse(drive);
}

}  // namespace spintile::refmodel
