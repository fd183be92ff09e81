#include "verif/float_engine.h"

#include <cstddef>

#include "refmodel/numeric/float_value.h"

namespace spintile::verif {
namespace {

class ValueEngine : public FloatEngine {
 public:
  int lanes() const override { return 1; }

  void evaluate(const spec::FloatOperation& operation, std::span<const std::uint64_t> a,
                std::span<const std::uint64_t> b, std::span<std::uint64_t> result,
                std::span<std::uint8_t> flags) override {
    const bool two = operation.operands() == 2;
    for (std::size_t i = 0; i < a.size(); ++i) {
      const refmodel::FloatResult value = refmodel::evaluate(operation, a[i], two ? b[i] : 0);
      result[i] = value.word;
      flags[i] = static_cast<std::uint8_t>(value.flags);
    }
  }
};

}  // namespace

std::unique_ptr<FloatEngine> value_engine() { return std::make_unique<ValueEngine>(); }

}  // namespace spintile::verif
