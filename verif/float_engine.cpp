#include "verif/float_engine.h"

#include <cstddef>

#include "refmodel/numeric/float_reduction.h"
#include "refmodel/numeric/float_value.h"

namespace spintile::verif {
namespace {

class ValueEngine : public FloatEngine {
 public:
  int lanes() const override { return 1; }

  void evaluate(const spec::FloatOperation& operation, const FloatOperandLists& operands,
                std::span<std::uint64_t> result, std::span<std::uint8_t> flags) override {
    const auto& [a, b, c] = operands;
    if (operation.reduces_lanes()) return reduce(operation, a, b, result, flags);
    const bool two = operation.operands() >= 2;
    const bool three = operation.operands() == 3;
    for (std::size_t i = 0; i < a.size(); ++i) {
      const refmodel::FloatResult value = refmodel::evaluate(operation, a[i], two ? b[i] : 0, three ? c[i] : 0);
      result[i] = value.word;
      flags[i] = static_cast<std::uint8_t>(value.flags);
    }
  }

 private:
  static void reduce(const spec::FloatOperation& operation, std::span<const std::uint64_t> a,
                     std::span<const std::uint64_t> b, std::span<std::uint64_t> result, std::span<std::uint8_t> flags) {
    const auto lanes = static_cast<std::size_t>(operation.lanes);
    const bool two = operation.operands() == 2;
    for (std::size_t i = 0; i < result.size(); ++i) {
      const refmodel::FloatResult value = refmodel::reduce_lanes(
          operation, a.subspan(i * lanes, lanes), two ? b.subspan(i * lanes, lanes) : std::span<const std::uint64_t>{});
      result[i] = value.word;
      flags[i] = static_cast<std::uint8_t>(value.flags);
    }
  }
};

}  // namespace

std::unique_ptr<FloatEngine> value_engine() { return std::make_unique<ValueEngine>(); }

}  // namespace spintile::verif
