#include "verif/float_cost.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "host/philox.h"
#include "verif/float_program.h"
#include "verif/host_draws.h"

namespace spintile::verif {
namespace {

constexpr int lanes = 1024;
constexpr int exponents_below_bias = 4;
constexpr std::uint32_t exponent_choices = 8;

std::uint64_t random_word(const spec::FloatOperation& operation, host::PhiloxSequence& draws) {
  const std::uint64_t upper = draws.next();
  const std::uint64_t bits = upper << 32 | draws.next();
  const std::uint32_t choice = draws.below(exponent_choices);
  if (operation.kind == spec::FloatKind::from_integer) return bits;
  const spec::FloatFormat& format = operation.format;
  const int exponent =
      std::clamp(format.bias() - exponents_below_bias + static_cast<int>(choice), 1, format.exponent_max() - 1);
  const std::uint64_t sign = operation.kind == spec::FloatKind::square_root ? 0 : format.sign_bit();
  return (bits & (sign | format.fraction_mask())) | static_cast<std::uint64_t>(exponent) << format.fraction_bits;
}

}  // namespace

std::vector<std::uint64_t> numbers_in_training(const spec::FloatOperation& operation, int count,
                                               host::PhiloxSequence& draws) {
  std::vector<std::uint64_t> words(static_cast<std::size_t>(count));
  std::ranges::generate(words, [&] { return random_word(operation, draws); });
  return words;
}

FloatCost float_cost(const spec::FloatOperation& operation, const FloatDevice& device) {
  const FloatProgram placed = float_program(operation, {.flags = device.flags, .search_pairs = device.search_pairs});
  FloatCost cost;
  cost.words = static_cast<int>(placed.program.words.size());
  cost.rows = placed.program.rows();

  host::PhiloxSequence draws({.seed = 1, .stream = host_draws::float_cost}, 0);
  refmodel::SotArray array(cost.rows, lanes);
  for (std::size_t i = 0; i < static_cast<std::size_t>(operation.operands()); ++i) {
    array.load(placed.base(operand_regions[i]), operation.operand_bits(), numbers_in_training(operation, lanes, draws));
  }
  cost.counts = run_counted(array, placed.program, placed.bases, device.xor_write);
  cost.cells_written = static_cast<double>(std::exchange(cost.counts.cells_written, 0)) / lanes;
  return cost;
}

}  // namespace spintile::verif
