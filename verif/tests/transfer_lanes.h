// A transfer's program on the golden array, a lane a case, held against the arithmetic of a transfer.
#pragma once

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "gen/microcode/transfer.h"
#include "refmodel/periphery/transfer_arithmetic.h"
#include "refmodel/sot/sot_executable.h"
#include "spec/derive.h"
#include "spec/float_format.h"
#include "verif/float_patterns.h"

namespace spintile::verif {

/// Everything one lane brings: chopper, fresh and constants may differ from lane to lane here.
struct TransferLane {
  std::uint32_t hidden = 0, mean = 0, reference = 0;
  std::int32_t code = 0;
  bool negative = false, fresh = false;
  refmodel::TransferConstants constants;
};

/// Lanes that go where a transfer can break: w around each number of pulses, special values, long carries.
class TransferStimulus {
 public:
  TransferStimulus(const spec::Transfer& transfer, int code_bits)
      : transfer_(transfer), code_bits_(code_bits), arithmetic_(transfer, code_bits) {}

  TransferLane lane(std::uint64_t seed, std::uint64_t number) const {
    Draws draws(seed, number);
    TransferLane lane;
    const int half = 1 << (code_bits_ - 1);
    lane.code = draws.bits(2) == 0 ? draws.within(-1, 1) * (half - draws.within(0, 1)) : draws.within(-half, half - 1);
    lane.code = std::clamp(lane.code, -half, half - 1);
    // Without choppers nothing sets them.
    lane.negative = draws.bits(1) != 0 && transfer_.kind != spec::TransferKind::ttv2;
    lane.fresh = draws.bits(2) == 0 && transfer_.kind == spec::TransferKind::agad;
    for (std::uint32_t* word : {&lane.hidden, &lane.mean, &lane.reference, &lane.constants.lambda,
                                &lane.constants.after, &lane.constants.keep, &lane.constants.beta}) {
      *word = any_word(draws);
    }
    if (draws.bits(2) != 0) make_usual(draws, lane);
    return lane;
  }

 private:
  using Quantity = refmodel::TransferArithmetic::Quantity;

  std::uint32_t any_word(Draws& draws) const {
    if (transfer_.arithmetic == spec::TransferArithmetic::fixed) {
      return static_cast<std::uint32_t>(pattern(draws, transfer_.word_bits));
    }
    const std::array<const char*, 4> names = {"", "bf16", "fp16", "fp32"};
    const spec::FloatFormat format = spec::float_format(names.at(static_cast<std::size_t>(transfer_.arithmetic)));
    const std::array<std::uint64_t, 2> words = {any_finite(draws, format), any_special(draws, format)};
    return static_cast<std::uint32_t>(words.at(draws.bits(2) == 0 ? 1 : 0));
  }

  static double uniform(Draws& draws) { return static_cast<double>(draws.bits(32)) * 0x1p-32; }

  /// H near an integer, a small step, constants of 0 .. 1; now and then a word stays what it was.
  void make_usual(Draws& draws, TransferLane& lane) const {
    const auto replace = [&](std::uint32_t& word, double value, Quantity quantity) {
      if (draws.bits(5) != 0) word = arithmetic_.word(value, quantity);
    };
    const double tiny = draws.bits(1) != 0 ? 0.0 : (uniform(draws) - 0.5) * std::ldexp(1.0, -draws.within(0, 24));
    const int reach = transfer_.pulses + 2;
    replace(lane.hidden, draws.within(-reach, reach) + tiny, Quantity::hidden);
    replace(lane.constants.lambda, std::ldexp(uniform(draws), -draws.within(0, code_bits_ + 12)), Quantity::constant);
    const double mean = std::ldexp(2.0 * uniform(draws) - 1.0, code_bits_ - 1);
    replace(lane.mean, mean, Quantity::mean);
    replace(lane.reference, draws.bits(1) != 0 ? lane.code : -mean, Quantity::mean);
    const double momentum = draws.bits(2) == 0 ? static_cast<double>(draws.bits(1)) : uniform(draws);
    replace(lane.constants.after, momentum, Quantity::constant);
    const double beta = std::ldexp(uniform(draws), -draws.within(0, 8));
    replace(lane.constants.beta, beta, Quantity::constant);
    replace(lane.constants.keep, 1.0 - beta, Quantity::constant);
  }

  spec::Transfer transfer_;
  int code_bits_;
  refmodel::TransferArithmetic arithmetic_;
};

/// Lanes and what becomes of them.
struct TransferCases {
  std::vector<TransferLane> before, after;
  std::vector<std::int32_t> pulses;
};

inline TransferCases transfer_cases(const spec::Transfer& transfer, int code_bits, std::uint64_t seed, int count) {
  const TransferStimulus stimulus(transfer, code_bits);
  const refmodel::TransferArithmetic arithmetic(transfer, code_bits);
  TransferCases cases;
  for (int i = 0; i < count; ++i) {
    const TransferLane lane = stimulus.lane(seed, static_cast<std::uint64_t>(i));
    TransferLane after = lane;
    const std::array read = {arithmetic.read_word(lane.code)};
    const refmodel::TransferRow row{{&after.hidden, 1}, {&after.mean, 1}, {&after.reference, 1}};
    std::int32_t pulses = 0;
    arithmetic.transfer(lane.constants, lane.negative, lane.fresh, read, row, {&pulses, 1});
    cases.before.push_back(lane);
    cases.after.push_back(after);
    cases.pulses.push_back(pulses);
  }
  return cases;
}

/// A program on an array that begins with random cells, its regions one after another in another order than that of
/// their base registers.
class TransferRun {
 public:
  TransferRun(spec::sot::Program program, const spec::Transfer& transfer, int code_bits)
      : program_(std::move(program)),
        transfer_(transfer),
        code_bits_(code_bits),
        word_bits_(spec::transfer_word_bits(transfer)),
        executable_(program_, place(), program_.rows()) {}

