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

void DeviceArrays::fill(std::uint64_t read, int sample, std::span<std::uint64_t> bits) const {
  const std::span<const std::uint64_t> answers = answers_.at(read);
  std::ranges::copy(answers.subspan(static_cast<std::size_t>(sample) * bits.size(), bits.size()), bits.begin());
}

}  // namespace spintile::verif
