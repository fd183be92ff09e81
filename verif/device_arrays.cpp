#include "verif/device_arrays.h"

#include <algorithm>

namespace spintile::verif {
namespace {

// More than a command makes: a read for each phase of each stream.
constexpr std::size_t answers_kept = 1024;

}  // namespace

void DeviceArrays::read(host::Array array, host::Direction direction, int phase, std::span<const std::int32_t> drive,
                        FullScale full_scale) {
  arrays_.read(array, direction, drive, phase, full_scale);
  answers_[reads_++].clear();
  if (answers_.size() > answers_kept) answers_.erase(answers_.begin());
}

void DeviceArrays::sample(int sample, std::span<std::uint64_t> bits) {
  arrays_.sample(sample, bits);
  std::vector<std::uint64_t>& answers = answers_[reads_ - 1];
  answers.insert(answers.end(), bits.begin(), bits.end());
}

void DeviceArrays::convert(host::Array array, host::Direction direction, std::span<const std::int32_t> drive,
                           FullScale full_scale, std::span<std::int32_t> steps) {
  host::Matrix<std::int32_t> counts(1, static_cast<int>(drive.size()));
  std::ranges::copy(drive, counts.values().begin());
  const host::Matrix<std::int32_t> answer = arrays_.first_steps(array, direction, counts, full_scale);
  std::ranges::copy(answer.values(), steps.begin());
  steps_[reads_++].assign(steps.begin(), steps.end());
  if (steps_.size() > answers_kept) steps_.erase(steps_.begin());
}

void DeviceArrays::fill_steps(std::uint64_t read, std::span<std::int32_t> steps) const {
  std::ranges::copy(steps_.at(read), steps.begin());
}

void DeviceArrays::fill(std::uint64_t read, int sample, std::span<std::uint64_t> bits) const {
  const std::span<const std::uint64_t> answers = answers_.at(read);
  std::ranges::copy(answers.subspan(static_cast<std::size_t>(sample) * bits.size(), bits.size()), bits.begin());
}

}  // namespace spintile::verif
