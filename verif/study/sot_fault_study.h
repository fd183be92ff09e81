// What cells that fail do to floating point inside a SOT array: wrong results by the error rate of its cells, with and
// without verified writes, what those cost, and how rotating the regions spreads the wear. docs/sot-faults.md.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "spec/float_operation.h"

namespace spintile::verif {

struct SotFaultStudy {
  std::vector<spec::FloatOperation> operations = standard_operations();
  std::vector<double> rates = {1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2};
  std::vector<int> rewrites = {0, 1, 3};  // most stores of a row; 0: not verified
  int lanes = 1024;
  int most_operations = 32;          // over all lanes, for one figure
  int enough_wrong = 300;            // results; a figure is ready then
  int array_rows = 1024;             // that the regions rotate in
  std::vector<int> turns = {0, 16};  // rows an operation; 0: no rotation
  std::uint32_t seed = 1;
  int threads = 1;

  /// add and multiply of fp32 and bf16.
  static std::vector<spec::FloatOperation> standard_operations();
  /// Few lanes, bf16 alone: a second.
  static SotFaultStudy quick();
};

/// One operation on cells of one error rate.
struct FaultyOperation {
  spec::FloatOperation operation;
  double rate = 0.0;
  bool reads_err = false;  // reads err at this rate too; otherwise writes alone
  int rewrites = 0;
  std::int64_t results = 0;
  std::int64_t wrong = 0;
  // Of one operation over all lanes, on average.
  double reads = 0.0;
  double writes = 0.0;
  double cycles = 0.0;
  double failures = 0.0;  // rows that a verified write left wrong

  double error_rate() const { return static_cast<double>(wrong) / static_cast<double>(results); }
  friend bool operator==(const FaultyOperation&, const FaultyOperation&) = default;
};

/// Writes of a row by an operation, over as many operations as bring the regions around once.
struct OperationWear {
  spec::FloatOperation operation;
  int rewrites = 0;
  int turn = 0;        // rows an operation
  int rows = 0;        // of the program
  double mean = 0.0;   // over the rows of the array
  double worst = 0.0;  // the row that wears most: endurance / worst is the life of the array in operations

  friend bool operator==(const OperationWear&, const OperationWear&) = default;
};

struct SotFaultResult {
  int lanes = 0;
  int array_rows = 0;
  std::vector<FaultyOperation> faulty;  // in order of operation, reads_err, rewrites, rate
  std::vector<OperationWear> wear;      // in order of operation, rewrites, turn

  friend bool operator==(const SotFaultResult&, const SotFaultResult&) = default;
};

/// `progress`: figures that are ready and in all. The same on every machine and for any number of threads. Throws
/// std::invalid_argument for an empty or impossible option.
SotFaultResult sot_fault_study(const SotFaultStudy& study,
                               const std::function<void(int done, int total)>& progress = {});

/// Markdown tables, each with a title.
std::string sot_fault_tables(const SotFaultResult& result);
std::string sot_fault_json(const SotFaultResult& result);
/// Wrong results over the rate of writes that err, both as powers of ten.
std::string sot_fault_chart(const SotFaultResult& result);

}  // namespace spintile::verif
