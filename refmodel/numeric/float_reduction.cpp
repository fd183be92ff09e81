#include "refmodel/numeric/float_reduction.h"

#include <fmt/format.h>

#include <stdexcept>
#include <vector>

namespace spintile::refmodel {
namespace {

using spec::FloatKind;
using spec::FloatOperation;

void check(const FloatOperation& operation, std::size_t a, std::size_t b) {
  const auto lanes = static_cast<std::size_t>(operation.lanes);
  const bool is_dot = operation.kind == FloatKind::lane_dot;
  if (!operation.reduces_lanes() || operation.lanes < 1 || a != lanes || (is_dot && b != lanes)) {
    throw std::invalid_argument(fmt::format(
        "{}: no reduction of {} and {} operands, allowed are as many as lanes, 1 or more", to_string(operation), a, b));
  }
}

}  // namespace

FloatResult reduce_lanes(const FloatOperation& operation, std::span<const std::uint64_t> a,
                         std::span<const std::uint64_t> b) {
  check(operation, a.size(), b.size());
  const bool is_dot = operation.kind == FloatKind::lane_dot;
  const FloatOperation product = operation.of_products();
  unsigned flags = 0;
  std::vector<std::uint64_t> values;
  for (std::size_t lane = 0; lane < a.size(); ++lane) {
    const FloatResult value =
        is_dot ? evaluate(product, a[lane], b[lane]) : FloatResult{a[lane] & operation.format.word_mask(), 0};
    values.push_back(value.word);
    flags |= value.flags;
  }
  const FloatOperation pair = operation.of_two_lanes();
  for (std::size_t distance = 1; distance < values.size(); distance *= 2) {
    for (std::size_t lane = 0; lane + distance < values.size(); lane += 2 * distance) {
      const FloatResult value = evaluate(pair, values[lane], values[lane + distance]);
      values[lane] = value.word;
      flags |= value.flags;  // lane 0 depends on every one of them
    }
  }
  return {values.front(), flags};
}

}  // namespace spintile::refmodel
