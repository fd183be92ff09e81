#include "verif/study/sot_fault_study.h"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <optional>
#include <stdexcept>

#include "host/philox.h"
#include "host/region_rotation.h"
#include "refmodel/sot/cell_faults.h"
#include "refmodel/sot/sot_sequencer.h"
#include "spec/float_format.h"
#include "spec/sot_program.h"
#include "verif/float_cost.h"
#include "verif/float_program.h"
#include "verif/host_draws.h"
#include "verif/study/parallel_jobs.h"

namespace spintile::verif {
namespace {

using refmodel::CellFaults;
using refmodel::ProgramRun;
using refmodel::SotArray;

/// A program as a unit with verified writes, or without, runs it.
class Runner {
 public:
  Runner(const spec::FloatOperation& operation, int rewrites)
      : operation_(operation), placed_(float_program(operation, {.stores_zeros = rewrites > 0})) {
    unit_.unit = spec::Unit::float_unit;
    unit_.sot.rewrites = rewrites;
    for (const spec::sot::Word& word : placed_.program.words) store_.push_back(spec::sot::encode(word));
  }

  const FloatProgram& placed() const { return placed_; }
  void load_operands(SotArray& array, const refmodel::SotBases& bases, host::PhiloxSequence& draws) const {
    for (std::size_t i = 0; i < static_cast<std::size_t>(operation_.operands()); ++i) {
      array.load(bases.at(operand_regions[i]), operation_.operand_bits(),
                 numbers_in_training(operation_, array.lanes(), draws));
    }
  }
  ProgramRun run(SotArray& array, const refmodel::SotBases& bases, CellFaults* faults) {
    return run_program(unit_, store_, 0, bases, {}, array, decoded_, faults);
  }
  std::vector<std::uint64_t> results(const SotArray& array) const {
    std::vector<std::uint64_t> words(static_cast<std::size_t>(array.lanes()));
    array.unload(placed_.base(region_result), operation_.result_bits(), words);
    return words;
  }

