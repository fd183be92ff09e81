#include "verif/device_arrays.h"

#include <algorithm>

namespace spintile::verif {
namespace {

// More than a command makes: a read for each phase of each stream.
constexpr std::size_t answers_kept = 1024;

}  // namespace

DeviceArrays::DeviceArrays(const spec::Variant& variant, std::uint32_t seed, const spec::ResistiveDevice& weight,
                           const spec::ResistiveDevice& fast) {
  const auto add = [&](const spec::ResistiveDevice& device, std::uint32_t array) {
    const spec::Crossbar& crossbar = variant.crossbar;
    Side side{refmodel::ResistiveArray(device, crossbar.rows, crossbar.columns, {seed, array}),
              refmodel::AnalogArray(variant, seed, array)};
    side.readout.set_cells(side.devices.weights());
    sides_.push_back(std::move(side));
  };
  add(weight, 0);
  if (variant.crossbar.fast_array) add(fast, 1);
}

void DeviceArrays::read(host::Array array, host::Direction direction, int phase, std::span<const std::int32_t> drive,
                        FullScale full_scale) {
  at(array).readout.read(drive, phase, full_scale, direction);
  last_read_ = array;
  answers_[reads_++].clear();
  if (answers_.size() > answers_kept) answers_.erase(answers_.begin());
}

void DeviceArrays::sample(int sample, std::span<std::uint64_t> bits) {
  at(last_read_).readout.sample(sample, bits);
  std::vector<std::uint64_t>& answers = answers_[reads_ - 1];
  answers.insert(answers.end(), bits.begin(), bits.end());
}

void DeviceArrays::fill(std::uint64_t read, int sample, std::span<std::uint64_t> bits) const {
  const std::span<const std::uint64_t> answers = answers_.at(read);
  std::ranges::copy(answers.subspan(static_cast<std::size_t>(sample) * bits.size(), bits.size()), bits.begin());
}

void DeviceArrays::update(host::Array array, const refmodel::UpdateDrive& drive) {
  Side& side = at(array);
  side.devices.pulse(drive);
  side.pulses += side.devices.pulses();
  side.readout.set_cells(side.devices.weights());
}

}  // namespace spintile::verif