  /// What is wrong in the first lane in which something is.
  std::optional<std::string> first_difference(const TransferCases& cases) {
    using namespace gen::microcode;
    const bool has_mean = transfer_.kind == spec::TransferKind::agad;
    const int lanes = static_cast<int>(cases.before.size());
    refmodel::SotArray array(program_.rows(), lanes);
    fill(array);
    const auto load = [&](int region, int row, int bits, const auto& value) {
      std::vector<std::uint64_t> words;
      for (const TransferLane& lane : cases.before) words.push_back(static_cast<std::uint64_t>(value(lane)));
      array.load(bases_.at(static_cast<std::size_t>(region)) + row, bits, words);
    };
    load(transfer_region::hidden, 0, word_bits_, [](const auto& lane) { return lane.hidden; });
    load(transfer_region::read, 0, code_bits_, [](const auto& lane) { return lane.code; });
    load(transfer_region::read, code_bits_, 1, [](const auto& lane) { return lane.negative ? 1 : 0; });
    load(transfer_region::read, code_bits_ + 1, 1, [](const auto& lane) { return lane.fresh ? 1 : 0; });
    load(transfer_region::constants, 0, word_bits_, [](const auto& lane) { return lane.constants.lambda; });
    load(transfer_region::constants, word_bits_, word_bits_, [](const auto& lane) { return lane.constants.after; });
    if (has_mean) {
      load(transfer_region::mean, 0, word_bits_, [](const auto& lane) { return lane.mean; });
      load(transfer_region::reference, 0, word_bits_, [](const auto& lane) { return lane.reference; });
      load(transfer_region::constants, 2 * word_bits_, word_bits_,
           [](const auto& lane) { return lane.constants.keep; });
      load(transfer_region::constants, 3 * word_bits_, word_bits_,
           [](const auto& lane) { return lane.constants.beta; });
    }
    executable_.run(array);

    const auto unload = [&](int region, int row, int bits) {
      std::vector<std::uint64_t> words(static_cast<std::size_t>(lanes));
      array.unload(bases_.at(static_cast<std::size_t>(region)) + row, bits, words);
      return words;
    };
    const auto hidden = unload(transfer_region::hidden, 0, word_bits_);
    const auto mean = has_mean ? unload(transfer_region::mean, 0, word_bits_) : hidden;
    const auto reference = has_mean ? unload(transfer_region::reference, 0, word_bits_) : hidden;
    const auto sign = unload(transfer_region::pulses, 0, 1);
    const auto thermometer = unload(transfer_region::pulses, 1, transfer_.pulses);
    const auto lambda = unload(transfer_region::constants, 0, word_bits_);
    for (std::size_t i = 0; i < cases.before.size(); ++i) {
      const TransferLane& after = cases.after[i];
      const std::int32_t n = cases.pulses[i];
      const auto complain = [&](const char* what, std::uint64_t given, std::uint64_t expected) {
        return fmt::format("lane {}: {} {:#x}, not {:#x}; {}", i, what, given, expected, text(cases.before[i]));
      };
      const std::uint64_t ones = low_bits(n < 0 ? -n : n);
      if (thermometer[i] != ones) return complain("pulses", thermometer[i], ones);
      if (n != 0 && (sign[i] != 0) != (n < 0)) return complain("sign", sign[i], n < 0 ? 1 : 0);
      if (hidden[i] != after.hidden) return complain("H", hidden[i], after.hidden);
      if (has_mean && mean[i] != after.mean) return complain("M", mean[i], after.mean);
      if (has_mean && reference[i] != after.reference) return complain("Mref", reference[i], after.reference);
      if (lambda[i] != after.constants.lambda) return complain("lambda", lambda[i], after.constants.lambda);
    }
    return {};
  }

 private:
  const refmodel::SotBases& place() {
    int row = 0;
    for (std::size_t i = program_.regions.size(); i-- > 0;) {
      bases_.at(i) = row;
      row += program_.regions[i].rows;
    }
    return bases_;
  }

  static void fill(refmodel::SotArray& array) {
    std::vector<std::uint64_t> bits(array.lane_words());
    for (int row = 0; row < array.rows(); ++row) {
      Draws draws(99, static_cast<std::uint64_t>(row));
      for (auto& word : bits) word = draws.bits(64);
      array.set_row(row, bits);
    }
  }

  static std::string text(const TransferLane& lane) {
    return fmt::format("H {:#x} M {:#x} Mref {:#x} code {} {}{} lambda {:#x} after {:#x} keep {:#x} beta {:#x}",
                       lane.hidden, lane.mean, lane.reference, lane.code, lane.negative ? "negative " : "",
                       lane.fresh ? "fresh" : "", lane.constants.lambda, lane.constants.after, lane.constants.keep,
                       lane.constants.beta);
  }

  spec::sot::Program program_;
  spec::Transfer transfer_;
  int code_bits_;
  int word_bits_;
  refmodel::SotBases bases_{};
  refmodel::SotExecutable executable_;
};

}  // namespace spintile::verif
