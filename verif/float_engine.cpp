#include "verif/float_engine.h"

#include <cstddef>

#include "refmodel/numeric/float_value.h"

namespace spintile::verif {
namespace {

class ValueEngine : public FloatEngine {
 public:
  int lanes() const override { return 1; }

  void evaluate(const spec::FloatOperation& operation, const FloatOperandLists& operands,
                std::span<std::uint64_t> result, std::span<std::uint8_t> flags) override {
    const auto& [a, b, c] = operands;
    const bool two = operation.operands() >= 2;
    const bool three = operation.operands() == 3;
    for (std::size_t i = 0; i < a.size(); ++i) {
      const refmodel::FloatResult value = refmodel::evaluate(operation, a[i], two ? b[i] : 0, three ? c[i] : 0);
      result[i] = value.word;
      flags[i] = static_cast<std::uint8_t>(value.flags);
    }
  }
};

}  // namespace

std::unique_ptr<FloatEngine> value_engine() { return std::make_unique<ValueEngine>(); }

}  // namespace spintile::verif
