#include "refmodel/sot/sot_executable.h"

#include <fmt/format.h>

#include <stdexcept>

#include "refmodel/sot/block_kernels.h"

namespace spintile::refmodel {
namespace {

using spec::sot::Mask;
using spec::sot::Read;
using Act = SotExecutable::Act;
using block_kernels::WriteKernel;
using KernelWrite = block_kernels::Write;

bool uses_latch(Mask mask) {
  return mask == Mask::latch || mask == Mask::latch_complement || mask == Mask::and_latch ||
         mask == Mask::and_latch_complement;
}

/// Word i: whether a later word, or who looks at the array afterwards, sees the latch it leaves.
std::vector<bool> latch_outlives(const std::vector<PlacedWord>& words) {
  std::vector<bool> outlives(words.size());
  bool seen = true;
  for (std::size_t i = words.size(); i-- > 0;) {
    outlives[i] = seen;
    if (const auto* step = std::get_if<PlacedStep>(&words[i])) {
      seen = step->read == Read::hold && (seen || step->write != spec::sot::Write::none || uses_latch(step->mask));
    } else if (std::holds_alternative<PlacedMove>(words[i])) {
      seen = false;
    } else {
      seen = seen || uses_latch(std::visit(
                         [](const auto& word) {
                           if constexpr (requires { word.mask; }) return word.mask;
                           return Mask::keep;
                         },
                         words[i]));
    }
  }
  return outlives;
}

/// A row of a block, or its complement.
struct Source {
  int row;
  bool complement = false;

  Source operator~() const { return {row, !complement}; }
};

class Compiler {
 public:
  explicit Compiler(int rows) : rows_(rows) { ones_into_mask(); }

  void add(const PlacedStep& step, bool latch_outlives) {
    Source latch = source_of(step);
    const bool writes = step.write != spec::sot::Write::none;
    // The latch is worth an act of its own only if the row it was read from cannot stand for it.
    const bool overwritten = writes && step.reads_row() && (step.to == step.from || step.also == step.from);
    if (step.read != Read::hold && (latch_outlives || (overwritten && uses_latch(step.mask)))) {
      add_write(latch, KernelWrite::store, state(SotArray::latch_row));
      latch = {state(SotArray::latch_row)};
    }
    if (writes) {
      const auto write = static_cast<KernelWrite>(static_cast<unsigned>(step.write) - 1);
      add_write(latch, write, step.to, step.also, !step.unmasked && !mask_is_ones_);
    }
    update_mask(step.mask, latch);
  }

  void add(const PlacedSearch& search, bool) {
    push(search.pair ? block_kernels::search_pair : block_kernels::search, search.first,
         static_cast<int>(search.key & 0xFFFF), search.rows);
    update_mask(search.mask, {state(SotArray::latch_row)});
  }

  void add(const PlacedClear& clear, bool) {
    const bool masked = !clear.unmasked && !mask_is_ones_;
    push(masked ? block_kernels::clear_masked : block_kernels::clear_all, 0, clear.first, clear.rows);
    update_mask(clear.mask, {state(SotArray::latch_row)});
  }

  void add(const PlacedMove& move, bool) { passes_.push_back({std::exchange(acts_, {}), move}); }

  std::vector<SotExecutable::Pass> end() {
    if (!mask_is_ones_) ones_into_mask();
    passes_.push_back({std::move(acts_)});
    return std::move(passes_);
  }

 private:
  int state(SotArray::StateRow which) const { return rows_ + which; }

  Source source_of(const PlacedStep& step) const {
    switch (step.read) {
      case Read::zero:
        return {state(SotArray::zero_row)};
      case Read::one:
        return {state(SotArray::zero_row), true};
      case Read::row:
        return {step.from};
      case Read::row_complement:
        return {step.from, true};
      case Read::hold:
        break;
    }
    return {state(SotArray::latch_row)};
  }

  void push(unsigned kernel, int source, int to, int also) {
    acts_.push_back({static_cast<std::uint16_t>(kernel), static_cast<std::uint16_t>(source),
                     static_cast<std::uint16_t>(to), static_cast<std::uint16_t>(also)});
  }

  void add_write(Source source, KernelWrite write, int to, std::optional<int> also = {}, bool masked = false) {
    push(WriteKernel{source.complement, write, also.has_value(), masked}.code(), source.row, to, also.value_or(0));
  }

  void update_mask(Mask mask, Source latch) {
    const Source match{state(SotArray::match_row)};
    switch (mask) {
      case Mask::keep:
        return;
      case Mask::ones:
        return ones_into_mask();
      case Mask::latch:
        return into_mask(latch, KernelWrite::store);
      case Mask::latch_complement:
        return into_mask(~latch, KernelWrite::store);
      case Mask::match:
        return into_mask(match, KernelWrite::store);
      case Mask::and_latch:
        return into_mask(latch, KernelWrite::and_into);
      case Mask::and_latch_complement:
        return into_mask(~latch, KernelWrite::and_into);
      case Mask::and_match:
        return into_mask(match, KernelWrite::and_into);
    }
  }

  void into_mask(Source source, KernelWrite write) {
    add_write(source, write, state(SotArray::mask_row));
    mask_is_ones_ = false;
  }

  void ones_into_mask() {
    into_mask(~Source{state(SotArray::zero_row)}, KernelWrite::store);
    mask_is_ones_ = true;
  }

  int rows_;
  bool mask_is_ones_ = true;  // then a write need not look at it
  std::vector<Act> acts_;     // since the last move
  std::vector<SotExecutable::Pass> passes_;
};

using RunBlock = void (*)(std::span<const Act>, SotArray::BlockRow*, SotArray::BlockRow*);

void run_block_baseline(std::span<const Act> acts, SotArray::BlockRow* block, SotArray::BlockRow* state) {
  block_kernels::run_block(acts, block, state);
}

SPINTILE_AVX2 void run_block_avx2(std::span<const Act> acts, SotArray::BlockRow* block, SotArray::BlockRow* state) {
  block_kernels::run_block(acts, block, state);
}

}  // namespace

SotExecutable::SotExecutable(const spec::sot::Program& program, const SotBases& bases, int rows) : rows_(rows) {
  if (rows < 1 || rows > SotArray::rows_max) {
    throw std::invalid_argument(fmt::format("SOT array of {} rows: allowed are 1 .. {}", rows, SotArray::rows_max));
  }
  std::vector<PlacedWord> words;
  for_each_word(program, bases, rows, [&words](const PlacedWord& word) { words.push_back(word); });
  const std::vector<bool> outlives = latch_outlives(words);
  Compiler compiler(rows);
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::visit([&](const auto& word) { compiler.add(word, outlives[i]); }, words[i]);
  }
  passes_ = compiler.end();
}

void SotExecutable::run(SotArray& array, Simd simd) const {
  if (array.rows() != rows_) {
    throw std::invalid_argument(
        fmt::format("SOT program made for {} rows on an array of {} rows", rows_, array.rows()));
  }
  const RunBlock run_block = simd == Simd::avx2 ? run_block_avx2 : run_block_baseline;
  for (const Pass& pass : passes_) {
    for (int block = 0; block < array.blocks(); ++block) {
      run_block(pass.acts, array.block(block), array.block(block) + rows_);
    }
    if (pass.move) array.execute(*pass.move);
  }
}

}  // namespace spintile::refmodel
