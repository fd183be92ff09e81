// The `rtl` engine: the compiled program in a Verilated float unit, driven over its buses.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <list>
#include <stdexcept>
#include <utility>
#include <vector>

#include "spec/derive.h"
#include "verif/float_engine.h"
#include "verif/float_program.h"
#include "verif/rtl_float_unit.h"

namespace spintile::verif {
namespace {

constexpr int flag_rows = 5;

struct StoredProgram {
  spec::FloatOperation operation;
  FloatProgram placed;
  int first = 0;  // its first word in the program store
};

class RtlEngine : public FloatEngine {
 public:
  RtlEngine(std::shared_ptr<const ModelLibrary> library, const spec::Variant& variant)
      : unit_(std::move(library), variant), lane_words_(static_cast<std::size_t>(variant.sot.lanes)) {}

  int lanes() const override { return unit_.variant().sot.lanes; }

  void evaluate(const spec::FloatOperation& operation, const FloatOperandLists& operands,
                std::span<std::uint64_t> result, std::span<std::uint8_t> flags) override {
    const StoredProgram& stored = prepare(operation);
    unit_.set_bases(stored.placed.bases);
    for (std::size_t first = 0; first < result.size(); first += lane_words_.size()) {
      const std::size_t count = std::min(lane_words_.size(), result.size() - first);
      for (std::size_t i = 0; i < static_cast<std::size_t>(operation.operands()); ++i) {
        load(stored.placed.base(operand_regions[i]), operation.operand_bits(), operands[i].subspan(first, count));
      }
      run(stored);
      unit_.read_lanes(stored.placed.base(region_result), operation.result_bits(), lane_words_);
      std::ranges::copy_n(lane_words_.begin(), static_cast<std::ptrdiff_t>(count),
                          result.begin() + static_cast<std::ptrdiff_t>(first));
      unit_.read_lanes(stored.placed.base(region_flags), flag_rows, lane_words_);
      for (std::size_t i = 0; i < count; ++i) flags[first + i] = static_cast<std::uint8_t>(lane_words_[i]);
    }
  }

 private:
  /// Lanes past the cases hold zeros.
  void load(int first_row, int bits, std::span<const std::uint64_t> words) {
    const auto rest = std::ranges::copy(words, lane_words_.begin()).out;
    std::fill(rest, lane_words_.end(), std::uint64_t{0});
    unit_.write_lanes(first_row, bits, lane_words_);
  }

  void run(const StoredProgram& stored) {
    if (const spec::Error error = unit_.run(stored.first); error != spec::Error::none) {
      throw std::runtime_error(fmt::format("float unit {}: program {} ended with error {}", unit_.variant().name,
                                           stored.placed.program.name, static_cast<int>(error)));
    }
  }

  /// Programs stay in the store until a new one finds no room; then it is filled from the beginning.
  const StoredProgram& prepare(const spec::FloatOperation& operation) {
    const auto found = std::ranges::find(programs_, operation, &StoredProgram::operation);
    if (found != programs_.end()) return *found;
    const spec::Sot& sot = unit_.variant().sot;
    FloatProgram placed = float_program(operation, {.flags = true,
                                                    .search_pairs = sot.search == spec::SotSearch::pair,
                                                    .stores_zeros = spec::verifies_writes(unit_.variant())});
    const auto words = static_cast<int>(placed.program.words.size());
    if (placed.program.rows() > sot.rows || words > sot.program_words) {
      throw std::invalid_argument(fmt::format(
          "float unit {}: program {} has {} rows and {} words; sot.rows is {}, sot.program_words is {}",
          unit_.variant().name, placed.program.name, placed.program.rows(), words, sot.rows, sot.program_words));
    }
    if (next_word_ + words > sot.program_words) {
      programs_.clear();
      next_word_ = 0;
    }
    unit_.load_program(placed.program, next_word_);
    const int first = std::exchange(next_word_, next_word_ + words);
    return programs_.emplace_back(StoredProgram{operation, std::move(placed), first});
  }

  RtlFloatUnit unit_;
  std::list<StoredProgram> programs_;
  int next_word_ = 0;                      // of the program store, free from there on
  std::vector<std::uint64_t> lane_words_;  // one a lane, on the way in or out
};

}  // namespace

std::unique_ptr<FloatEngine> rtl_engine(std::shared_ptr<const ModelLibrary> library, const spec::Variant& variant) {
  if (variant.unit != spec::Unit::float_unit) {
    throw std::invalid_argument(
        fmt::format("variant {} is a tile: the rtl engine needs one with `unit: float`", variant.name));
  }
  return std::make_unique<RtlEngine>(std::move(library), variant);
}

}  // namespace spintile::verif