 private:
  spec::FloatOperation operation_;
  FloatProgram placed_;
  spec::Variant unit_;
  std::vector<std::uint64_t> store_;
  refmodel::DecodedWords decoded_;
};

void measure(const SotFaultStudy& study, FaultyOperation& figure) {
  Runner runner(figure.operation, figure.rewrites);
  Runner ideal(figure.operation, 0);  // the same numbers without faults, from regions of its own
  const refmodel::SotBases& bases = runner.placed().bases;
  const int rows = runner.placed().program.rows();
  host::PhiloxSequence draws({study.seed, host_draws::sot_fault_study}, 0);
  const spec::Cells cells{.read_error = figure.reads_err ? figure.rate : 0.0,
                          .write_error = figure.rate,
                          .stuck_at_0 = 0.0,
                          .stuck_at_1 = 0.0,
                          .endurance = 0};
  CellFaults faults(cells, rows, study.lanes, study.seed);
  SotArray array(rows, study.lanes);
  SotArray good(ideal.placed().program.rows(), study.lanes);
  ProgramRun sum;
  int operations = 0;
  for (; operations < study.most_operations && figure.wrong < study.enough_wrong; ++operations) {
    host::PhiloxSequence same_draws = draws;
    runner.load_operands(array, bases, draws);
    ideal.load_operands(good, ideal.placed().bases, same_draws);
    const ProgramRun run = runner.run(array, bases, &faults);
    ideal.run(good, ideal.placed().bases, nullptr);
    sum.reads += run.reads;
    sum.writes += run.writes;
    sum.cycles += run.cycles;
    sum.failures += run.failures;
    const std::vector<std::uint64_t> got = runner.results(array);
    const std::vector<std::uint64_t> expected = ideal.results(good);
    for (std::size_t lane = 0; lane < got.size(); ++lane) figure.wrong += got[lane] != expected[lane] ? 1 : 0;
  }
  figure.results = std::int64_t{study.lanes} * operations;
  const auto mean = [operations](std::uint64_t total) { return static_cast<double>(total) / operations; };
  figure.reads = mean(sum.reads);
  figure.writes = mean(sum.writes);
  figure.cycles = mean(sum.cycles);
  figure.failures = mean(sum.failures);
}

void measure(const SotFaultStudy& study, OperationWear& figure) {
  Runner runner(figure.operation, figure.rewrites);
  host::PhiloxSequence draws({study.seed, host_draws::sot_fault_study}, 1);
  CellFaults good_cells({}, study.array_rows, study.lanes, study.seed);
  SotArray array(study.array_rows, study.lanes);
  host::RegionRotation rotation(runner.placed().program, study.array_rows, figure.turn);
  const int operations = figure.turn == 0 ? 1 : (study.array_rows + figure.turn - 1) / figure.turn;
  for (int i = 0; i < operations; ++i, rotation.advance()) {
    runner.load_operands(array, rotation.bases(), draws);
    runner.run(array, rotation.bases(), &good_cells);
  }
  std::int64_t writes = 0;
  for (const std::int64_t row : good_cells.wear()) writes += row;
  figure.rows = runner.placed().program.rows();
  figure.mean = static_cast<double>(writes) / operations / study.array_rows;
  figure.worst = static_cast<double>(*std::ranges::max_element(good_cells.wear())) / operations;
}

void check(const SotFaultStudy& study) {
  if (study.operations.empty() || study.rates.empty() || study.rewrites.empty() || study.turns.empty()) {
    throw std::invalid_argument("study of SOT faults: no operations, rates, rewrites or turns");
  }
  if (study.lanes < 1 || study.most_operations < 1 || study.enough_wrong < 1) {
    throw std::invalid_argument(fmt::format("study of SOT faults: {} lanes, {} operations, {} wrong results: 1 or more",
                                            study.lanes, study.most_operations, study.enough_wrong));
  }
  for (const double rate : study.rates) {
    if (rate > 0.0 && rate <= 1.0) continue;
    throw std::invalid_argument(fmt::format("study of SOT faults: rate {}: above 0, up to 1", rate));
  }
}

}  // namespace

std::vector<spec::FloatOperation> SotFaultStudy::standard_operations() {
  std::vector<spec::FloatOperation> operations;
  for (const char* const format : {"fp32", "bf16"}) {
    for (const spec::FloatKind kind : {spec::FloatKind::add, spec::FloatKind::multiply}) {
      spec::FloatOperation operation;
      operation.kind = kind;
      operation.format = spec::float_format(format);
      operations.push_back(operation);
    }
  }
  return operations;
}

SotFaultStudy SotFaultStudy::quick() {
  SotFaultStudy study;
  study.operations.erase(study.operations.begin(), study.operations.begin() + 2);
  study.rates = {1e-4, 1e-3};
  study.lanes = 64;
  study.most_operations = 8;
  study.turns = {0, 64};
  return study;
}

SotFaultResult sot_fault_study(const SotFaultStudy& study, const std::function<void(int, int)>& progress) {
  check(study);
  SotFaultResult result{.lanes = study.lanes, .array_rows = study.array_rows, .faulty = {}, .wear = {}};
  for (const spec::FloatOperation& operation : study.operations) {
    for (const bool reads_err : {false, true}) {
      for (const int rewrites : study.rewrites) {
        for (const double rate : study.rates) {
          FaultyOperation figure;
          figure.operation = operation;
          figure.rate = rate;
          figure.reads_err = reads_err;
          figure.rewrites = rewrites;
          result.faulty.push_back(figure);
        }
      }
    }
    for (const int rewrites : study.rewrites) {
      for (const int turn : study.turns) {
        OperationWear figure;
        figure.operation = operation;
        figure.rewrites = rewrites;
        figure.turn = turn;
        result.wear.push_back(figure);
      }
    }
  }
  const auto faulty = static_cast<int>(result.faulty.size());
  const int total = faulty + static_cast<int>(result.wear.size());
  std::mutex mutex;
  int done = 0;
  for_each_job(total, study.threads, [&](int job) {
    if (job < faulty) {
      measure(study, result.faulty[static_cast<std::size_t>(job)]);
    } else {
      measure(study, result.wear[static_cast<std::size_t>(job - faulty)]);
    }
    const std::scoped_lock lock(mutex);
    ++done;
    if (progress) progress(done, total);
  });
  return result;
}

}  // namespace spintile::verif
