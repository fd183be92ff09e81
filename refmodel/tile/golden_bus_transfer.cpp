// TRANSFER and SOT of a GoldenBus: codes of a row go into the SOT array, its program runs, pulses come out of it.
#include <cstdint>
#include <vector>

#include "refmodel/tile/golden_bus.h"
#include "spec/derive.h"

namespace spintile::refmodel {
namespace {

using spec::Command;
using spec::Space;

int subarray_of(const spec::Variant& variant, int row) {
  int subarray = 0;
  while (row >= spec::subarray_first_row(variant, subarray + 1)) ++subarray;
  return subarray;
}

}  // namespace

GoldenBus::ReadOut GoldenBus::transfer_read() const {
  const TrainingRegisters& training = frontend_.training();
  return {1, training.transfer_samples(), subarray_of(variant_, static_cast<int>(training.choppers().row))};
}

TransferRun GoldenBus::run_transfer(const Converters& converters) {
  expect_running(running() == Command::transfer, "run_transfer");
  read_out(forward_, transfer_read(), converters);
  return end_transfer();
}

TransferRun GoldenBus::run_transfer(const ConverterOnes& converters) {
  expect_running(running() == Command::transfer, "run_transfer");
  read_out(forward_, transfer_read(), converters);
  return end_transfer();
}

TransferRun GoldenBus::run_transfer(FirstSteps steps) {
  expect_running(running() == Command::transfer, "run_transfer");
  capture(forward_, steps);
  return end_transfer();
}

TransferRun GoldenBus::end_transfer() {
  TrainingRegisters& training = frontend_.training();
  ChopperBank& choppers = training.choppers();
  const auto row = static_cast<int>(choppers.row);
  store_codes(row);

  SotBases bases = frontend_.sot().bases();
  for (std::size_t plane = 0; plane < 3; ++plane) bases[plane] += row * spec::transfer_word_bits(variant_.transfer);
  TransferRun run;
  run.program = sot().run(frontend_.sot(), bases);
  if (run.program.error != spec::Error::none) {
    frontend_.end(run.program.error);
    return run;
  }
  if (training.is_warm()) {
    run.pulses = stored_pulses(row);
    frontend_.select_array(host::Array::weight);
  }
  if (spec::has_choppers(variant_)) choppers.generator = static_cast<std::uint32_t>(values(Space::random).back());
  run.flipped = choppers.advance(training.chopper_mode());
  if (spec::has_choppers(variant_)) values(Space::random).back() = choppers.generator;
  frontend_.end();
  return run;
}

void GoldenBus::store_codes(int row) {
  const auto first = frontend_.sot().bases()[3];
  const int bits = spec::transfer_code_bits(variant_);
  const std::vector<std::int64_t>& codes = values(Space::accumulator);
  sot().array().load(first, bits, std::vector<std::uint64_t>(codes.begin(), codes.begin() + variant_.crossbar.columns));
  const ChopperBank& choppers = frontend_.training().choppers();
  const auto fill = [&](int to, bool bit) {
    const LaneBits lanes(sot().array().lane_words(), bit ? ~std::uint64_t{0} : 0);
    sot().array().set_row(to, lanes);
  };
  fill(first + bits, choppers.negative[static_cast<std::size_t>(row)] != 0);
  fill(first + bits + 1, choppers.fresh[static_cast<std::size_t>(row)] != 0);
}

UpdateDrive GoldenBus::stored_pulses(int row) const {
  const auto rows = static_cast<std::size_t>(variant_.crossbar.rows);
  const auto columns = static_cast<std::size_t>(variant_.crossbar.columns);
  const int first = frontend_.sot().bases()[5];
  const int slots = variant_.transfer.pulses;
  UpdateDrive drive{{std::vector<std::uint32_t>(rows), std::vector<std::uint8_t>(rows)},
                    {std::vector<std::uint32_t>(columns), std::vector<std::uint8_t>(columns)}};
  drive.rows.slots[static_cast<std::size_t>(row)] = ~std::uint32_t{0} >> (32 - slots);
  const auto bit = [](const LaneBits& lanes, std::size_t lane) { return (lanes[lane / 64] >> (lane % 64) & 1) != 0; };
  // Up is where the signs differ, and the row's is 0: n > 0 shows as a negative column.
  const LaneBits negative = sot().array().row(first);
  for (std::size_t column = 0; column < columns; ++column)
    drive.columns.negative[column] = bit(negative, column) ? 0 : 1;
  for (int slot = 0; slot < slots; ++slot) {
    const LaneBits fires = sot().array().row(first + 1 + slot);
    for (std::size_t column = 0; column < columns; ++column) {
      if (bit(fires, column)) drive.columns.slots[column] |= std::uint32_t{1} << slot;
    }
  }
  return drive;
}

ProgramRun GoldenBus::run_sot() {
  expect_running(running() == Command::sot, "run_sot");
  const ProgramRun run = sot().run(frontend_.sot(), frontend_.sot().bases());
  frontend_.end(run.error);
  return run;
}

}  // namespace spintile::refmodel
