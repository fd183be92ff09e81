// The `array` engine: the compiled program, step by step, on the golden array.
#include <fmt/format.h>

#include <algorithm>
#include <list>
#include <stdexcept>
#include <vector>

#include "refmodel/sot/sot_array.h"
#include "refmodel/sot/sot_executable.h"
#include "verif/float_engine.h"
#include "verif/float_program.h"

namespace spintile::verif {
namespace {

constexpr int flag_rows = 5;

/// One operation: its program and an array of its own.
class ArrayOperation {
 public:
  ArrayOperation(const spec::FloatOperation& operation, int lanes)
      : operation_(operation),
        placed_(float_program(operation, {.flags = true})),
        executable_(placed_.program, placed_.bases, placed_.program.rows()),
        array_(placed_.program.rows(), operation.reduces_lanes() ? operation.lanes : lanes) {}

  const spec::FloatOperation& operation() const { return operation_; }

  /// Cases that fit into the array.
  std::size_t cases() const { return static_cast<std::size_t>(array_.lanes() / operation_.lanes); }

  /// Cases first .. first + result.size() - 1, at most cases().
  void evaluate(const FloatOperandLists& operands, std::size_t first, std::span<std::uint64_t> result,
                std::span<std::uint64_t> flags) {
    const auto lanes = static_cast<std::size_t>(operation_.lanes);
    for (std::size_t i = 0; i < static_cast<std::size_t>(operation_.operands()); ++i) {
      array_.load(placed_.base(operand_regions[i]), operation_.operand_bits(),
                  operands[i].subspan(first * lanes, result.size() * lanes));
    }
    executable_.run(array_);
    array_.unload(placed_.base(region_result), operation_.result_bits(), result);
    array_.unload(placed_.base(region_flags), flag_rows, flags);
  }

 private:
  spec::FloatOperation operation_;
  FloatProgram placed_;
  refmodel::SotExecutable executable_;
  refmodel::SotArray array_;
};

class ArrayEngine : public FloatEngine {
 public:
  explicit ArrayEngine(int lanes) : flag_words_(static_cast<std::size_t>(lanes)), lanes_(lanes) {}

  int lanes() const override { return lanes_; }

  void evaluate(const spec::FloatOperation& operation, const FloatOperandLists& operands,
                std::span<std::uint64_t> result, std::span<std::uint8_t> flags) override {
    ArrayOperation& prepared = prepare(operation);
    for (std::size_t first = 0; first < result.size(); first += prepared.cases()) {
      const std::size_t count = std::min(prepared.cases(), result.size() - first);
      const std::span words = std::span(flag_words_).first(count);
      prepared.evaluate(operands, first, result.subspan(first, count), words);
      std::ranges::transform(words, flags.begin() + static_cast<std::ptrdiff_t>(first),
                             [](std::uint64_t word) { return static_cast<std::uint8_t>(word); });
    }
  }

 private:
  ArrayOperation& prepare(const spec::FloatOperation& operation) {
    const auto found = std::ranges::find(prepared_, operation, &ArrayOperation::operation);
    return found != prepared_.end() ? *found : prepared_.emplace_back(operation, lanes_);
  }

  std::list<ArrayOperation> prepared_;
  std::vector<std::uint64_t> flag_words_;
  int lanes_;
};

}  // namespace

std::unique_ptr<FloatEngine> array_engine(int lanes) {
  if (lanes < 1 || lanes > array_engine_lanes_max) {
    throw std::invalid_argument(fmt::format("{} lanes: allowed are 1 .. {}", lanes, array_engine_lanes_max));
  }
  return std::make_unique<ArrayEngine>(lanes);
}

}  // namespace spintile::verif
